"""Tool results as a person, or a model without structured output, reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rag.records import ClaimVerdict
from rag.server.shapes.answers import BareAnswerOut, CitationOut, SearchOut
from rag.server.shapes.documents import ShownOut
from rag.server.shapes.drafts import DraftOut


def answered(found: BareAnswerOut, doubts: Iterable[ClaimVerdict | None]) -> str:
    """Verdict, sentences with their marks and what is doubted of each, the quotes they rest on."""
    lines = [f"[{found.verdict.replace('_', ' ')}] {found.direct_answer or ''}".rstrip()]
    if found.notice:
        lines.append(found.notice)
    for claim, doubt in zip(found.claims, doubts, strict=True):
        marks = "".join(f"[{number}]" for number in claim.citations)
        flag = f" ({doubt.value})" if doubt else ""
        lines.append(f"{claim.text} {marks}{flag}".rstrip())
    lines += [
        f"Sources disagree about {each.about}: "
        + " against ".join(", ".join(f"[{n}]" for n in side) for side in each.sides)
        for each in found.disagreements
    ]
    if found.verdict == "not_found" and not found.notice:
        lines.append("The documents do not say.")
    return "\n".join([*lines, *_citations(found.citations)])


def searched(found: SearchOut) -> str:
    """Each passage under its place."""
    passages = (
        f"{each.rank}. {each.source}:{each.start}-{each.end} ({each.language}, {each.role})\n"
        f"{each.text}"
        for each in found.retrieved
    )
    return "\n\n".join(passages) or "Nothing was found."


def opened(found: ShownOut) -> str:
    """The words under a line that says whose they are."""
    told = (found.title, ", ".join(found.authors), found.publisher, found.published)
    head = ", ".join(part for part in told if part)
    place = f"{found.source}:{found.start}-{found.end} of {found.characters} characters"
    return f"{place}\n{head}\n\n{found.text}"


def checked(found: DraftOut) -> str:
    """Each sentence under its verdict, with the words behind it."""
    lines: list[str] = []
    for sentence in found.sentences:
        lines.append(f"[{sentence.verdict if sentence.states else 'states nothing'}]")
        lines.append(sentence.text)
        lines += [
            f"  {each.kind}: the draft has {each.draft!r}, the source {each.source or 'nothing'!r}"
            for each in sentence.differences
        ]
        lines += _citations(sentence.citations)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in found.counts.items())
    return "\n".join([*lines, counts])


def _citations(citations: Sequence[CitationOut]) -> Iterator[str]:
    for each in citations:
        told = (each.title, each.speaker, each.publisher, each.published)
        about = ", ".join(part for part in told if part)
        yield f"[{each.number}] {each.source}:{each.start}-{each.end}  {about}".rstrip()
        yield f"    “{each.quote}”"
