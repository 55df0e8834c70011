// A run's questions: fetched when one is opened, and chosen by how they went.
element.addEventListener('toggle', async (event) => {
  const one = event.target;
  if (!one.matches('details[data-number]') || !one.open || one.dataset.fetched) return;
  one.dataset.fetched = 'true';
  const { run } = one.closest('[data-run]').dataset;
  const sides = document.createElement('div');
  one.append(sides);
  sides.innerHTML = await server.outcome({ run, number: one.dataset.number });
}, true);

element.addEventListener('change', (event) => {
  if (event.target.name !== 'went') return;
  const wanted = event.target.value;
  element.querySelectorAll('details[data-went]').forEach((one) => {
    one.hidden = Boolean(wanted) && one.dataset.went !== wanted;
  });
});
