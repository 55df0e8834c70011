"""What a training question looks like: a draw from the data sets, languages and negatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from training.examples import LOTS, PARALLEL, Example, by_key, held_out, lot
from training.neighbours import Ints

if TYPE_CHECKING:
    from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often what is drawn; every field is one ingredient that an ablation can turn off.

    Attributes:
        shares: weight of each data set among the questions.
        main_languages: weight of languages on either side of a parallel pair; the weight
            that is left to 1 is shared by all others, which keep the encoder from forgetting them.
        same_language: share of parallel pairs whose context is read in the question's language.
        foreign_negative: share of parallel pairs whose wrong passage is in the question's
            language, so that a shared language alone is no sign of an answer.
        own_negative: share of wrong passages made from the right one without its answer.
        near_negative: share of the other wrong passages that plain E5 finds near; the rest are
            any of the set in that language.
        articles: share of the articles that are used at all.
        question_noise: share of questions without final mark, and of those in lower case.
        other_script: share of Chinese questions turned into the other script.
    """

    shares: tuple[tuple[str, float], ...] = (
        (PARALLEL, 0.48),
        ("pquad", 0.17),
        ("cmrc", 0.09),
        ("drcd", 0.09),
        ("arcd", 0.03),
        ("selqa", 0.10),
        ("clapnq", 0.04),
    )
    main_languages: tuple[tuple[str, float], ...] = (
        ("en", 0.22),
        ("zh", 0.22),
        ("ru", 0.16),
        ("ar", 0.16),
    )
    same_language: float = 0.12
    foreign_negative: float = 0.25
    own_negative: float = 0.3
    near_negative: float = 1.0
    articles: float = 1.0
    question_noise: float = 0.15
    other_script: float = 0.25


@dataclass(frozen=True, slots=True)
class Draw:
    """One question with its passage and a wrong passage.

    `wrong` is None where the wrong passage is to be made from the right one.
    """

    question: str
    right: Example
    wrong: Example | None


class Mixture:
    """Draws training questions; the draw number n is the same for the same seed, always."""

    def __init__(self, examples: Sequence[Example], wrong: Ints, recipe: Recipe, seed: int) -> None:
        self.examples = examples
        self.wrong = wrong
        self.recipe = recipe
        self.seed = seed
        kept = [i for i, e in enumerate(examples) if not held_out(e) and self._used(e)]
        drawn = {
            name: [i for i in kept if examples[i].dataset == name]
            for name, share in recipe.shares
            if share > 0
        }
        self.of_set = {name: members for name, members in drawn.items() if members}
        self.readings = by_key(examples[i] for i in kept)
        self.index = {(e.key, e.language): i for i, e in enumerate(examples)}
        self.of_language: dict[tuple[str, str], list[int]] = {}
        for i in kept:
            place = (examples[i].dataset, examples[i].context_language)
            self.of_language.setdefault(place, []).append(i)

    def _used(self, example: Example) -> bool:
        """Whether an article is among those used; a smaller share of them is part of a larger."""
        return lot(example, "/used") < self.recipe.articles * LOTS

    def rng(self, number: int) -> np.random.Generator:
        """The random numbers of draw `number`."""
        return np.random.default_rng((self.seed, number))

    def draw(self, rng: np.random.Generator) -> Draw:
        names = list(self.of_set)
        weights = np.array([dict(self.recipe.shares)[name] for name in names])
        name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        if name == PARALLEL:
            asked, right = self._parallel(rng)
        else:
            asked = right = self.examples[
                self.of_set[name][int(rng.integers(len(self.of_set[name])))]
            ]
        return Draw(self._worded(rng, asked), right, self._wrong(rng, asked, right))

    def _parallel(self, rng: np.random.Generator) -> tuple[Example, Example]:
        keys = list(self.readings)
        readings = self.readings[keys[int(rng.integers(len(keys)))]]
        asked = self._language(rng, tuple(readings))
        same = rng.random() < self.recipe.same_language
        others = tuple(language for language in readings if language != asked)
        return readings[asked], readings[asked if same else self._language(rng, others)]

    def _language(self, rng: np.random.Generator, languages: Sequence[str]) -> str:
        main = dict(self.recipe.main_languages)
        rest = (1.0 - sum(main.values())) / max(1, sum(name not in main for name in languages))
        weights = np.array([main.get(name, rest) for name in languages])
        return languages[int(rng.choice(len(languages), p=weights / weights.sum()))]

    def _wrong(self, rng: np.random.Generator, asked: Example, right: Example) -> Example | None:
        if right.golds and rng.random() < self.recipe.own_negative:
            return None
        foreign = asked is not right and rng.random() < self.recipe.foreign_negative
        beside = asked if foreign else right
        known = self.wrong[self.index[beside.key, beside.language]]
        known = known[known >= 0]
        if not len(known):
            return None
        if self.recipe.near_negative < 1 and rng.random() >= self.recipe.near_negative:
            return self._any_other(rng, beside)
        nearness = int(len(known) * rng.random() ** 2)
        return self.examples[int(known[nearness])]

    def _any_other(self, rng: np.random.Generator, beside: Example) -> Example | None:
        """A passage of the same set and language that is not the example's own."""
        pool = self.of_language[beside.dataset, beside.context_language]
        found = self.examples[pool[int(rng.integers(len(pool)))]]
        return None if found.context == beside.context else found

    def _worded(self, rng: np.random.Generator, asked: Example) -> str:
        """The question as people also type it."""
        words = asked.question
        if rng.random() < self.recipe.question_noise:
            words = words.rstrip("?？؟ ") or words
        if rng.random() < self.recipe.question_noise:
            words = words.lower()
        if asked.language == "zh" and rng.random() < self.recipe.other_script:
            words = _converter("t2s" if asked.dataset == "drcd" else "s2t").convert(words)
        return words


@cache
def _converter(direction: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(direction)
