"""Questions to begin with, drawn from the library itself."""

from __future__ import annotations

from itertools import pairwise, zip_longest

from rag.engine import Engine, Shown
from rag.records import DocumentEntry, Role
from ui.languages import words as words_in
from ui.provenance import title_of
from ui.strings import Words

_DOCUMENTS = 4
_TITLE_CHARS = 90
_HEADING_CHARS = (8, 70)
_BELOW_CHARS = 200


def suggestions(engine: Engine, words: Words) -> list[str]:
    """A few questions the library can answer, in the languages of its documents.

    None for an empty library. A document in the interface's language comes first, then one of
    each other language.
    """
    entries = [each for each in engine.documents() if each.state == "ready"]
    if not entries:
        return []
    chosen = _varied(entries, words.code)[:_DOCUMENTS]
    summaries = [
        words_in(_language(each)).summarise.format(title=title)
        for each in chosen
        if len(title := title_of(each.provenance, each.source)) <= _TITLE_CHARS
    ]
    headings = [
        words_in(_language(each)).what_about.format(heading=heading)
        for each in chosen
        if (heading := _heading(engine.show(each.id)))
    ]
    mixed = [each for pair in zip_longest(summaries, headings) for each in pair if each]
    return [words.which_documents, *mixed[: _DOCUMENTS - 1]]


def _varied(entries: list[DocumentEntry], own: str) -> list[DocumentEntry]:
    """One document of each language, `own` first, then the others, otherwise in their order."""
    first = {_language(each): each for each in reversed(entries)}
    ahead = {each.id for each in first.values()}
    return sorted(entries, key=lambda each: (each.id not in ahead, _language(each) != own))


def _language(entry: DocumentEntry) -> str:
    return next(iter(entry.provenance.languages), "en")


def _heading(shown: Shown) -> str | None:
    """The first heading with a good stretch of text right below it, other than the title."""
    shortest, longest = _HEADING_CHARS
    document = shown.document
    title = (document.provenance.title or "").casefold()
    furniture = [each.span for each in shown.passages if each.role is Role.BOILERPLATE]
    for block, below in pairwise(document.blocks):
        heading = " ".join(block.span.of(document.text).split()).strip("# ")
        if (
            block.role is Role.HEADING
            and shortest <= len(heading) <= longest
            and len(below.span) >= _BELOW_CHARS
            and heading.casefold() not in title
            and not any(each.overlaps(block.span) for each in furniture)
        ):
            return heading
    return None
