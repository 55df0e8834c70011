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
  const answer = turn.querySelector('.claims, .nearest');
  const clone = answer.cloneNode(true);
  clone.querySelectorAll('.cite').forEach((mark) => mark.replaceWith(`[${mark.textContent}]`));
  const sources = [...turn.querySelectorAll('.sources li')].map((row) => {
    const parts = [...row.querySelectorAll('.title, .about')].map((part) => part.textContent);
    return `[${row.querySelector('.cite').textContent}] ${parts.join(', ')}`;
  });
  const words = [...clone.children].map((part) => part.textContent.trim()).join('\n\n');
  await navigator.clipboard.writeText([words, sources.join('\n')].filter(Boolean).join('\n\n'));
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
};

const judge = (button, comment) => {
  const pressed = button.getAttribute('aria-pressed') === 'true';
  const feedback = pressed && comment === undefined ? '' : button.dataset.judge;
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
  }
});

element.addEventListener('change', (event) => {
  if (!event.target.matches('.remark')) return;
  const pressed = event.target.closest('.judgement').querySelector('[aria-pressed="true"]');
  if (pressed) judge(pressed, event.target.value);
});

const toEnd = () => {
  const last = element.querySelector('.turn:last-of-type');
  last?.scrollIntoView({ block: 'start', behavior: 'instant' });
};
watch('value', toEnd);
