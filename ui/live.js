// An answer while it comes in: keep its question in view, once. Words of a stopped answer may come in
// after the conversation already shows it; they are not shown again.
let following = false;
const isTold = (turn) =>
  document.querySelector(`#transcript [data-turn="${CSS.escape(turn.dataset.live)}"]`);

watch('value', () => {
  const turn = element.querySelector('.turn');
  if (turn?.dataset.live && isTold(turn)) props.value = '';
  else if (turn && !following) turn.scrollIntoView({ block: 'start', behavior: 'instant' });
  following = Boolean(turn);
});
