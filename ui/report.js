// What became of the last change: undo a removal.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-undo]');
  if (button) trigger('restored', { document: button.dataset.undo });
});
