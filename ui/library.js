// The table of documents: open one beside the table, sort, remove.
document.addEventListener('footnote:changed', () => trigger('changed'));

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.open) {
    const detail = { places: [{ document: button.dataset.open }], at: 0, opener: button };
    document.dispatchEvent(new CustomEvent('footnote:look', { detail }));
  } else if (button.dataset.sort) trigger('sorted', { column: button.dataset.sort });
  else if (button.dataset.remove) trigger('removed', { document: button.dataset.remove });
});
