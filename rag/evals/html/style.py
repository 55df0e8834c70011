"""Looks and behaviour of the HTML report, kept inside the file so that it opens without network."""

from __future__ import annotations

from rag.evals.html.markup import Html

CSS = Html("""
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f6f7f9; --ink: #1b1f24; --soft: #5b626b; --line: #dfe2e6;
  --more: #2b6cb0; --less: #b7622b; --good: #23744a; --bad: #b02a2a; --mark: #fff1c2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --card: #1e2227; --ink: #e7e9ec; --soft: #a0a7b0; --line: #343a42;
    --more: #6ba6e3; --less: #e09a62; --good: #6cc495; --bad: #f08a84; --mark: #4a3f17;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 74rem;
  background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
}
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
p.lead, .note { color: var(--soft); margin: 0 0 1rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.soft { color: var(--soft); }

.cards { display: grid; gap: .75rem; }
.cards { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.card, .side { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.card { padding: .7rem .85rem; }
.card b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.card span { display: block; color: var(--soft); font-size: .82rem; overflow-wrap: anywhere; }

.wide { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .86rem; }
th, td { padding: .32rem .6rem; border-bottom: 1px solid var(--line); text-align: end; }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
th:first-child, td:first-child { text-align: start; white-space: nowrap; }
td small { display: block; white-space: nowrap; }
tr.total td { font-weight: 600; border-top: 2px solid var(--line); }

.plots { display: grid; gap: 1.25rem; }
.plots { grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
figure { margin: 0; }
figcaption { font-weight: 600; font-size: .86rem; margin-bottom: .35rem; }
svg { width: 100%; height: auto; max-width: 24rem; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
svg .axis, svg .grid { stroke: var(--line); }
svg .more { fill: var(--more); }
svg .less, svg .here { fill: var(--less); }
svg .curve { fill: none; stroke: var(--more); stroke-width: 2; }

.tools { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: .75rem; align-items: center; }
input, select {
  font: inherit; padding: .3rem .5rem; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px;
}
details {
  border-bottom: 1px solid var(--line);
  content-visibility: auto; contain-intrinsic-size: auto 2.4rem;
}
summary { padding: .45rem .1rem; cursor: pointer; display: flex; gap: .75rem; }
summary .went { flex: 0 0 12rem; font-size: .82rem; font-weight: 600; }
summary .asked { flex: 1; }
summary .id { color: var(--soft); font-size: .78rem; overflow-wrap: anywhere; max-width: 16rem; }
.sides { display: grid; gap: 1rem; padding: .25rem 0 1rem; }
.sides { grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.side { padding: .6rem .85rem; min-width: 0; }
.side h3 { margin: 0 0 .4rem; font-size: .8rem; color: var(--soft); }
.side p, blockquote { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { padding-inline-start: .7rem; border-inline-start: 3px solid var(--line); }
blockquote.hit { border-color: var(--good); }
blockquote p { margin: 0; }
mark { background: var(--mark); color: inherit; }
.place { display: block; color: var(--soft); font-size: .78rem; direction: ltr; text-align: start; }
@media (max-width: 40rem) {
  summary { flex-wrap: wrap; }
  summary .went { flex-basis: 100%; }
}
""")

SCRIPT = Html("""
const [words, only, shown] = ["words", "only", "shown"].map(id => document.getElementById(id));
const all = [...document.querySelectorAll("details[data-went]")];
function choose() {
  const wanted = words.value.trim().toLowerCase();
  let count = 0;
  for (const each of all) {
    const fits = (!only.value || each.dataset.went === only.value)
      && (!wanted || each.textContent.toLowerCase().includes(wanted));
    each.hidden = !fits;
    count += fits;
  }
  shown.textContent = count + " of " + all.length;
}
words.addEventListener("input", choose);
only.addEventListener("change", choose);
choose();
""")
