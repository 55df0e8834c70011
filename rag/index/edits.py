"""A reader's corrections: provenance and roles, laid over what was read and never mixed with it.

They belong to a source and wait for each new version of it. A corrected stretch is known by its
words: when the text around it has moved, the correction moves with them; when the words are
gone, it rests until they come back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.errors import UsageError
from rag.index import facets, rows, terms
from rag.records import Role, Span
from rag.text import quotes


@dataclass(frozen=True, slots=True)
class RoleEdit:
    """The words a reader gave another role, where they stood in the version then shown."""

    span: Span
    quote: str
    role: Role

    def found_in(self, text: str) -> Span | None:
        """Where the words stand in `text`: in their old place, or else nearest to it."""
        if self.span.of(text) == self.quote:
            return self.span
        return min(
            quotes.verbatim(self.quote, text),
            key=lambda place: abs(place.start - self.span.start),
            default=None,
        )


def checked(values: Mapping[str, object]) -> dict[str, Any]:
    """Provenance fields as JSON values; raises UsageError naming all that are wrong with them."""
    problems = [f'no field "{name}"' for name in values if name not in rows.PROVENANCE_FIELDS]
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    for name in ("authors", "languages"):
        listed = plain.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            problems.append(f"{name} is a list of names")
    published = plain.get("published")
    if published is not None and facets.period(str(published)) is None:
        problems.append(f'published "{published}" is no date such as 2021-01-26, 2021-01 or 2021')
    if problems:
        known = ", ".join(rows.PROVENANCE_FIELDS)
        raise UsageError(f"provenance: {'; '.join(problems)} (the fields are {known})")
    return plain


def record(
    connection: sqlite3.Connection,
    document: int,
    provenance: Mapping[str, object],
    roles: Mapping[Span, Role],
) -> None:
    """Keep corrections for the source of a document (its row).

    They overrule earlier ones to the same fields and stretches. Raises UsageError.
    """
    source, text = connection.execute(
        "SELECT source, text FROM documents JOIN contents ON document = documents.rowid "
        "WHERE documents.rowid = ?",
        (document,),
    ).fetchone()
    beyond = [span for span in roles if span.end > len(text) or not len(span)]
    if beyond:
        wrong = ", ".join(map(str, beyond))
        raise UsageError(f"{source} has characters 0-{len(text)}; no stretch {wrong} in it")
    values = _provenance_values(connection, source) | checked(provenance)
    if values:
        connection.execute(
            "INSERT OR REPLACE INTO provenance_edits (source, provenance) VALUES (?, ?)",
            (source, rows.dumped(values)),
        )
    connection.executemany(
        "INSERT OR REPLACE INTO role_edits (source, start_char, end_char, quote, role) "
        "VALUES (?, ?, ?, ?, ?)",
        [(source, span.start, span.end, span.of(text), role.value) for span, role in roles.items()],
    )


def forget(connection: sqlite3.Connection, source: str) -> None:
    """Drop all corrections of the source."""
    connection.execute("DELETE FROM provenance_edits WHERE source = ?", (source,))
    connection.execute("DELETE FROM role_edits WHERE source = ?", (source,))


def apply(connection: sqlite3.Connection, document: int, words: terms.Words) -> None:
    """Bring roles, filters and title terms of a stored document (its row) in line with its edits.

    The document must be out of the live index: its terms and its share of searchable vectors
    may change.
    """
    source, read = connection.execute(
        "SELECT source, provenance FROM documents WHERE rowid = ?", (document,)
    ).fetchone()
    edited = _provenance_values(connection, source)
    provenance = rows.with_values(rows.provenance(read, None), edited)
    _set_facets(connection, document, facets.Facets.of(provenance))
    _set_title(connection, document, terms.joined(words, provenance.title))
    _set_roles(connection, document, _role_edits(connection, source))


def _provenance_values(connection: sqlite3.Connection, source: str) -> dict[str, Any]:
    row = connection.execute(
        "SELECT provenance FROM provenance_edits WHERE source = ?", (source,)
    ).fetchone()
    return dict(json.loads(row[0])) if row else {}


def _role_edits(connection: sqlite3.Connection, source: str) -> list[RoleEdit]:
    found = connection.execute(
        "SELECT start_char, end_char, quote, role FROM role_edits WHERE source = ? "
        "ORDER BY start_char, end_char",
        (source,),
    )
    return [RoleEdit(Span(start, end), quote, Role(role)) for start, end, quote, role in found]


def _set_facets(connection: sqlite3.Connection, document: int, of: facets.Facets) -> None:
    first, last = (of.published.first, of.published.last) if of.published else (None, None)
    connection.execute(
        "UPDATE documents SET publisher = ?, published_from = ?, published_until = ? "
        "WHERE rowid = ?",
        (of.publisher, first, last, document),
    )


def _set_title(connection: sqlite3.Connection, document: int, title: str) -> None:
    (packed,) = connection.execute(
        "SELECT terms FROM contents WHERE document = ?", (document,)
    ).fetchone()
    stored = terms.DocumentTerms.unpacked(packed)
    if stored.title != title:
        retitled = terms.DocumentTerms(title, stored.bodies)
        connection.execute(
            "UPDATE contents SET terms = ? WHERE document = ?", (retitled.packed(), document)
        )


def _set_roles(connection: sqlite3.Connection, document: int, edits: Sequence[RoleEdit]) -> None:
    connection.execute("UPDATE passages SET role = role_read WHERE document = ?", (document,))
    if not edits:
        return
    (text,) = connection.execute(
        "SELECT text FROM contents WHERE document = ?", (document,)
    ).fetchone()
    placed = [(span, edit.role) for edit in edits if (span := edit.found_in(text))]
    found = connection.execute(
        "SELECT rowid, start_char, end_char FROM passages WHERE document = ?", (document,)
    ).fetchall()
    for rowid, start, end in found:
        role = _role_of(Span(start, end), placed)
        if role is not None:
            connection.execute("UPDATE passages SET role = ? WHERE rowid = ?", (role, rowid))


def _role_of(passage: Span, placed: Sequence[tuple[Span, Role]]) -> Role | None:
    """The role of the stretch that covers most of the passage, if that is half of it or more."""
    shared = [
        (min(passage.end, span.end) - max(passage.start, span.start), role) for span, role in placed
    ]
    covered, role = max(shared, key=lambda share: share[0], default=(0, Role.UNKNOWN))
    return role if 2 * covered >= len(passage) > 0 else None
