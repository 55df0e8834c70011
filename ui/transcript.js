// The conversation: follow a citation, ask again, edit, copy, judge.
const turnOf = (node) => node.closest('.turn')?.dataset.turn;

const placesIn = (turn, kind) => {
  const seen = new Map();
  for (const mark of turn.querySelectorAll(`[data-${kind}]`)) {
    seen.set(mark.dataset[kind], { turn: mark.dataset.turn, [kind]: mark.dataset[kind] });
  }
  return [...seen.values()];
};

const look = (mark) => {
  const kind = mark.dataset.citation ? 'citation' : 'hit';
  const places = placesIn(mark.closest('.turn'), kind);
  const at = places.findIndex((place) => place[kind] === mark.dataset[kind]);
  document.dispatchEvent(new CustomEvent('footnote:look', { detail: { places, at, opener: mark } }));
};

const copy = async (button) => {
  const turn = button.closest('.turn');
  const clone = turn.querySelector('.answer').cloneNode(true);
  clone.querySelectorAll('.hit .credit').forEach((credit) => credit.prepend('\n'));
  clone.querySelectorAll('.cite').forEach((mark) => mark.replaceWith(`[${mark.textContent}]`));
  const sources = [...turn.querySelectorAll('.sources li')].map((row) => {
    const parts = [...row.querySelectorAll('.title, .about')].map((part) => part.textContent);
    return `[${row.querySelector('.cite').textContent}] ${parts.join(', ')}`;
  });
  let said = clone.querySelectorAll('.disagreement blockquote, .claims p, .nearest li');
  if (!said.length) said = clone.querySelectorAll('.notice, .verdict strong');
  const words = [...said].map((part) => part.textContent.trim()).join('\n\n');
  await navigator.clipboard.writeText([words, sources.join('\n')].filter(Boolean).join('\n\n'));
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
};

// The control somebody has just used, to be found again in the conversation as it is told anew.
let used = null;
const refocus = () => {
  const turn = used && element.querySelector(`.turn[data-turn="${CSS.escape(used.turn)}"]`);
  const control = turn?.querySelector('.remark') ?? turn?.querySelector(used.selector);
  control?.focus();
  used = null;
};

const judge = (button, comment) => {
  const pressed = button.getAttribute('aria-pressed') === 'true';
  const feedback = pressed && comment === undefined ? '' : button.dataset.judge;
  const selector = `[data-judge="${button.dataset.judge}"]`;
  if (turnOf(document.activeElement)) used = { turn: turnOf(button), selector };
  trigger('judge', { turn: turnOf(button), feedback, comment: comment ?? '' });
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.citation || button.dataset.hit) look(button);
  else if (button.dataset.ask) trigger('suggested', { question: button.dataset.ask });
  else if (button.dataset.judge) judge(button);
  else if (button.dataset.does === 'copy') copy(button);
  else if (button.dataset.does === 'again') trigger('again', { turn: turnOf(button) });
  else if (button.dataset.does === 'edit') {
    trigger('edit', { turn: turnOf(button) });
    document.querySelector('#question textarea')?.focus();
  } else if (button.dataset.does === 'keep') trigger('edit', { turn: '' });
  else if (button.dataset.does === 'library') document.querySelector('[data-tab-id="library"]').click();
});

element.addEventListener('change', (event) => {
  if (!event.target.matches('.remark')) return;
  const pressed = event.target.closest('.judgement').querySelector('[aria-pressed="true"]');
  if (pressed) judge(pressed, event.target.value);
});

let end = null;
watch('value', () => {
  const last = element.querySelector('.turn:last-of-type');
  if (last?.dataset.turn !== end) last?.scrollIntoView({ block: 'start', behavior: 'instant' });
  end = last?.dataset.turn;
  refocus();
});
