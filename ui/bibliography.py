"""What a conversation cites, for programs that manage references: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.history import KeptTurn
from rag.records import Citation
from ui.provenance import title_of

_BIBTEX = re.compile(r"([\\{}%&$#_^~])")
_YEAR_CHARS = 4
_BABEL = {
    "en": "english",
    "zh": "chinese",
    "fa": "persian",
    "ru": "russian",
    "ar": "arabic",
}
"""Languages as BibLaTeX knows them, by ISO 639-1 code."""


def cited(turns: Sequence[KeptTurn]) -> list[Citation]:
    """One citation of each document, in order of appearance."""
    found = [each for turn in turns if turn.answer for each in turn.answer.citations]
    return list({each.document_id: each for each in reversed(found)}.values())[::-1]


def bibtex(turns: Sequence[KeptTurn]) -> Iterator[str]:
    """An entry for each document cited; `date` is BibLaTeX's, `year` for what reads BibTeX."""
    for each in cited(turns):
        known = each.provenance
        fields = {
            "title": title_of(known, each.source),
            "author": " and ".join(known.authors),
            "publisher": known.publisher,
            "date": known.published,
            "year": (known.published or "")[:_YEAR_CHARS],
            "langid": _BABEL.get(_language(each)),
            "url": known.origin,
            "file": each.source,
        }
        lines = [f"  {key} = {{{_escaped(value)}}}" for key, value in fields.items() if value]
        yield f"@misc{{{each.document_id},\n" + ",\n".join(lines) + "\n}"


def csl(turns: Sequence[KeptTurn]) -> list[dict[str, Any]]:
    """An item for each document cited, by the CSL-JSON schema 1.0.2."""
    return [_item(each) for each in cited(turns)]


def _item(each: Citation) -> dict[str, Any]:
    known = each.provenance
    item: dict[str, Any] = {
        "id": each.document_id,
        "type": "document",
        "title": title_of(known, each.source),
        "author": [{"literal": author} for author in known.authors],
        "publisher": known.publisher,
        "language": _language(each),
        "URL": known.origin,
    }
    if known.published:
        item["issued"] = {"date-parts": [[int(part) for part in known.published.split("-")]]}
    return {key: value for key, value in item.items() if value}


def _language(each: Citation) -> str:
    """The document's own language; of one in several that of the cited words."""
    languages = each.provenance.languages
    return languages[0] if len(languages) == 1 else each.language


def _escaped(text: str) -> str:
    return _BIBTEX.sub(r"\\\1", " ".join(text.split()))
