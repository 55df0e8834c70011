"""BEIR folders (Thakur et al. 2021, arXiv:2104.08663): corpus, queries and relevance judgements.

A document of the corpus is one text, title first; a relevant document is gold as a whole. Queries
without a relevant document belong to other splits and are passed over.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from rag.errors import InputError
from rag.evals.checking import Row
from rag.evals.readers.found import Found, json_lines, plain_newlines, text_of

_SPLITS = ("test", "dev", "train")
_LONGEST_NAME = 200


def read(folder: Path) -> Found:
    """The folder's judged queries; raises InputError where a file of the three is missing."""
    missing = [name for name in ("corpus.jsonl", "queries.jsonl") if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"{folder}: neither a folder with questions.jsonl and corpus/ nor BEIR"
            f" (no {', '.join(missing)})"
        )
    problems: list[Row] = []
    documents = dict(_documents(folder / "corpus.jsonl", problems))
    relevant = _relevant(_judgements(folder), problems)
    lines = list(_lines(folder / "queries.jsonl", relevant, documents))
    return Found("BEIR", [*problems, *lines], documents)


def _documents(path: Path, problems: list[Row]) -> Iterator[tuple[str, str]]:
    for row in json_lines(path):
        where = f"{path.name} {row.where}"
        key, text = row.fields.get("_id"), row.fields.get("text")
        if row.problem or key is None or not isinstance(text, str):
            problems.append(Row(where, problem=row.problem or "needs '_id' and 'text'"))
            continue
        title = row.fields.get("title") or ""
        yield _source(str(key)), plain_newlines(f"{title}\n\n{text}" if title else text)


def _source(key: str) -> str:
    """A file name for an id that may hold anything."""
    name = quote(key, safe="")
    if len(name) > _LONGEST_NAME:
        name = hashlib.sha256(key.encode()).hexdigest()
    return f"{name}.txt"


def _judgements(folder: Path) -> Path:
    for split in _SPLITS:
        path = folder / "qrels" / f"{split}.tsv"
        if path.is_file():
            return path
    raise InputError(f"{folder}: no judgements (qrels/test.tsv, dev.tsv or train.tsv)")


def _relevant(path: Path, problems: list[Row]) -> dict[str, list[str]]:
    """Document ids with a score above zero, by query id."""
    found: dict[str, list[str]] = {}
    for number, cells in enumerate(csv.reader(text_of(path).splitlines(), delimiter="\t"), start=1):
        if number == 1 and cells and cells[-1] == "score":
            continue
        try:
            query, document, score = cells
            if int(score) > 0:
                found.setdefault(query, []).append(document)
        except ValueError:
            problem = "not 'query-id, corpus-id, score' apart by tabs"
            problems.append(Row(f"{path.name} line {number}", problem=problem))
    return found


def _lines(path: Path, relevant: dict[str, list[str]], documents: dict[str, str]) -> Iterator[Row]:
    for row in json_lines(path):
        where = f"{path.name} {row.where}"
        key = str(row.fields.get("_id", ""))
        if row.problem:
            yield Row(where, problem=row.problem)
        elif key in relevant:
            yield _line(where, key, row.fields.get("text"), relevant[key], documents)


def _line(
    where: str, key: str, question: object, keys: list[str], documents: dict[str, str]
) -> Row:
    evidence = []
    for each in keys:
        source = _source(each)
        if not documents.get(source):
            return Row(where, problem=f"judged document {each!r} is not in the corpus")
        evidence.append({"source": source, "start": 0, "end": len(documents[source])})
    return Row(where, {"id": key, "question": question, "evidence": evidence})
