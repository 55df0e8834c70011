"""What a chat model says, out of what it writes: without its thoughts, in characters of a text.

Many models think aloud before they answer, between marks of their own. Servers that know a model
keep its thoughts apart; others send them as part of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rag.adapters import chat_failures

_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "<think>": "</think>",
        "<thinking>": "</thinking>",
        "<thought>": "</thought>",
        "<reasoning>": "</reasoning>",
        "[think]": "[/think]",
        "◁think▷": "◁/think▷",
        "<|channel|>analysis<|message|>": "<|channel|>final<|message|>",
    }
)
_ENDS = tuple(_MARKS.values())
_LONGEST_END = max(map(len, _ENDS))
_AN_END = re.compile("|".join(map(re.escape, _ENDS)), re.IGNORECASE)
# Half a character of UTF-16, and control characters: no text has them, and few files take them.
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def said(model: str, pieces: Iterable[str]) -> Iterator[str]:
    """What `model` says, as it writes.

    Raises ModelUnavailable where that is nothing, or where it cannot be told from its thoughts.
    """
    anything = False
    thinking = _Thinking()
    for piece in pieces:
        text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", thinking.feed(piece))
        if thinking.unmarked:
            reason = (
                "it thinks aloud without saying where that begins; have its server keep it apart"
            )
            raise chat_failures.unavailable(model, reason)
        anything = anything or bool(text.strip())
        if text:
            yield text
    rest = thinking.finish()
    if rest:
        yield rest
    if not (anything or rest.strip()):
        thought = "it thought, and wrote no answer" if thinking.thought else "it wrote nothing"
        raise chat_failures.unavailable(model, thought)


@dataclass(slots=True)
class _Thinking:
    """Leaves out thoughts before the reply; what may yet be part of a mark is held back.

    `end` is the mark that ends the thought it is in; `begun` is whether the reply has begun;
    `unmarked` is whether an end came of what had no beginning.
    """

    end: str | None = None
    begun: bool = False
    thought: bool = False
    unmarked: bool = False
    _held: str = ""

    def feed(self, piece: str) -> str:
        """What is certain to be said with the next piece."""
        self._held += piece
        while self.end or not self.begun:
            if not (self._past_end() if self.end else self._past_beginning()):
                return ""
        return self._certain()

    def finish(self) -> str:
        """What was held back in vain."""
        rest = "" if self.end else self._held
        self._held = ""
        return rest

    def _past_beginning(self) -> bool:
        """Go past the mark that begins a thought, or to the reply; False where it may be either."""
        text = self._held.lstrip()
        lowered = text[: max(map(len, _MARKS))].lower()
        mark = next((each for each in _MARKS if lowered.startswith(each)), None)
        if mark:
            self.end, self.thought, self._held = _MARKS[mark], True, text[len(mark) :]
            return True
        self.begun = bool(text) and not any(each.startswith(lowered) for each in _MARKS)
        return self.begun

    def _past_end(self) -> bool:
        found = re.search(re.escape(self.end or ""), self._held, re.IGNORECASE)
        if found is None:
            self._held = self._held[-_LONGEST_END:]
            return False
        self.end, self._held = None, self._held[found.end() :]
        return True

    def _certain(self) -> str:
        """What of the reply cannot become a mark; the reply itself has none."""
        self.unmarked = _AN_END.search(self._held) is not None
        tail = self._held[-_LONGEST_END:].lower()
        starts = range(len(tail))
        begun = next(
            (at for at in starts if any(e.startswith(tail[at:]) for e in _ENDS)), len(tail)
        )
        text = self._held[: len(self._held) - len(tail) + begun]
        self._held = self._held[len(text) :]
        return text
