const chosen = localStorage.getItem('footnote-theme') ?? 'system';
const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
document.body.classList.toggle('dark', chosen === 'dark' || (chosen === 'system' && dark));
document.querySelector('input').focus();
