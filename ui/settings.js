// Appearance: light, dark or as the system, remembered by the browser.
const mark = () => {
  const chosen = localStorage.getItem('footnote-theme') ?? 'system';
  element.querySelectorAll('[data-theme]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.theme === chosen));
  });
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-theme]');
  if (!button) return;
  localStorage.setItem('footnote-theme', button.dataset.theme);
  document.dispatchEvent(new Event('footnote:theme'));
  mark();
});
mark();
