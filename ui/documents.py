"""The library's documents as a table, and what became of files that were added."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.records import DocumentEntry, IngestEvent, IngestOutcome
from ui.progress import bar, time_left
from ui.provenance import language_names, outcome_word, state_word, title_of
from ui.render import Html, element, filled, isolated, join, prose
from ui.strings import Words
from ui.troubles import why

_SHOWN = 200
_LISTED = 60
_QUIET = frozenset({IngestOutcome.UNCHANGED})

_KEYS: dict[str, Callable[[DocumentEntry], tuple[str | int, ...]]] = {
    "title": lambda each: (title_of(each.provenance, each.source).casefold(),),
    "publisher": lambda each: ((each.provenance.publisher or "").casefold(),),
    "published": lambda each: (each.provenance.published or "",),
    "languages": lambda each: each.provenance.languages,
    "passages": lambda each: (each.passages,),
}


def table(
    entries: Sequence[DocumentEntry],
    words: Words,
    *,
    wanted: str = "",
    order: str = "title",
    falling: bool = False,
) -> Html:
    """The documents that match `wanted`, in the order of a column, `falling` from its end."""
    found = [each for each in entries if matches(each, wanted)]
    ordered = sorted(found, key=_KEYS.get(order, _KEYS["title"]), reverse=falling)
    count = words.fill(
        words.library_count, documents=len(entries), passages=sum(each.passages for each in entries)
    )
    more = (
        words.fill(words.shown_of, shown=_SHOWN, total=len(found)) if len(found) > _SHOWN else None
    )
    body = [_row(each, words) for each in ordered[:_SHOWN]]
    return element(
        "div",
        element("p", count, class_="label"),
        element(
            "table",
            element("thead", _head(words, order, falling=falling)),
            element("tbody", join(body)),
        )
        if body
        else element("p", words.nothing_matches if entries else words.library_is_empty),
        element("p", more, class_="label") if more else None,
        class_="documents",
    )


def matches(entry: DocumentEntry, wanted: str) -> bool:
    """Whether every word of `wanted` stands in the document's title, makers or file name."""
    known = entry.provenance
    said = " ".join(
        (known.title or "", known.publisher or "", *known.authors, known.published or "")
    )
    where = f"{said} {entry.source}".casefold()
    return all(word in where for word in wanted.casefold().split())


def removed(entry: DocumentEntry, words: Words) -> Html:
    """What was removed, and the way back."""
    title = title_of(entry.provenance, entry.source)
    return element(
        "p",
        element("span", filled(words.was_removed, title=title)),
        element("button", words.undo, type="button", class_="action", data_undo=entry.id),
        class_="notice",
        role="status",
    )


def adding(
    events: Sequence[IngestEvent], words: Words, *, seconds: float, done: bool = False
) -> Html:
    """How far an ingest has come and what became of each file, failures first."""
    last = events[-1] if events else None
    told = [each for each in events if each.outcome not in _QUIET] or list(events)
    ordered = sorted(told, key=lambda each: each.reason is None)
    return element(
        "div",
        _progress(last, words, seconds=seconds, done=done),
        element("ul", join(_fate(each, words) for each in ordered[:_LISTED])),
        class_="adding",
        role="status",
    )


def waiting(remark: str) -> Html:
    """What is shown until it is known how far an ingest has come, over a bar that only moves."""
    return element(
        "div",
        element("p", remark, class_="label"),
        element("progress", aria_label=remark),
        class_="adding",
        role="status",
    )


def _progress(last: IngestEvent | None, words: Words, *, seconds: float, done: bool) -> Html:
    if done:
        return element("p", _ended(last, words, seconds), class_="label")
    if last is None:
        return element("p", "…", class_="label")
    return bar(
        last.done,
        last.total,
        words.fill(words.progress, done=last.done, total=last.total),
        words.fill(words.rate, rate=round(last.rate)) if last.rate else "",
        time_left(last.remaining_s, words),
    )


def _ended(last: IngestEvent | None, words: Words, seconds: float) -> str:
    """What an ingest came to; where it was stopped, how far it had come."""
    if last and last.done < last.total:
        reached = words.fill(words.progress, done=last.done, total=last.total)
        return f"{words.stopped}: {reached}"
    count = last.done if last else 0
    return words.fill(words.finished, count=count, seconds=round(seconds, 1))


def _fate(event: IngestEvent, words: Words) -> Html:
    count = words.fill(words.passage_count, count=event.passages) if event.passages else None
    return element(
        "li",
        element(
            "span", outcome_word(event.outcome, words), class_=f"outcome {event.outcome.value}"
        ),
        isolated(event.source),
        element("span", why(event.reason, words) if event.reason else count, class_="about"),
    )


def _head(words: Words, order: str, *, falling: bool) -> Html:
    sortable = (
        ("title", words.title),
        ("publisher", words.published_by),
        ("published", words.published),
        ("languages", words.languages),
        ("passages", words.passages),
    )
    cells = [
        element(
            "th",
            element(
                "button",
                label,
                type="button",
                data_sort=key,
                aria_label=words.fill(words.sort, column=label),
            ),
            scope="col",
            class_=f"col-{key}",
            aria_sort=("descending" if falling else "ascending") if key == order else None,
        )
        for key, label in sortable
    ]
    rest = (("state", words.state), ("problems", words.problems))
    plain = [element("th", label, scope="col", class_=f"col-{key}") for key, label in rest]
    return element("tr", join(cells), join(plain), element("td", class_="col-tools"))


def _row(entry: DocumentEntry, words: Words) -> Html:
    known = entry.provenance
    title = title_of(known, entry.source)
    name = element(
        "button",
        isolated(title),
        type="button",
        class_="open",
        data_open=entry.id,
        title=entry.source,
    )
    remove = element(
        "button",
        words.remove,
        type="button",
        class_="action",
        data_remove=entry.id,
        aria_label=f"{words.remove}: {title}",
    )
    authors = isolated(", ".join(known.authors), class_="about") if known.authors else None
    return element(
        "tr",
        element("td", name, authors, class_="col-title"),
        element(
            "td", isolated(known.publisher) if known.publisher else None, class_="col-publisher"
        ),
        element("td", known.published or "", class_="col-published"),
        element("td", language_names(known.languages), class_="col-languages"),
        element(
            "td", words.number(entry.passages), class_="col-passages", data_label=words.passages
        ),
        element("td", state_word(entry.state, words), class_="col-state"),
        prose("td", "; ".join(entry.problems), class_="col-problems"),
        element("td", remove, class_="col-tools"),
    )
