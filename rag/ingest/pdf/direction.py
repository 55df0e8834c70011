"""Puts the characters of right-to-left lines into the order they are read in.

PDF stores glyphs where they are drawn, and PDFium turns them round by the bidirectional algorithm
(UAX 9), but words given as ActualText come out backwards, and marks beside numbers change sides.
Where each character stands decides here: words and marks run from right to left across the line,
numbers and Latin phrases inside them from left to right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rag.ingest.pdf.characters import Character

_RTL = frozenset({"R", "AL"})
_DIGITS = frozenset({"EN", "AN"})
_GAP_SIZES = 0.18
_BREAK_SIZES = 0.6
_LONGEST = 200
_INSIDE_NUMBER = frozenset({"CS", "ES", "ET"})
_OPENING = "([{«‹“"
_CLOSING = ")]}»›”"
_TURNED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)

_Atom = list[Character]


def is_rtl(characters: Iterable[Character]) -> bool:
    """Whether most letters run from right to left."""
    kinds = [unicodedata.bidirectional(char.text) for char in characters]
    return sum(kind in _RTL for kind in kinds) > sum(kind == "L" for kind in kinds)


def logical(characters: Sequence[Character]) -> tuple[Character, ...]:
    """The characters of one line segment in reading order; left-to-right ones as they came.

    Spaces are set anew where gaps are, since PDFium finds some inside words.
    """
    if not is_rtl(characters):
        return tuple(characters)
    atoms = sorted(_phrases(_atoms(characters)), key=_centre, reverse=True)
    line = [*atoms[0]] if atoms else []
    for before, after in pairwise(atoms):
        line += [*_space(before, after), *after]
    return tuple(_turned(line))


def _space(before: _Atom, after: _Atom) -> Iterator[Character]:
    """A space as wide as the gap between an atom and the next one to its left."""
    left, right = max(char.right for char in after), min(char.left for char in before)
    if right - left > _GAP_SIZES * after[0].size:
        yield after[0]._replace(text=" ", left=left, right=right)


def _atoms(characters: Sequence[Character]) -> Iterator[_Atom]:
    """Words, numbers and single marks, each in reading order in itself; no spaces."""
    atom: _Atom = []
    for index, char in enumerate(characters):
        if atom and (len(atom) > _LONGEST or not _goes_on(atom[-1], char, characters, index)):
            yield _ordered(atom)
            atom = []
        if not char.text.isspace():
            atom.append(char)
    if atom:
        yield _ordered(atom)


def _goes_on(last: Character, char: Character, line: Sequence[Character], index: int) -> bool:
    if max(last.left, char.left) - min(last.right, char.right) > _BREAK_SIZES * char.size:
        return False
    kinds = [_kind(last), _kind(char)]
    if kinds[0] == kinds[1] and kinds[0] in ("word", "number", "latin"):
        return True
    following = _kind(line[index + 1]) if index + 1 < len(line) else ""
    separator = unicodedata.bidirectional(char.text) in _INSIDE_NUMBER and following == "number"
    after_separator = unicodedata.bidirectional(last.text) in _INSIDE_NUMBER
    return (kinds[0] == "number" and separator) or (
        kinds[1] == "number"
        and after_separator
        and index > 1
        and _kind(line[index - 2]) == "number"
    )


def _kind(char: Character) -> str:
    bidirectional = unicodedata.bidirectional(char.text)
    if bidirectional in _RTL or bidirectional == "NSM":
        return "word"
    if bidirectional in _DIGITS:
        return "number"
    return "latin" if bidirectional == "L" else "mark"


def _ordered(atom: _Atom) -> _Atom:
    """An atom turned round if it runs against its script, marks after the letters they stand on."""
    letters = [char for char in atom if not _is_mark(char)]
    if not letters:
        return atom
    steps = [after.left + after.right - one.left - one.right for one, after in pairwise(letters)]
    rightwards = sum(step > 0 for step in steps) - sum(step < 0 for step in steps)
    wanted = -1 if _kind(atom[0]) == "word" else 1
    if rightwards * wanted < 0:
        letters = letters[::-1]
    for mark in filter(_is_mark, atom):
        letters.insert(_base(letters, mark) + 1, mark)
    return letters


def _base(letters: _Atom, mark: Character) -> int:
    """The letter a mark stands on: the nearest, of several that share a glyph the last."""
    middle = mark.left + mark.right
    away = [abs(letter.left + letter.right - middle) for letter in letters]
    nearest = min(away)
    return max(index for index, distance in enumerate(away) if distance <= nearest + 0.01)


def _phrases(atoms: Iterable[_Atom]) -> list[_Atom]:
    """Atoms with the Latin words that stand side by side put together, spaced as they are."""
    found: list[_Atom] = []
    for atom in sorted(atoms, key=_centre):
        if found and _is_latin(atom) and _is_latin(found[-1]):
            found[-1] += [*_space(atom, found[-1]), *atom]
        else:
            found.append(atom)
    return found


def _is_latin(atom: _Atom) -> bool:
    return _kind(atom[0]) == "latin"


def _centre(atom: _Atom) -> float:
    return sum(char.left + char.right for char in atom) / (2 * len(atom))


def _turned(characters: Sequence[Character]) -> Iterator[Character]:
    """Brackets and quotes as written: right to left, a closing one is drawn as an opening one."""
    for index, char in enumerate(characters):
        if char.text not in _OPENING + _CLOSING:
            yield char
            continue
        word_before = index > 0 and _in_word(characters[index - 1])
        word_after = index + 1 < len(characters) and _in_word(characters[index + 1])
        wrong = _OPENING if word_before else _CLOSING
        turn = word_before != word_after and char.text in wrong
        yield char._replace(text=char.text.translate(_TURNED)) if turn else char


def _in_word(char: Character) -> bool:
    return char.text.isalnum() or _is_mark(char)


def _is_mark(char: Character) -> bool:
    """Whether a character stands on another one (a vowel point)."""
    return unicodedata.bidirectional(char.text) == "NSM"
