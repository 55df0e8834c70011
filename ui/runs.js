// The list of evaluations: open one, or compare the open one with another.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-run]');
  if (!button) return;
  trigger(button.dataset.does === 'compare' ? 'compared' : 'opened', { run: button.dataset.run });
});
