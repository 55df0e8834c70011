// The source panel: look something up, scroll to the marked words, step through citations.
let places = [];
let at = 0;
let opener = null;

// Paragraphs take their true heights some frames after they have come near, and move the mark away.
const scrollTo = (mark, frames = 10) => {
  const text = element.querySelector('.text');
  if (!mark?.isConnected || !text) return;
  const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
  text.scrollTop += offset - text.clientHeight / 4;
  if (frames) requestAnimationFrame(() => scrollTo(mark, frames - 1));
};

const show = async () => {
  const wanted = { ...places[at], position: at + 1, total: places.length };
  element.innerHTML = await server.look(wanted);
  document.body.classList.add('looking');
  const text = element.querySelector('.text');
  text?.setAttribute('tabindex', '0');
  scrollTo(element.querySelector('mark.cited'));
  document.querySelectorAll('.cite.followed').forEach((mark) => mark.classList.remove('followed'));
  const named = Object.entries(places[at]).map(([name, value]) => `[data-${name}="${CSS.escape(value)}"]`);
  document
    .querySelectorAll(`.cite${named.join('')}`)
    .forEach((mark) => mark.classList.add('followed'));
  (element.querySelector('[data-does="close"]') ?? element).focus({ preventScroll: true });
};

const page = async (button) => {
  const text = element.querySelector('.text');
  let figure = element.querySelector('.sheet');
  if (!figure) {
    figure = document.createElement('div');
    figure.className = 'sheet';
    figure.tabIndex = 0;
    figure.innerHTML = await server.printed(places[at]);
    text.before(figure);
    figure.hidden = true;
  }
  figure.hidden = !figure.hidden;
  text.hidden = !figure.hidden;
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  figure.querySelector('.printed')?.scrollIntoView({ block: 'center' });
};

const correct = async () => {
  const boxes = element.querySelectorAll('.corrections input');
  const fields = Object.fromEntries([...boxes].map((box) => [box.name, box.value]));
  element.innerHTML = await server.correct({ ...places[at], fields });
  document.dispatchEvent(new Event('footnote:changed'));
};

const close = () => {
  document.body.classList.remove('looking');
  opener?.focus({ preventScroll: true });
};

const step = (by) => {
  at = (at + by + places.length) % places.length;
  show();
};

document.addEventListener('footnote:look', (event) => {
  ({ places, at, opener } = event.detail);
  show();
});

element.addEventListener('click', (event) => {
  const does = event.target.closest('[data-does]')?.dataset.does;
  if (does === 'close') close();
  else if (does === 'next') step(1);
  else if (does === 'previous') step(-1);
  else if (does === 'page') page(event.target.closest('button'));
  else if (does === 'correct') correct();
  else if (does === 'twin') scrollTo(element.querySelector('mark.twin'));
});

element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
  else if (event.altKey && event.key === 'ArrowDown' && places.length > 1) step(1);
  else if (event.altKey && event.key === 'ArrowUp' && places.length > 1) step(-1);
});
