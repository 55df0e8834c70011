"""The panel beside the conversation: one source, whole, with who says it and the words marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.engine import Shown
from rag.flows.report import Report
from rag.records import Citation, DocumentEntry, Passage, Provenance, QuoteStatus, Role, Span, Twin
from ui import roles
from ui.controls import action, tool
from ui.corrections import form
from ui.languages import language_name
from ui.pages import has_pages
from ui.provenance import language_names, role_word, status_word, title_of
from ui.render import Html, element, filled, isolated, join, prose
from ui.reports import what_was_read
from ui.strings import Words
from ui.troubles import told
from ui.viewer import Marked, whole_text

_SHOWN_STATUS = {
    QuoteStatus.EXACT: "sure",
    QuoteStatus.NORMALISED: "sure",
    QuoteStatus.ELSEWHERE: "unsure",
    QuoteStatus.MISSING: "unsure",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at: words of a document as an answer cites them, or a document as such.

    `position` of `total` counts the answer's citations.
    """

    document_id: str
    source: str
    provenance: Provenance
    span: Span | None = None
    quote: str | None = None
    language: str | None = None
    role: Role | None = None
    speaker: str | None = None
    page: int | None = None
    status: QuoteStatus | None = None
    twin: Twin | None = None
    position: int = 0
    total: int = 0


def at_citation(citation: Citation) -> Looking:
    """What a citation points at."""
    return Looking(
        citation.document_id,
        citation.source,
        citation.provenance,
        citation.span,
        citation.quote,
        citation.language,
        citation.role,
        citation.speaker,
        citation.page,
        citation.status,
        citation.twin,
    )


def at_document(entry: DocumentEntry) -> Looking:
    """A document as such."""
    return Looking(entry.id, entry.source, entry.provenance)


def at_passage(passage: Passage, entry: DocumentEntry) -> Looking:
    """What a retrieved passage points at."""
    return Looking(
        entry.id,
        entry.source,
        entry.provenance,
        passage.span,
        passage.text,
        passage.language,
        passage.role,
        passage.speaker,
        passage.page,
    )


def at_stretch(
    entry: DocumentEntry, shown: Shown, span: Span, twin_of: Callable[[Passage], Passage | None]
) -> Looking:
    """Any stretch of a document with the twin of its passage.

    Raises ValueError where the text does not reach so far.
    """
    text = shown.document.text
    if not len(span) or span.end > len(text):
        raise ValueError(f"{entry.source} has no stretch {span}")
    around = next((each for each in shown.passages if each.span.overlaps(span)), None)
    looking = Looking(
        entry.id, entry.source, entry.provenance, span, span.of(text), status=QuoteStatus.EXACT
    )
    if around is None:
        return looking
    found = twin_of(around)
    return replace(
        looking,
        twin=Twin(found.span, found.text, found.language) if found else None,
        language=around.language,
        role=around.role,
        speaker=around.speaker,
        page=around.page,
    )


def panel(
    looking: Looking,
    shown: Shown | None,
    words: Words,
    *,
    report: Report | None = None,
    remark: Html | None = None,
) -> Html:
    """The source with its head; without `shown` (a removed document) only the words cited.

    `report` is what was read from it, `remark` what has just been done.
    """
    return element(
        "article",
        element(
            "header",
            _bar(looking, shown, words),
            element("h2", isolated(title_of(looking.provenance, looking.source))),
            _facts(looking, words),
            _status(looking, words),
            what_was_read(report, words) if report else None,
            form(looking.provenance, words) if report else None,
            roles.form(words) if report else None,
            remark,
            class_="source-head",
        ),
        whole_text(shown, _marks(looking), words) if shown else _removed(looking, words),
        _twin(looking.twin, words) if looking.twin else None,
        class_="source-panel",
        aria_label=words.source,
    )


def nothing(words: Words) -> Html:
    """The panel before anything is looked at."""
    return element("p", words.source_empty, class_="source-empty")


def problem(error: Exception, words: Words) -> Html:
    """The panel where the source cannot be shown, and why."""
    return element("div", told(error, words), class_="source-empty", role="alert")


def _marks(looking: Looking) -> Sequence[Marked]:
    """Only words that are where the citation says are marked: unsure means no highlight."""
    if looking.span is None or _SHOWN_STATUS.get(looking.status or QuoteStatus.EXACT) == "unsure":
        return ()
    cited = Marked(looking.span)
    return (cited,) if looking.twin is None else (cited, Marked(looking.twin.span, "twin"))


def _bar(looking: Looking, shown: Shown | None, words: Words) -> Html:
    steps = (
        tool("previous", words.previous, "‹"),
        element(
            "span",
            words.fill(words.place, position=looking.position, total=looking.total),
            class_="place",
        ),
        tool("next", words.next, "›"),
    )
    original = element(
        "a",
        words.open_original,
        href=f"/original/{looking.document_id}",
        target="_blank",
        rel="noopener noreferrer",
        class_="tool-link",
    )
    return element(
        "div",
        element("span", join(steps), class_="steps") if looking.total > 1 else None,
        original if shown and shown.document.original else None,
        action("page", words.show_page, data_other=words.show_text)
        if shown and has_pages(shown.document)
        else None,
        tool("close", words.close, "×"),
        class_="source-bar",
    )


def _facts(looking: Looking, words: Words) -> Html:
    """Who says it, where, when, in which language, what kind of document, which part of it."""
    known = looking.provenance
    languages = (looking.language,) if looking.language else known.languages
    first = (
        (words.speaker, looking.speaker),
        (words.written_by, ", ".join(known.authors)),
        (words.published_by, known.publisher),
        (words.published, known.published),
        (words.language, language_names(languages)),
        (words.kind, known.kind),
        (words.role, _part(looking, words)),
        (words.page, words.number(looking.page) if looking.page else None),
    )
    rest = ((words.file, looking.source), (words.note, known.note))
    named = ", ".join(label for label, value in rest if value)
    more = element("details", element("summary", named), _list(rest), class_="more")
    return join((_list(first), more))


def _part(looking: Looking, words: Words) -> str | None:
    """Which part of the document it is, where that is more than its text."""
    if looking.role in (None, Role.BODY, Role.UNKNOWN):
        return None
    return role_word(looking.role, words)


def _list(facts: Sequence[tuple[str, str | None]]) -> Html:
    rows = [
        element("div", element("dt", label), element("dd", isolated(value)))
        for label, value in facts
        if value
    ]
    return element("dl", join(rows), class_="facts")


def _status(looking: Looking, words: Words) -> Html | None:
    if looking.status is None:
        return None
    return element(
        "p",
        status_word(looking.status, words),
        class_=f"quote-status {_SHOWN_STATUS[looking.status]}",
    )


def _twin(twin: Twin, words: Words) -> Html:
    """The same words in the document's other language."""
    return element(
        "aside",
        element("p", filled(words.twin, language=language_name(twin.language)), class_="label"),
        prose("blockquote", twin.quote, lang=twin.language),
        action("twin", words.show_twin),
        class_="twin-card",
    )


def _removed(looking: Looking, words: Words) -> Html:
    quote = looking.quote or ""
    return element(
        "div",
        element("p", words.removed_source, class_="notice"),
        prose("blockquote", quote, element("mark", quote, class_="cited")),
        class_="text",
    )
