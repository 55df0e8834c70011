"""Citations as they are shown everywhere: numbered marks to follow, and where they come from."""

from __future__ import annotations

from rag.records import Citation, Passage, Provenance, Span
from ui.provenance import byline, language_names, title_of
from ui.render import Attribute, Html, element, isolated, join
from ui.strings import Words

_SHORT = 20
"""Characters of a name or a date that are kept on one line."""

_LONG = 120
"""Characters of a title that are shown where it stands among others."""


def mark(citation: Citation, words: Words, **followed_by: Attribute) -> Html:
    """The small numbered button of a citation; `followed_by` says what opens when it is clicked."""
    title = title_of(citation.provenance, citation.source)
    return element(
        "button",
        str(citation.number),
        type="button",
        class_="cite",
        **followed_by,
        aria_label=words.fill(words.citation, number=citation.number, title=title),
        title=" · ".join((title, *byline(citation.provenance, citation))),
    )


def stretch(document: str, span: Span) -> dict[str, Attribute]:
    """What a mark carries that opens a stretch of a document, known by its id or source."""
    return {"data_document": document, "data_start": span.start, "data_end": span.end}


def source_row(citation: Citation, numbered: Html | None) -> Html:
    """One line of a list of sources: the mark, the title, who says it and when."""
    told = credit(citation.provenance, citation.source, citation)
    return element("li", numbered, " ", told)


def credit(provenance: Provenance, source: str, said: Citation | Passage) -> Html:
    """The title, who says it, where, when and in which language, as far as each is known."""
    about = (*byline(provenance, said), language_names((said.language,)))
    details = [
        part
        for each in about
        if each
        for part in (" · ", isolated(each, class_="about whole" if len(each) < _SHORT else "about"))
    ]
    return join((_title(title_of(provenance, source)), *details))


def _title(title: str) -> Html:
    """A title in one or two lines; the whole of a longer one is told where the pointer rests."""
    if len(title) <= _LONG:
        return isolated(title, class_="title")
    shown = title[:_LONG].rstrip() + "…"
    return isolated(shown, class_="title", title=title)
