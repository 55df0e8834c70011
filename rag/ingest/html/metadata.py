"""What the head of an HTML page says of it: meta elements, JSON-LD, its language, its title.

Understood are Highwire Press tags (`citation_*`, as Google Scholar asks for them), Open Graph,
Dublin Core, schema.org as JSON-LD or microdata, and plain `author`, `date` and `title`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rag.ingest import names
from rag.ingest.datelines import stated
from rag.ingest.declared import iso_date, language_codes
from rag.records import Provenance

_TITLES = ("citation_title", "og:title", "headline", "dc.title", "dcterms.title", "twitter:title")
_PUBLISHERS = (
    "citation_journal_title",
    "og:site_name",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
)
_AUTHORS = (
    "citation_author",
    "citation_authors",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_DATES = (
    "citation_publication_date",
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_date",
    "citation_online_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "pubdate",
    "publish_date",
    "date",
)
_FAMILY_FIRST = frozenset({"citation_author", "citation_authors", "dc.creator", "dcterms.creator"})
_ARTICLES = ("Article", "BlogPosting", "Report")
_MOST_NODES = 1000
_LONGEST = 2000


@dataclass(slots=True)
class Head:
    """Collects metadata from a parser's events; `provenance` reads it."""

    title: str = ""
    language: str = ""
    origin: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    linked_data: list[str] = field(default_factory=list)
    _into: list[str] | None = None
    _tag: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        elif tag == "meta":
            self._meta(attributes)
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.origin = attributes.get("href", "")
        elif (tag == "title" and not self.title) or _is_linked_data(tag, attributes):
            self._into, self._tag = [], tag
        elif tag == "time" and attributes.get("itemprop", "").lower() == "datepublished":
            self._add("datepublished", attributes.get("datetime", ""))

    def data(self, words: str) -> None:
        if self._into is not None:
            self._into.append(words)

    def end(self, tag: str) -> None:
        if self._into is None or tag != self._tag:
            return
        words = "".join(self._into)
        if tag == "title":
            self.title = " ".join(words.split())
        else:
            self.linked_data.append(words)
        self._into = None

    def _meta(self, attributes: Mapping[str, str]) -> None:
        for key in ("property", "name", "itemprop"):
            if key in attributes:
                self._add(attributes[key].strip().lower(), attributes.get("content", ""))

    def _add(self, name: str, content: str) -> None:
        words = " ".join(content[:_LONGEST].split())
        if words:
            self.metas.setdefault(name, []).append(words)

    def provenance(self) -> Provenance:
        """What the head states; unknown stays None."""
        nodes = [node for words in self.linked_data for node in _nodes(words)]
        for node in nodes:
            self._linked(node)
        return Provenance(
            title=self._first(_TITLES),
            publisher=self._first(_PUBLISHERS),
            authors=self._authors(),
            published=self._published(),
            languages=language_codes(self.language) if self.language else (),
            kind=self._kind(),
            origin=self.origin or self._first(("og:url",)),
            note=self._first(("note",)),
        )

    def _linked(self, node: Mapping[str, object]) -> None:
        """Take over one schema.org object under the names of meta elements."""
        kind = str(node.get("@type", ""))
        if any(article in kind for article in _ARTICLES):
            self._add("og:type", "article")
            self._add("headline", str(node.get("headline") or ""))
            self._add("datepublished", str(node.get("datePublished") or ""))
            for name in _called(node.get("author")):
                self._add("author", name)
            for name in _called(node.get("publisher")):
                self._add("dc.publisher", name)

    def _first(self, keys: tuple[str, ...]) -> str | None:
        return next((self.metas[key][0] for key in keys if key in self.metas), None)

    def _authors(self) -> tuple[str, ...]:
        for key in _AUTHORS:
            found = [
                name
                for words in self.metas.get(key, ())
                if not words.startswith(("http:", "https:", "@"))
                for name in _split(key, words)
            ]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def _published(self) -> str | None:
        for key in _DATES:
            for words in self.metas.get(key, ()):
                if date := iso_date(words) or stated(words):
                    return date
        return None

    def _kind(self) -> str:
        if "article" in self.metas.get("og:type", ()) or "citation_title" in self.metas:
            return "article"
        return "web page"


def _is_linked_data(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag == "script" and attributes.get("type", "").lower() == "application/ld+json"


def _split(key: str, words: str) -> tuple[str, ...]:
    if key not in _FAMILY_FIRST:
        return names.split(words.removeprefix("By ").removeprefix("by "))
    return tuple(names.turned(part.strip()) for part in words.split(";") if part.strip())


def _called(value: object) -> Iterator[str]:
    """Names of a schema.org person or organisation, given as text, object or a list of those."""
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(name, str):
            yield name


def _nodes(words: str) -> Iterator[Mapping[str, object]]:
    """The objects of a JSON-LD script, `@graph` included; nothing where it is not JSON."""
    try:
        pending: list[object] = [json.loads(words)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not pending:
            return
        node = pending.pop(0)
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            yield node
            pending.append(node.get("@graph"))
