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
const unfold = (open) => {
  document.body.classList.toggle('shelf-open', open);
  toggle.setAttribute('aria-expanded', String(open));
};
toggle.addEventListener('click', () => unfold(!document.body.classList.contains('shelf-open')));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('shelf-open')) {
    unfold(false);
    toggle.focus();
  }
});

// A conversation that is begun or opened is seen, wherever the reader was.
document.addEventListener('click', (event) => {
  if (!event.target.closest('#fresh, #conversations button.name')) return;
  unfold(false);
  document.querySelector('[data-tab-id="ask"]')?.click();
});
try {
  const chosen = JSON.parse(localStorage.getItem('footnote-preferences')) ?? {};
  trigger('preferred', { chosen });
} catch {
  localStorage.removeItem('footnote-preferences');
}
document.querySelector('#question textarea')?.setAttribute('dir', 'auto');

// Files dragged over a tab that takes none are taken to the library, where they can be dropped.
const TAKING = ['library', 'draft', 'evaluation'];
document.addEventListener('dragenter', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  const open = document.querySelector('[role="tab"].selected')?.dataset.tabId;
  if (!TAKING.includes(open)) document.querySelector('[data-tab-id="library"]')?.click();
});
