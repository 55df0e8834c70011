"""One text in three forms: as it is stored, as it is matched, and as it is shown in one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from rag.records import Span
from rag.text.edits import Edit, spliced
from rag.text.hyphens import LineHyphens, hyphen_edits
from rag.text.letters import FOLDED
from rag.text.scripts import CJK, CYRILLIC, HAN, KANA

Offsets = NDArray[np.int32]

_CJK_LINE_BREAK = re.compile(rf"(?<=[{CJK}])[^\S\n]*\n\s*(?=[{CJK}])")

# Folded characters know no white space but " " and "\n".
_PLAIN_GAP = re.compile(r" ?\n[ \n]*|  [ \n]*")
_GAP = re.compile(rf"{_PLAIN_GAP.pattern}|(?<=[{HAN}{KANA}]) | (?=[{HAN}{KANA}])")
_IDEOGRAPH = re.compile(rf"[{HAN}{KANA}]")
_STRESS = re.compile(rf"(?<=[{CYRILLIC}])[\u0300\u0301]")
_COMPOSABLE = regex.compile(r".[\p{M}\u1160-\u11ff]+", regex.DOTALL)

_Step = Callable[[str], Iterator[Edit]]


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text as it is matched, with the way back.

    `offsets` is (len(text) + 1,) int32: where each folded character begins in the original, and
    the original's length. `ends` is (len(text),) int32: where each one ends, the marks and joiners
    that folding leaves out included, a gap it closes not.
    """

    text: str
    offsets: Offsets
    ends: Offsets

    def original_span(self, start: int, end: int) -> Span:
        """The original characters behind `text[start:end]`; whole ones, never half a ligature.

        Raises ValueError where the stretch does not lie in the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}-{end} leaves the {len(self.text)} folded characters")
        if start == end:
            return Span(int(self.offsets[start]), int(self.offsets[start]))
        return Span(int(self.offsets[start]), int(self.ends[end - 1]))

    def edited(self, edits: Sequence[Edit]) -> Folded:
        """The same mapping through further edits, which are disjoint and in order."""
        if not edits:
            return self
        starts = np.fromiter((edit.start for edit in edits), np.int64, len(edits))
        ends = np.fromiter((edit.end for edit in edits), np.int64, len(edits))
        copies = np.ones(len(self.text) + 1, np.int64)
        inside = np.zeros(len(self.text) + 1, np.int64)
        np.add.at(inside, starts, 1)
        np.add.at(inside, ends, -1)
        copies[np.cumsum(inside) > 0] = 0
        copies[starts] = np.fromiter((len(edit.text) for edit in edits), np.int64, len(edits))
        original_ends = self.ends.copy()
        original_ends[starts] = self.ends[ends - 1]
        return Folded(
            spliced(self.text, edits),
            np.repeat(self.offsets, copies),
            np.repeat(original_ends, copies[:-1]),
        )


def canonical(raw: str) -> str:
    """The form a document is stored in: no byte order mark, LF for CRLF and CR, nothing else."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def unbroken(text: str) -> str:
    """The form that is embedded and shown as one sentence: no line break, no run of spaces.

    A word broken at a line's end is whole again; between ideographs a line break is nothing.
    """
    whole = spliced(text, list(hyphen_edits(text)))
    return " ".join(_CJK_LINE_BREAK.sub("", whole).split())


def fold(text: str, hyphens: LineHyphens = "judged") -> Folded:
    """The form that is matched: what only looks different is made equal, with offsets kept.

    Compatibility forms (NFKC), case, Persian and Arabic letter variants, digits, quotation marks
    and dashes are unified; vowel points, joiners and bidirectional controls left out; line-end
    hyphens undone; white space is one space, and none beside an ideograph.
    """
    whole = np.arange(len(text) + 1, dtype=np.int32)
    folded = Folded(text, whole, whole[1:]).edited(list(hyphen_edits(text, hyphens)))
    folded = _translated(folded)
    for step in _STEPS:
        folded = folded.edited(list(step(folded.text)))
    return folded


def folded_text(text: str, hyphens: LineHyphens = "judged") -> str:
    """`fold(...).text` at half the price, where no way back is needed."""
    folded = spliced(text, list(hyphen_edits(text, hyphens))).translate(FOLDED)
    for step in _STEPS:
        folded = spliced(folded, list(step(folded)))
    return folded


def _translated(folded: Folded) -> Folded:
    """Every character by itself; one may become none or several."""
    text = folded.text.translate(FOLDED)
    changed = {char: len(FOLDED[ord(char)]) for char in set(folded.text)}
    if all(length == 1 for length in changed.values()):
        return Folded(text, folded.offsets, folded.ends)
    codes = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.zeros(int(codes.max()) + 1, np.int64)
    lengths[[ord(char) for char in changed]] = list(changed.values())
    copies = lengths[codes]
    kept = np.flatnonzero(copies)
    # What is left out belongs to the character before it, as a vowel point does.
    ends = np.append(folded.offsets[kept[1:]], folded.ends[-1:])
    return Folded(
        text,
        np.repeat(folded.offsets, np.append(copies, 1)),
        np.repeat(ends[: len(kept)], copies[kept]),
    )


def _compositions(text: str) -> Iterator[Edit]:
    """Letters and their marks put together (NFC) where folding left them apart."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _COMPOSABLE.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield Edit(match.start(), match.end(), composed.translate(FOLDED))


def _stresses(text: str) -> Iterator[Edit]:
    """The accents that dictionaries set on stressed Cyrillic vowels."""
    return (Edit(*match.span(), "") for match in _STRESS.finditer(text))


def _gaps(text: str) -> Iterator[Edit]:
    """Runs of white space, which become one space, or nothing beside an ideograph."""
    for match in (_PLAIN_GAP if text.isascii() else _GAP).finditer(text):
        start, end = match.span()
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        yield Edit(start, end, "" if _IDEOGRAPH.search(beside) else " ")


_STEPS: tuple[_Step, ...] = (_compositions, _stresses, _gaps)
