// The page as a whole: language and direction, appearance, the conversations on narrow screens.
document.documentElement.lang = props.language;
document.documentElement.dir = props.direction;

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const dress = () => {
  const chosen = localStorage.getItem('footnote-theme') ?? 'system';
  const wanted = chosen === 'dark' || (chosen === 'system' && dark.matches);
  document.body.classList.toggle('dark', wanted);
};
document.addEventListener('footnote:theme', dress);
dark.addEventListener('change', dress);
if (localStorage.getItem('footnote-theme')) dress();

const toggle = element.querySelector('[data-does="shelf"]');
toggle.addEventListener('click', () => {
  const open = document.body.classList.toggle('shelf-open');
  toggle.setAttribute('aria-expanded', String(open));
});
document.querySelector('#question textarea')?.setAttribute('dir', 'auto');

// Files dragged anywhere over the page are taken to the library, where they can be dropped.
document.addEventListener('dragenter', (event) => {
  const files = event.dataTransfer?.types.includes('Files');
  if (files) document.querySelector('[role="tab"][data-tab-id="library"]:not(.selected)')?.click();
});
