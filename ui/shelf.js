// The list of conversations: open, rename in place, delete after a second click.
const idOf = (node) => node.closest('.row').dataset.id;

const rename = (row) => {
  const name = row.querySelector('.name');
  const box = document.createElement('input');
  box.className = 'name';
  box.dir = 'auto';
  box.value = name.textContent;
  name.replaceWith(box);
  box.focus();
  box.select();
  box.addEventListener('blur', () => box.replaceWith(name));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') trigger('renamed', { id: row.dataset.id, name: box.value });
    if (event.key === 'Enter' || event.key === 'Escape') box.blur();
  });
};

const erase = (button) => {
  if (button.dataset.asked) return trigger('erased', { id: idOf(button) });
  button.dataset.asked = 'true';
  const label = button.innerHTML;
  button.textContent = button.dataset.sure;
  button.addEventListener('blur', () => {
    button.innerHTML = label;
    delete button.dataset.asked;
  }, { once: true });
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.does === 'rename') rename(button.closest('.row'));
  else if (button.dataset.does === 'delete') erase(button);
  else trigger('opened', { id: idOf(button) });
});

watch('value', () => {
  const current = element.querySelector('nav')?.dataset.current;
  const address = new URL(window.location.href);
  if (current) address.searchParams.set('c', current);
  else address.searchParams.delete('c');
  window.history.replaceState(null, '', address);
});
