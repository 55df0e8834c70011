// Marks that stand for a stretch of a document: a click opens it, the others can be stepped to.
element.addEventListener('click', (event) => {
  const mark = event.target.closest('[data-document][data-start]');
  if (!mark) return;
  const marks = [...mark.closest('[data-places]').querySelectorAll('[data-document][data-start]')];
  const seen = new Map(marks.map(({ dataset: { document, start, end } }) => {
    return [[document, start, end].join(), { document, start, end }];
  }));
  const key = [mark.dataset.document, mark.dataset.start, mark.dataset.end].join();
  const detail = { places: [...seen.values()], at: [...seen.keys()].indexOf(key), opener: mark };
  document.dispatchEvent(new CustomEvent('footnote:look', { detail }));
});
