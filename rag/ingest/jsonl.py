"""Reads JSON and JSON Lines: each record becomes text of its own, with its author as speaker.

A record with a text field gives its title, that text, and its other fields as one line each;
a record without one gives all its fields as lines ("population: 4300"). A single object with a
text field is a document and lends it its title, authors and date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.errors import UnreadableFile
from rag.ingest import columns, declared
from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP, Assembly
from rag.ingest.columns import Use
from rag.ingest.decode import decoded
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Provenance, Role
from rag.text.normalise import canonical

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_SURROGATES = re.compile("[\ud800-\udfff]")
_MOST_DIGITS = 1000
_TOO_DEEP = "its JSON is nested too deeply to be read"


@dataclass(frozen=True, slots=True)
class _Records:
    """Parsed records; `alone` when the file is one object, not a list of them."""

    values: tuple[Json, ...]
    problems: tuple[str, ...] = ()
    alone: bool = False


def read_json(source: str, data: bytes) -> list[Read]:
    """A JSON file as one document. Raises UnreadableFile where it is not JSON."""
    require_text(source, data)
    found = decoded(source, data)
    try:
        value = _parsed(canonical(found.text))
    except json.JSONDecodeError as error:
        records = _lines(source, found.text, str(error))
    except RecursionError as error:
        raise UnreadableFile(source, _TOO_DEEP) from error
    else:
        records = _listed(value)
    return [_document(source, records, found.problems)]


def read_lines(source: str, data: bytes) -> list[Read]:
    """A JSON Lines file as one document; lines that are no JSON are reported and left out.

    Raises UnreadableFile where no line is JSON.
    """
    require_text(source, data)
    found = decoded(source, data)
    return [_document(source, _lines(source, found.text, "no line of it is JSON"), found.problems)]


def _parsed(text: str) -> Json:
    """A JSON text's value; a whole number of thousands of digits stays the words it is."""
    value: Json = json.loads(text, parse_int=_whole_number)
    return value


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _listed(value: Json) -> _Records:
    """The records of a value: the list it is, or the one list of objects it holds."""
    if isinstance(value, list):
        return _Records(tuple(value))
    if isinstance(value, dict) and Use.TEXT not in columns.uses(value):
        lists = [item for item in value.values() if _is_table(item)]
        if len(lists) == 1 and isinstance(lists[0], list):
            rest: Json = {key: item for key, item in value.items() if item is not lists[0]}
            return _Records((rest, *lists[0]) if rest else tuple(lists[0]))
    return _Records((value,), alone=True)


def _is_table(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _lines(source: str, text: str, otherwise: str) -> _Records:
    values: list[Json] = []
    problems: list[str] = []
    for number, line in enumerate(canonical(text).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append(_parsed(line))
        except (json.JSONDecodeError, RecursionError) as error:
            problems.append(f"line {number} is not JSON: {error}")
    if not values or len(problems) > len(values):
        raise UnreadableFile(source, f"not JSON as its name says: {otherwise}")
    return _Records(tuple(values), tuple(problems))


def _document(source: str, records: _Records, problems: tuple[str, ...]) -> Read:
    assembly = Assembly()
    for value in records.values:
        _add(assembly, value, alone=records.alone)
    kind = None if records.alone else "records"
    provenance = _provenance(records.values[0]) if records.alone else Provenance(kind=kind)
    return Read(source, assembly.text, assembly.blocks, provenance, (*problems, *records.problems))


def _provenance(value: Json) -> Provenance:
    if not isinstance(value, dict):
        return Provenance()
    fields = columns.uses(value)
    named = {use: value.get(field) for use, field in fields.items()}
    stated = {
        "title": named.get(Use.TITLE),
        "authors": named.get(Use.SPEAKER),
        "published": named.get(Use.DATE),
        "publisher": value.get("publisher"),
    }
    return declared.declared(stated, "record").provenance if Use.TEXT in fields else Provenance()


def _add(assembly: Assembly, value: Json, *, alone: bool) -> None:
    """One record's blocks; of a document that is one record its author is no speaker."""
    fields = columns.uses(value) if isinstance(value, dict) else {}
    text = value.get(fields[Use.TEXT]) if isinstance(value, dict) and Use.TEXT in fields else None
    if not isinstance(value, dict) or not isinstance(text, str):
        assembly.add(LINE_GAP.join(_flat(value)), gap=PARAGRAPH_GAP)
        return
    speaker = None if alone else _named(value.get(fields.get(Use.SPEAKER, "")))
    title = value.get(fields.get(Use.TITLE, ""))
    if isinstance(title, str):
        assembly.add(_whole(title), Role.HEADING)
    assembly.add(_whole(text), speaker=speaker, gap=LINE_GAP if title else PARAGRAPH_GAP)
    shown = {fields[Use.TEXT], fields.get(Use.TITLE)}
    if speaker and value.get(fields[Use.SPEAKER]) == speaker:
        shown.add(fields[Use.SPEAKER])
    rest: Json = {key: item for key, item in value.items() if key not in shown}
    assembly.add(LINE_GAP.join(_flat(rest)), Role.NOTE, gap=LINE_GAP)


def _named(value: Json) -> str | None:
    """A person's name from a text field, or from the name in an object or list of one."""
    if isinstance(value, list):
        names = [name for item in value if (name := _named(item))]
        return ", ".join(names) or None
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("username")
    return (" ".join(_whole(value).split()) or None) if isinstance(value, str) else None


def _flat(value: Json) -> Iterator[str]:
    """A value as lines "path: scalar", without recursion; nulls and empty texts are left out."""
    pending: list[tuple[str, Json]] = [("", value)]
    while pending:
        path, item = pending.pop()
        if isinstance(item, dict):
            inner = [(f"{path}.{key}" if path else str(key), sub) for key, sub in item.items()]
            pending.extend(reversed(inner))
        elif isinstance(item, list):
            pending.extend((path, sub) for sub in reversed(item))
        elif item is not None and item != "":
            words = item if isinstance(item, str) else json.dumps(item)
            yield _whole(f"{path}: {words}" if path else words)


def _whole(text: str) -> str:
    """Text whose escapes made halves of characters: pairs are joined, lone halves left out."""
    if not _SURROGATES.search(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATES.sub("", joined)
