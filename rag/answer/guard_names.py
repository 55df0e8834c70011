"""Whether evidence lacks a name: compared by letters in one script, by sound between alphabets."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from rag.text.aligned import key, plain
from rag.text.facts import Name, places
from rag.text.facts.clitics import bases
from rag.text.facts.names import Form
from rag.text.facts.scan import Scan
from rag.text.facts.skeleton import skeleton
from rag.text.scripts import dominant_script, script_of

_PLACES = frozenset({Form.PLACE, Form.DEMONYM})
_ALPHABETS = frozenset({"latin", "cyrillic", "arabic"})
# The languages in which the known places are known.
_TOLD = frozenset({"en", "ru", "zh", "fa", "ar"})
# Russian and Persian endings change a word behind its stem.
_ENDING_CHARS = 3
_SHORTEST_STEM = 3


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
            return name.addressed and self._script in _ALPHABETS and not self._sounds(name)
        if self._script == "han":
            return plain(name.text).lower().strip("《》").rsplit("·", 1)[-1] not in self._text
        return self._lacks_words(name)

    def rival(self, name: Name) -> str | None:
        """The one name of the text that could stand in the place of `name`, None if not one."""
        others = [other for other in self._names if other.form is name.form]
        return others[0].text if len(others) == 1 else None

    def _lacks_place(self, name: Name) -> bool:
        if self._scan.language not in _TOLD:
            return False
        if key(name.text) in self._words or name.key in self._places:
            return False
        return name.key not in places.initials(self._scan.plain if self._scan.han else "")

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

    def _sounds(self, name: Name) -> bool:
        return any(sound in self._skeletons for sound in name.key.split() if len(sound) > 1)

    @cached_property
    def _words(self) -> frozenset[str]:
        spoken = (piece.key for _, piece in self._scan.words)
        return frozenset(base for word in spoken for base in bases(word.removesuffix("'s")))

    @cached_property
    def _skeletons(self) -> frozenset[str]:
        """How the text's words sound, and pairs of neighbours as one: شی جین پینگ for Jinping."""
        spoken = [piece.key for _, piece in self._scan.words]
        return frozenset(map(skeleton, (*self._words, *map("".join, pairwise(spoken)))))

    @cached_property
    def _places(self) -> frozenset[str]:
        told = (name.key for name in self._names if name.form in _PLACES)
        return frozenset((*told, *(place.id for place in places.find(self._scan))))

    @cached_property
    def _digits(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d+", self._scan.plain))


def _script(name: Name) -> str:
    return next((script for char in name.text if (script := script_of(char))), "")
