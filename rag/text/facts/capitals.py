"""Runs of capitalised words in Latin and Cyrillic, without what only opens a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.text import stopwords
from rag.text.facts.scan import PieceKind, Scan
from rag.text.lexicon import entries, table
from rag.text.tokens import is_common_word

_CONNECTORS = frozenset(
    (
        "of",
        "for",
        "de",
        "von",
        "van",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "da",
        "di",
        "du",
        "del",
    )
) | {"la", "le", "des", "the", "y"}
_GAP = re.compile(r"[ \n]| ?-| & |'")
_INITIAL_GAP = re.compile(r"\. ?")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;。！？：；\"“«|]|\n\s*\n|\n\s*[-*•])[\s\"“«]*$")


def runs(scan: Scan) -> Iterator[range]:
    """Stretches of capitalised words, small connectors between them included, as piece indices."""
    resume = 0
    for index, piece in scan.words:
        if index < resume or not scan.plain[piece.start].isupper():
            continue
        resume = index + 1
        while (following := _continues(scan, resume)) is not None:
            resume = following
        if run := _without_opening(scan, range(index, resume)):
            yield run


def capital(scan: Scan, index: int) -> bool:
    """Whether piece `index` is a word with a capital at its front."""
    piece = scan.pieces[index]
    return piece.kind is PieceKind.WORD and scan.plain[piece.start].isupper()


def _continues(scan: Scan, end: int) -> int | None:
    """The end of a run that goes on at piece `end`, or None where it stops there."""
    pieces, after = scan.pieces, end
    for _ in range(3):
        if after >= len(pieces):
            return None
        if capital(scan, after):
            return after + 1 if _joins(scan, end - 1, after) else None
        if pieces[after].kind is PieceKind.SIGN or pieces[after].key in _CONNECTORS:
            after += 1
        else:
            return None
    return None


def _joins(scan: Scan, before: int, after: int) -> bool:
    first, last = scan.pieces[before], scan.pieces[after]
    gap = scan.plain[first.end : last.start]
    small = [piece for piece in scan.pieces[before + 1 : after] if piece.kind is PieceKind.WORD]
    for piece in small:
        gap = gap.replace(scan.plain[piece.start : piece.end], "", 1).replace("  ", " ")
    initial = len(first.key) == 1 and bool(_INITIAL_GAP.fullmatch(gap))
    return initial or bool(_GAP.fullmatch(gap))


@cache
def _openers() -> frozenset[str]:
    openers = table("names")["openers"].values()
    return stopwords.SPACED | {word for listing in openers for word in entries(listing)}


def _without_opening(scan: Scan, run: range) -> range:
    """The run without what is capital only because a sentence opens with it."""
    while (
        run
        and scan.keys[run.start].partition("'")[0] in _openers()
        and not _shouted(scan, run.start)
    ):
        run = _trimmed(scan, run)
    if run and _opens_sentence(scan, scan.pieces[run.start].start) and _only_opens(scan, run):
        run = _trimmed(scan, run)
    return run


def _opens_sentence(scan: Scan, start: int) -> bool:
    return bool(_SENTENCE_END.search(scan.plain[max(0, start - 12) : start]))


def _trimmed(scan: Scan, run: range) -> range:
    start = run.start + 1
    while start < run.stop and not capital(scan, start):
        start += 1
    return range(start, run.stop)


def _shouted(scan: Scan, index: int) -> bool:
    piece = scan.pieces[index]
    word = scan.plain[piece.start : piece.end]
    return len(word) > 1 and word.isupper()


def _only_opens(scan: Scan, run: range) -> bool:
    """Whether the first word of a sentence is not part of a name, as far as can be told."""
    word = scan.keys[run.start]
    if _shouted(scan, run.start):
        return False
    if _named_later(scan, word, run.stop) or (
        len(run) > 1 and capital(scan, run.start + 1) and not word.isascii()
    ):
        return False
    return not word.isascii() or is_common_word(word)


def _named_later(scan: Scan, word: str, start: int) -> bool:
    """Whether the word has its capital inside a sentence too."""
    return any(
        scan.keys[index] == word
        and capital(scan, index)
        and not _opens_sentence(scan, scan.pieces[index].start)
        for index in range(start, len(scan.keys))
    )
