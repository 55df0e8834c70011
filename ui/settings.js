// Settings: what was chosen is remembered by the browser.
const KEPT = 'footnote-preferences';
const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
};

const prefer = (change) => {
  const chosen = { ...kept(), ...change };
  localStorage.setItem(KEPT, JSON.stringify(chosen));
  trigger('preferred', { chosen });
};

const toggled = (language) => {
  const now = kept().languages ?? [];
  if (!language) return [];
  return now.includes(language) ? now.filter((each) => each !== language) : [...now, language];
};

const useModel = () => {
  const model = element.querySelector('[name="model"]').value.trim();
  if (!model) return;
  typed = '';
  prefer({ model });
};

const dressed = () => {
  const chosen = localStorage.getItem('footnote-theme') ?? 'system';
  element.querySelectorAll('[data-theme]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.theme === chosen));
  });
};

const dress = (theme) => {
  localStorage.setItem('footnote-theme', theme);
  document.dispatchEvent(new Event('footnote:theme'));
  dressed();
};

element.addEventListener('click', (event) => {
  const { dataset } = event.target.closest('button') ?? {};
  if (!dataset) return;
  if (dataset.theme) dress(dataset.theme);
  else if (dataset.model) prefer({ model: dataset.model });
  else if (dataset.depth) prefer({ depth: dataset.depth });
  else if ('language' in dataset) prefer({ languages: toggled(dataset.language) });
  else if (dataset.does === 'use-model') useModel();
});

element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.name === 'model') useModel();
});

// The tab is told anew after every choice: the control in use stays in use, words half typed stay.
let used = null;
let typed = '';
element.addEventListener('focusin', ({ target: { dataset, name } }) => {
  const data = Object.entries(dataset).map(([key, value]) => `[data-${key}="${CSS.escape(value)}"]`);
  used = data.join('') || (name && `[name="${name}"]`);
});
element.addEventListener('input', (event) => { typed = event.target.value; });
const resume = () => {
  const box = element.querySelector('[name="model"]');
  if (box) box.value = typed;
  if (used && document.activeElement === document.body) element.querySelector(used)?.focus();
};

// A model that was refused is not asked for again.
watch('value', () => {
  if (element.querySelector('[role="alert"]')) {
    const { model, ...rest } = kept();
    localStorage.setItem(KEPT, JSON.stringify(rest));
  }
  dressed();
  resume();
});
dressed();
prefer({});
