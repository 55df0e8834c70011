"""One text in three forms: as it is stored, as it is matched, and as it is shown in one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from rag.records import Span
from rag.text.letters import FOLDED
from rag.text.scripts import CJK, CYRILLIC, HAN, KANA
from rag.text.tokens import is_common_word

Offsets = NDArray[np.int32]

# Whether a hyphen at a line's end broke a word is judged word by word, or taken one way for all.
LineHyphens = Literal["judged", "kept", "dropped"]

_LINE_HYPHEN = re.compile(r"[-\u2010\u00ad](?<=[^\W_].)[^\S\n]*\n[^\S\n]*(?=[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST_WORD_CHARS = 40

_CJK_LINE_BREAK = re.compile(rf"(?<=[{CJK}])[^\S\n]*\n\s*(?=[{CJK}])")

# Folded characters know no white space but " " and "\n".
_GAP = re.compile(rf" ?\n[ \n]*|  [ \n]*|(?<=[{HAN}{KANA}]) | (?=[{HAN}{KANA}])")
_IDEOGRAPH = re.compile(rf"[{HAN}{KANA}]")
_STRESS = re.compile(rf"(?<=[{CYRILLIC}])[\u0300\u0301]")
_COMPOSABLE = regex.compile(r".[\p{M}\u1160-\u11ff]+", regex.DOTALL)


class _Edit(NamedTuple):
    """Half-open stretch of a text and what to put in its place."""

    start: int
    end: int
    text: str


_Step = Callable[[str], Iterator[_Edit]]


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

    def _edited(self, edits: list[_Edit]) -> Folded:
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
            _spliced(self.text, edits),
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
    whole = _spliced(text, list(_line_hyphens(text, "judged")))
    return " ".join(_CJK_LINE_BREAK.sub("", whole).split())


def fold(text: str, line_hyphens: LineHyphens = "judged") -> Folded:
    """The form that is matched: what only looks different is made equal, with offsets kept.

    Compatibility forms (NFKC), case, Persian and Arabic letter variants, digits, quotation marks
    and dashes are unified; vowel points, joiners and bidirectional controls left out; line-end
    hyphens undone; white space is one space, and none beside an ideograph.
    """
    whole = np.arange(len(text) + 1, dtype=np.int32)
    folded = Folded(text, whole, whole[1:])._edited(list(_line_hyphens(text, line_hyphens)))
    folded = _translated(folded)
    for step in _STEPS:
        folded = folded._edited(list(step(folded.text)))
    return folded


def folded_text(text: str, line_hyphens: LineHyphens = "judged") -> str:
    """`fold(...).text` at half the price, where no way back is needed."""
    folded = _spliced(text, list(_line_hyphens(text, line_hyphens))).translate(FOLDED)
    for step in _STEPS:
        folded = _spliced(folded, list(step(folded)))
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


def _line_hyphens(text: str, reading: LineHyphens) -> Iterator[_Edit]:
    """Hyphens at a line's end, each with its line break; one that was always there stays."""
    for match in _LINE_HYPHEN.finditer(text):
        dropped = match[0][0] == "\u00ad" or reading == "dropped"
        if not dropped and reading == "judged":
            dropped = _broke_a_word(text, match)
        yield _Edit(match.start(), match.end(), "" if dropped else match[0][0])


def _broke_a_word(text: str, hyphen: re.Match[str]) -> bool:
    """Whether a line-end hyphen broke one word, rather than stood between two."""
    window = text[max(0, hyphen.start() - _LONGEST_WORD_CHARS) : hyphen.start()]
    before = _WORD_BEFORE.search(window)
    after = _WORD_AFTER.match(text, hyphen.end())
    if before is None or after is None or not after[0].islower():
        return False
    first, second = before[0].lower(), after[0]
    if not (first + second).isascii() or is_common_word(first + second):
        return True
    return not (is_common_word(first) and is_common_word(second))


def _compositions(text: str) -> Iterator[_Edit]:
    """Letters and their marks put together (NFC) where folding left them apart."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _COMPOSABLE.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield _Edit(match.start(), match.end(), composed.translate(FOLDED))


def _stresses(text: str) -> Iterator[_Edit]:
    """The accents that dictionaries set on stressed Cyrillic vowels."""
    return (_Edit(*match.span(), "") for match in _STRESS.finditer(text))


def _gaps(text: str) -> Iterator[_Edit]:
    """Runs of white space, which become one space, or nothing beside an ideograph."""
    for match in _GAP.finditer(text):
        start, end = match.span()
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        yield _Edit(start, end, "" if _IDEOGRAPH.search(beside) else " ")


def _spliced(text: str, edits: list[_Edit]) -> str:
    if not edits:
        return text
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join(pieces) + text[at:]


_STEPS: tuple[_Step, ...] = (_compositions, _stresses, _gaps)
