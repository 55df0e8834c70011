// An answer while it comes in: keep its question in view, once.
let following = false;
watch('value', () => {
  const turn = element.querySelector('.turn');
  if (turn && !following) turn.scrollIntoView({ block: 'start', behavior: 'instant' });
  following = Boolean(turn);
});
