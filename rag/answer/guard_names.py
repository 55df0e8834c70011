"""Whether evidence lacks a name: compared by letters in one script, by sound between scripts."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from rag.records import Span
from rag.text.aligned import key, plain
from rag.text.facts import Name, places, sounds
from rag.text.facts.clitics import bases
from rag.text.facts.names import Form
from rag.text.facts.scan import Scan
from rag.text.facts.skeleton import skeleton, skeletons
from rag.text.scripts import HAN, dominant_script, script_of
from rag.text.tokens import is_common_noun

_PLACES = frozenset({Form.PLACE, Form.DEMONYM})
_ALPHABETS = frozenset({"latin", "cyrillic", "arabic"})
# The languages in which the known places are known.
_TOLD = frozenset({"en", "ru", "zh", "fa", "ar"})
# Russian and Persian endings change a word behind its stem.
_ENDING_CHARS = 3
_SHORTEST_STEM = 3
_LONGEST_PERSON = 4
_FEWEST_SOUNDS = 2


class Seen:
    """The names that can be seen in one text, to ask for others.

    Args:
        scan: the evidence.
        names: the names found in it.
    """

    def __init__(self, scan: Scan, names: tuple[Name, ...]) -> None:
        self._scan = scan
        self._names = names
        self._script = dominant_script(scan.text)
        self._text = "".join(scan.lower.split())

    def lacks(self, name: Name) -> bool:
        """Whether the text surely does not mention `name`; False where form cannot tell."""
        if name.form in _PLACES:
            return self._lacks_place(name)
        if name.form is Form.DESIGNATION:
            return self._lacks_designation(name)
        if _script(name) != self._script:
            return _personal(name) and self.lacks_sound(name.text)
        if self._script == "han":
            return plain(name.text).lower().strip("《》").rsplit("·", 1)[-1] not in self._text
        return self._lacks_words(name)

    def lacks_spelt(self, name: str) -> bool:
        """Whether a run of characters that spell a foreign name is not in the text."""
        if self._script == "han":
            return name not in self._text
        return self._script in _ALPHABETS and self.lacks_sound(name)

    def lacks_person(self, words: str) -> bool:
        """Whether nobody so called is mentioned; `words` name a person, in any script."""
        name = Name(words.strip(), words.strip(), Span(0, len(words)), addressed=True)
        if _script(name) != self._script:
            return self.lacks_sound(name.text)
        if self._script == "han":
            return not any(run in self._text for run in _han_runs(name.text))
        last = Scan(name.text).keys[-1:]
        return bool(last) and not any(self._has(base) for base in bases(last[0]))

    def lacks_sound(self, words: str) -> bool:
        """Whether no word of the text, in another script, sounds like one of a name's words."""
        runs = _han_runs(words)
        if runs:
            heard = [sounds.han(run) for run in runs[-1:] if len(run) > 1]
            return bool(heard) and not any(map(self._hears, heard))
        spoken = [piece.key for _, piece in Scan(words).words if len(piece.key) > 1]
        if self._script == "han":
            heard = [sounds.spaced(word) for word in spoken]
            return any(len(one) > 1 for one in heard) and not any(map(self._hears, heard))
        if self._script not in _ALPHABETS:
            return False
        # The last word of a name is a family's; a short one is heard too easily to count alone.
        told = spoken[-1:] if spoken and len(skeleton(spoken[-1])) > _FEWEST_SOUNDS else spoken
        return not all(map(self._sounds, told))

    def _sounds(self, word: str) -> bool:
        heard = [sound for base in bases(word) for sound in skeletons(base)]
        return len(heard[0]) < _FEWEST_SOUNDS or any(sound in self._skeletons for sound in heard)

    def _hears(self, name: str) -> bool:
        return len(name) < _FEWEST_SOUNDS or any(sounds.alike(name, other) for other in self._heard)

    def rival(self, name: Name) -> str | None:
        """The one name of the text that could stand in the place of `name`, None if not one."""
        others = [other for other in self._names if other.form is name.form]
        return others[0].text if len(others) == 1 else None

    def _lacks_place(self, name: Name) -> bool:
        if self._scan.language not in _TOLD:
            return False
        if key(name.text) in self._words:
            return False
        country = places.government(name.key)
        if country in map(places.government, self._places):
            return False
        return country not in places.initials(self._scan.plain if self._scan.han else "")

    def _lacks_designation(self, name: Name) -> bool:
        if any(other.key == name.key for other in self._names):
            return False
        number = re.search(r"\d+", name.key)
        return number is None or number[0] not in self._digits

    def _lacks_words(self, name: Name) -> bool:
        words = [word for word in Scan(name.text).keys if len(word) > 1]
        if not words:
            return False
        present = [self._has(word) for word in words]
        if 2 * sum(present) < len(present) or (not present[-1] and len(present) <= 2):
            return True
        return not present[0] and self._names_another(words[-1])

    def _has(self, word: str) -> bool:
        if word in self._words:
            return True
        stem = word[: max(_SHORTEST_STEM, len(word) - _ENDING_CHARS)]
        return any(
            other.startswith(stem) and abs(len(other) - len(word)) <= _ENDING_CHARS
            for other in self._words
        )

    def _names_another(self, last: str) -> bool:
        """Whether the text gives somebody else of that last name: Michelle Obama for Barack."""
        for other in self._names:
            words = key(other.text).split()
            if len(words) > 1 and words[-1] == last and other.form is Form.CAPITALS:
                return True
        return False

    @cached_property
    def _words(self) -> frozenset[str]:
        spoken = (piece.key for _, piece in self._scan.words)
        return frozenset(base for word in spoken for base in bases(word.removesuffix("'s")))

    @cached_property
    def _skeletons(self) -> frozenset[str]:
        """How the text's words sound, and pairs of neighbours as one: شی جین پینگ for Jinping."""
        spoken = [piece.key for _, piece in self._scan.words]
        words = (*self._words, *map("".join, pairwise(spoken)))
        return frozenset(sound for word in words for sound in skeletons(word))

    @cached_property
    def _heard(self) -> frozenset[str]:
        """The same for Chinese: its runs that spell sounds, or the words and pairs of letters."""
        if self._script == "han":
            runs = (span.of(self._scan.plain) for span in sounds.spelt(self._scan))
            return frozenset(map(sounds.han, runs))
        spoken = [piece.key for _, piece in self._scan.words]
        return frozenset(map(sounds.spaced, (*self._words, *map("".join, pairwise(spoken)))))

    @cached_property
    def _places(self) -> frozenset[str]:
        told = (name.key for name in self._names if name.form in _PLACES)
        return frozenset((*told, *(place.id for place in places.find(self._scan))))

    @cached_property
    def _digits(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d+", self._scan.plain))


def _personal(name: Name) -> bool:
    """Whether a name is surely a person's: behind an office, or of two words that mean nothing."""
    if name.addressed:
        return True
    words = [word for word in re.split(r"[\s-]+", name.text) if word[:1].isupper()]
    spelt = name.form is Form.CAPITALS and 2 <= len(words) <= _LONGEST_PERSON
    return spelt and not any(map(is_common_noun, words))


def _han_runs(words: str) -> list[str]:
    """The parts of a name in Chinese characters."""
    return [part for part in re.split(r"[·•‧・\s]", plain(words)) if re.search(f"[{HAN}]", part)]


def _script(name: Name) -> str:
    return next((script for char in name.text if (script := script_of(char))), "")
