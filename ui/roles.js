// Roles: while the form is open, a paragraph or selected words can be chosen and given a role.
const roles = { start: 0, end: 0 };
const formOf = () => element.querySelector('.roles');
const inText = (node) => node && element.querySelector('.text')?.contains(node);

const offsetOf = (node, at) => {
  const before = document.createRange();
  before.setStart(element.querySelector('.text'), 0);
  before.setEnd(node, at);
  return [...before.toString()].length;
};

const choose = (range) => {
  roles.start = offsetOf(range.startContainer, range.startOffset);
  roles.end = offsetOf(range.endContainer, range.endOffset);
  CSS.highlights?.set('chosen', new Highlight(range));
  formOf().querySelector('button').disabled = roles.end <= roles.start;
};

const chooseParagraph = (paragraph) => {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  choose(range);
};

const chooseFrom = (event) => {
  if (!formOf()?.open || !inText(event.target)) return;
  const selected = window.getSelection();
  const paragraph = event.target.closest('.text p');
  if (!selected.isCollapsed && inText(selected.anchorNode) && inText(selected.focusNode)) {
    choose(selected.getRangeAt(0).cloneRange());
  } else if (paragraph) chooseParagraph(paragraph);
};

const redraw = async (html) => {
  const { scrollTop } = element.querySelector('.text');
  CSS.highlights?.delete('chosen');
  element.innerHTML = html;
  element.querySelector('.text')?.setAttribute('tabindex', '0');
  if (element.querySelector('.text')) element.querySelector('.text').scrollTop = scrollTop;
  element.querySelector('.notice .action')?.focus({ preventScroll: true });
};

const giveRole = async () => {
  const role = formOf().querySelector('select').value;
  redraw(await server.give_role({ ...places[at], ...roles, role }));
};

const roleBack = async (button) => {
  redraw(await server.give_back({ ...places[at], roles: JSON.parse(button.dataset.roles) }));
};

element.addEventListener('toggle', (event) => {
  if (event.target !== formOf()) return;
  element.querySelectorAll('.text p').forEach((paragraph) => {
    if (formOf().open) paragraph.setAttribute('tabindex', '0');
    else paragraph.removeAttribute('tabindex');
  });
  if (!formOf().open) CSS.highlights?.delete('chosen');
}, true);

element.addEventListener('mouseup', chooseFrom);
element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('.text p')) chooseFrom(event);
});
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-does]');
  if (button?.dataset.does === 'role') giveRole();
  else if (button?.dataset.does === 'roles-back') roleBack(button);
});
