"""Which of the passages found are worth showing where none of them answers."""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Hit, Passage, Role, Span
from rag.text import sentences
from rag.text.titular import is_titular

_TELLING = frozenset({Role.BODY, Role.ABSTRACT, Role.QUOTATION, Role.COMMENT, Role.UNKNOWN})
_LOOKED_AT = 20
"""How many of the best passages compete; what comes later is no longer near."""


def nearest(found: Sequence[Hit], count: int) -> tuple[Hit, ...]:
    """At most `count` of the passages in `found`, in their order, that say something.

    A passage says something where it is the text itself, not a heading, a note, a caption or the
    page around it, and holds a whole sentence. Where none of the best does, they are shown as
    they are.
    """
    telling: list[Hit] = []
    for hit in found[:_LOOKED_AT]:
        if hit.passage.role in _TELLING and first_sentence(hit.passage) is not None:
            telling.append(hit)
        if len(telling) == count:
            break
    return tuple(telling or found[:count])


def first_sentence(passage: Passage) -> Span | None:
    """The first sentence in the passage's text that is no heading or byline, None without any."""
    spans = sentences.split(passage.text, passage.language)
    return next((span for span in spans if not is_titular(span.of(passage.text))), None)
