"""How well an answer's words agree with the gold answers.

Every function takes plain text, returns a value in [0, 1] and knows no language: words are whatever
`normalise` makes of the script at hand, single characters for Chinese.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.evals.normalise import Words, fold, spaced_words, squad_words, without_articles


def contains_gold(answer: str, golds: Sequence[str]) -> float:
    """1 when any gold answer stands in the answer as a run of whole words.

    Whole words, so that "5" is not found in "1985" nor "us" in "because".
    """
    return float(any(_contains(answer, gold) for gold in golds))


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """SQuAD's EM: 1 when the answer equals a gold answer after normalisation."""
    return float(any(squad_words(answer) == squad_words(gold) for gold in golds))


def f1(answer: str, golds: Sequence[str]) -> float:
    """SQuAD's F1: harmonic mean of word precision and recall, against the closest gold answer."""
    return max((_f1(squad_words(answer), squad_words(gold)) for gold in golds), default=0.0)


def rouge_l(answer: str, golds: Sequence[str]) -> float:
    """ROUGE-L F-measure (Lin 2004) with equal weights, against the closest gold answer."""
    return max((_rouge_l(squad_words(answer), squad_words(gold)) for gold in golds), default=0.0)


def common_subsequence(left: Words, right: Words) -> int:
    """Length of the longest common subsequence.

    One machine word holds many cells of the usual table (Hyyrö 2004), here an integer of any size:
    a zero bit of `row` stands for a column where the length grows.
    """
    places: dict[str, int] = {}
    for index, word in enumerate(left):
        places[word] = places.get(word, 0) | (1 << index)
    full = (1 << len(left)) - 1
    row = full
    for word in right:
        match = row & places.get(word, 0)
        row = ((row + match) | (row - match)) & full
    return len(left) - row.bit_count()


def _contains(answer: str, gold: str) -> bool:
    wanted, given = spaced_words(gold), spaced_words(answer)
    if not wanted:
        return bool(gold.strip()) and fold(gold).strip() in fold(answer)
    bare = without_articles(wanted)
    return _run_in(wanted, given) or (bool(bare) and _run_in(bare, without_articles(given)))


def _run_in(run: Words, words: Words) -> bool:
    return f" {' '.join(run)} " in f" {' '.join(words)} "


def _f1(given: Words, wanted: Words) -> float:
    if not given or not wanted:
        return float(given == wanted)
    shared = (Counter(given) & Counter(wanted)).total()
    return _harmonic(shared / len(given), shared / len(wanted))


def _rouge_l(given: Words, wanted: Words) -> float:
    if not given or not wanted:
        return float(given == wanted)
    shared = common_subsequence(given, wanted)
    return _harmonic(shared / len(given), shared / len(wanted))


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
