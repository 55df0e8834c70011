"""Splits lists of people's names and tells names from other words, in five scripts' habits."""

from __future__ import annotations

import regex

from rag.text.scripts import HAN

_STRONG = regex.compile(r"\s*[;；、]\s*")
_CONJUNCTION = regex.compile(r"\s+(?:and|&|и|و|y|et|und|with)\s+|\s*&\s*")
_COMMA = regex.compile(r"\s*[,，،](?!\s*(?:Jr|Sr|Ph\.?D|M\.?D)\b)\s*(?:(?:and|&|и|و|y|et|und)\s+)?")
_CAPITALISED = (
    r"(?:(?:al|el|bin|ibn|de|da|di|del|della|der|den|du|la|le|van|von|ter|ten|dos|das|e)[ -])?"
    r"(?:d'|O'|O’|Mc|al-|Al-)?\p{Lu}[\p{L}\p{M}'’.-]*"
)
_EUROPEAN = regex.compile(rf"{_CAPITALISED}(?:\s+{_CAPITALISED}){{1,4}}(?:,?\s+(?:Jr|Sr)\.?)?")
_CHINESE = regex.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:[·•・][{HAN}A-Z.]{{1,10}}){{1,3}}")
_ARABIC = regex.compile(
    r"\p{Arabic}[\p{Arabic}\p{M}\u200c.]+(?:\s+[\p{Arabic}\p{M}\u200c.]{2,}){1,4}"
)
_HONORIFIC = regex.compile(
    r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Rev|д-р|проф|دکتر|د|الدكتور|الدكتورة)\.?\s+"
)
_MARKS = regex.compile(r"[\s\d*†‡§✉,;:|·()\[\]]+$|^[\s\d*†‡§✉,;:|·()\[\]]+")
_LONGEST = 60


def split(text: str) -> tuple[str, ...]:
    """The names in a list that is known to hold names alone, in order, each once.

    Commas part names only where each part is a full name ("Family, Given" stays one); footnote
    marks and digits at a name's ends are dropped.
    """
    parts = _parts(text, commas=False)
    fuller = _parts(text, commas=True)
    if all(" " in part or _CHINESE.fullmatch(part) for part in fuller):
        return fuller
    return parts


def _parts(text: str, *, commas: bool) -> tuple[str, ...]:
    parts = [part for piece in _STRONG.split(text) for part in _CONJUNCTION.split(piece)]
    if commas:
        parts = [part for piece in parts for part in _COMMA.split(piece)]
    bare = (" ".join(_MARKS.sub("", part).split()) for part in parts)
    return tuple(dict.fromkeys(part for part in bare if part))


def turned(name: str) -> str:
    """A name as it is spoken: "Rolland, Nadège" is "Nadège Rolland" (also with an Arabic comma)."""
    parts = [part.strip() for part in regex.split("[,،，]", name)]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else name.strip()


def people(text: str) -> tuple[str, ...]:
    """The names in a list that may hold other things; empty unless its first entry is a name.

    Reading stops at the first entry that is no name ("Gao Fei, Reuters" has one author).
    """
    found: list[str] = []
    for part in _parts(text, commas=True):
        if not is_name(part):
            break
        found.append(part)
    return tuple(found)


def is_name(text: str) -> bool:
    """Whether words have the form of a person's full name in their script."""
    bare = _HONORIFIC.sub("", text)
    if len(bare) > _LONGEST:
        return False
    return any(form.fullmatch(bare) for form in (_EUROPEAN, _CHINESE, _ARABIC))
