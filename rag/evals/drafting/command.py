"""From a library to drafts: look at every passage, ask what its sentences allow, choose."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType, ModuleType

from rag.errors import InputError
from rag.evals.drafting import (
    arabic,
    chinese,
    english,
    headings,
    people,
    persian,
    reasons,
    russian,
    sayings,
    speeches,
)
from rag.evals.drafting.asked import Asked, Kind
from rag.evals.drafting.choosing import in_turn
from rag.evals.drafting.draft import Draft
from rag.evals.drafting.library import LibraryLike
from rag.evals.drafting.soundness import is_sound
from rag.evals.drafting.statements import Statement, statements
from rag.evals.drafting.swapping import Absent, swapped
from rag.evals.questions import GoldSpan
from rag.records import Document, DocumentEntry, Passage

UNANSWERABLE_SHARE = 0.25
_HEADING_SHARE = 0.2
_PASSAGES_READ = 3_000
_SWAPS_TRIED = 4
_SEARCH_DEPTH = 20

Observer = Callable[[int, int], None]
_GRAMMARS: MappingProxyType[str, ModuleType] = MappingProxyType(
    {"en": english, "zh": chinese, "fa": persian, "ru": russian, "ar": arabic}
)


def drafted(
    library: LibraryLike,
    count: int,
    seed: int = 0,
    *,
    observer: Observer = lambda _done, _total: None,
) -> list[Draft]:
    """Up to `count` questions about what the library holds, a quarter of them without an answer.

    The same library, count and seed give the same drafts. Of a large library 3,000 passages are
    read, spread over its documents. `observer` is told documents done and all of them.

    Raises InputError where the library is empty or nothing in it can be asked about.
    """
    entries = sorted(library.documents(), key=lambda entry: entry.source)
    if not entries:
        raise InputError("the library is empty: `footnote ingest PATH` first")
    rng = random.Random(seed)  # noqa: S311 chooses questions, guards nothing
    read, about = _read(library, entries, rng, observer)
    asked = _from_statements(read)
    unanswerable = _unanswerable(library, entries, asked, _unanswerables(count, len(asked)), rng)
    room = count - len(unanswerable)
    sections = in_turn(about, rng)[: int(room * _HEADING_SHARE)]
    answered = in_turn(asked, rng)[: room - len(sections)]
    if not answered and not sections:
        raise InputError("no sentence of the library can be asked about by rule; write the file")
    return sorted(
        [*answered, *sections, *unanswerable], key=lambda draft: (draft.source, draft.at, draft.id)
    )


def _unanswerables(count: int, asked: int) -> int:
    """How many of `count` drafts have no answer; never more than half as many as have one."""
    return min(int(count * UNANSWERABLE_SHARE), (asked + 1) // 2)


def _read(
    library: LibraryLike, entries: Sequence[DocumentEntry], rng: random.Random, observer: Observer
) -> tuple[list[Statement], list[Draft]]:
    """The statements of the passages looked at, and a draft for each heading."""
    found: list[Statement] = []
    about: list[Draft] = []
    each = max(1, _PASSAGES_READ // len(entries))
    for done, entry in enumerate(entries, 1):
        shown = library.show(entry.id)
        for passage in _some(shown.passages, each, rng):
            found.extend(statements(entry.source, passage))
        about.extend(_sections(entry.source, shown.document))
        observer(done, len(entries))
    return found, about


def _some(passages: Sequence[Passage], most: int, rng: random.Random) -> Sequence[Passage]:
    return passages if len(passages) <= most else rng.sample(passages, most)


def _sections(source: str, document: Document) -> Iterator[Draft]:
    for section in headings.sections(document):
        gold = GoldSpan(source, section.below, section.below.of(document.text))
        yield Draft(
            section.question, section.language, Kind.HEADING, source, section.below.start, gold
        )


def _from_statements(read: Sequence[Statement]) -> list[Draft]:
    persons, spoken = people.known(read), speeches.counted(read)
    drafts: dict[str, Draft] = {}
    for statement in read:
        asked = (
            *_GRAMMARS[statement.language].questions(statement),
            *people.questions(statement, persons),
            *reasons.questions(statement),
            *sayings.questions(statement),
            *speeches.questions(statement, spoken),
        )
        for each in asked:
            if is_sound(each, statement):
                drafts.setdefault(each.question, _draft(each, statement))
    return list(drafts.values())


def _draft(asked: Asked, statement: Statement) -> Draft:
    answer = asked.answer.of(statement.text).strip() if asked.answer else None
    speaker = answer if asked.kind is Kind.SPEAKER else None
    gold = GoldSpan(statement.source, statement.span, statement.quote, speaker=speaker)
    return Draft(
        asked.question,
        statement.language,
        asked.kind,
        statement.source,
        statement.span.start,
        gold,
        answer,
    )


def _unanswerable(
    library: LibraryLike,
    entries: Sequence[DocumentEntry],
    asked: Sequence[Draft],
    count: int,
    rng: random.Random,
) -> list[Draft]:
    """Drafts about what the library never mentions, each checked by a search."""
    absent = Absent(library.show(entry.id).document.text for entry in entries)
    made: list[Draft] = []
    for draft in in_turn(asked, rng)[: count * _SWAPS_TRIED]:
        if len(made) == count:
            break
        swap = swapped(
            draft.question,
            draft.language,
            absent,
            lambda question: library.search(question, depth=_SEARCH_DEPTH),
            rng,
        )
        if swap is not None:
            kind = f"other-{swap.kind}"
            made.append(Draft(swap.question, draft.language, kind, draft.source, draft.at))
    return made
