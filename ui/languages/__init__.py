"""The interface's languages, a module each, and how one is chosen."""

from __future__ import annotations

from ui.languages import ar, en, fa, ru, zh
from ui.strings import Words

INTERFACE: dict[str, Words] = {each.WORDS.code: each.WORDS for each in (en, zh, fa, ru, ar)}
"""Every language the interface speaks, by its code."""


def words(language: str) -> Words:
    """The interface in `language`, in English where it has none."""
    return INTERFACE.get(language, INTERFACE["en"])


def preferred(accepted: str) -> str:
    """The interface language an Accept-Language header likes best; `en` where it likes none."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag.strip().split("-")[0].lower()))
        except ValueError:
            continue
    known = [tag for _, tag in sorted(wanted, key=lambda pair: pair[0]) if tag in INTERFACE]
    return known[0] if known else "en"


def language_name(code: str) -> str:
    """A language in its own words where the interface speaks it, else its code."""
    return INTERFACE[code].name if code in INTERFACE else code
