"""Whether somebody else says it: whom a claim gives its words to must stand in the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.answer.guard_names import Seen
from rag.answer.mismatch import Mismatch, Side, side
from rag.text import speech
from rag.text.facts import places
from rag.text.facts.scan import Scan
from rag.text.lexicon import entries, phrase, table


def check(said: Side, shown: Side) -> Iterator[Mismatch]:
    """The speaker of a claim, where the evidence names nobody of that name."""
    attribution = _attributed(said.scan)
    if attribution is None or _is_place(said, attribution):
        return
    told = _attributed(shown.scan)
    seen = Seen(shown.scan, shown.facts.names)
    if told and told.speaker not in attribution.speaker:
        named = side(told.speaker, shown.scan.language)
        if Seen(named.scan, shown.facts.names).lacks_person(attribution.speaker):
            yield Mismatch("speaker", attribution.speaker, told.speaker)
    elif seen.lacks_person(attribution.speaker):
        yield Mismatch("speaker", attribution.speaker, None)


def _attributed(scan: Scan) -> speech.Attribution | None:
    """Who speaks; Persian may leave out the "that" behind its verb of saying."""
    found = speech.attributed(scan.text, scan.language)
    if found is None and scan.persian and (verb := _saying().search(scan.plain)):
        text = f"{scan.text[: verb.end()]} که {scan.text[verb.end() :]}"
        found = speech.attributed(text, "fa")
        return found if found and found.name_span.end <= verb.start() else None
    return found


@cache
def _saying() -> re.Pattern[str]:
    verbs = "|".join(phrase(entry) for entry in entries(table("speech")["sure"]["fa"]))
    return re.compile(rf"(?<=\s)(?:{verbs})(?=\s(?!که))")


def _is_place(said: Side, attribution: speech.Attribution) -> bool:
    """Governments speak too; places are compared as names."""
    return any(place.span.overlaps(attribution.name_span) for place in places.find(said.scan))
