"""SQuAD: articles of paragraphs with questions (1.1, 2.0 and sets in their shape), or flat rows.

The contexts become the documents: one per article, paragraphs apart by a blank line; one per
distinct context in flat rows. Offsets count from the paragraph and are moved to the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rag.evals.checking import Row
from rag.evals.readers.found import Found, plain_newlines

_PARAGRAPHS_APART = "\n\n"


def speaks(fields: Mapping[str, Any]) -> bool:
    """Whether a row is a flat SQuAD row."""
    return "question" in fields and isinstance(fields.get("context"), str)


def flat(rows: Sequence[Row]) -> Found:
    """Flat rows as question lines over their contexts."""
    documents: dict[str, str] = {}
    source_of: dict[str, str] = {}
    lines = []
    for row in rows:
        context = row.fields.get("context")
        if row.problem or not isinstance(context, str):
            lines.append(row if row.problem else Row(row.where, problem="context is missing"))
            continue
        source = source_of.setdefault(context, f"{len(source_of):04d}.txt")
        documents[source] = plain_newlines(context)
        lines.append(_row(row.where, row.fields, context, source, 0))
    return Found("SQuAD", lines, documents)


def nested(articles: Sequence[Any]) -> Found:
    """The articles under `data` as question lines over one document each."""
    documents: dict[str, str] = {}
    lines: list[Row] = []
    for index, article in enumerate(articles):
        source = f"{index:04d}.txt"
        try:
            contexts = [plain_newlines(each["context"]) for each in article["paragraphs"]]
            lines.extend(_article(article["paragraphs"], source, f"data[{index}]"))
        except (KeyError, TypeError, AttributeError) as error:
            lines.append(Row(f"data[{index}]", problem=f"not an article of paragraphs ({error!r})"))
        else:
            documents[source] = _PARAGRAPHS_APART.join(contexts)
    return Found("SQuAD", lines, documents)


def _article(paragraphs: Sequence[Any], source: str, where: str) -> Iterator[Row]:
    offset = 0
    for number, paragraph in enumerate(paragraphs):
        context = paragraph["context"]
        for place, asked in enumerate(paragraph["qas"]):
            there = f"{where}.paragraphs[{number}].qas[{place}]"
            yield _row(there, asked, context, source, offset)
        offset += len(plain_newlines(context)) + len(_PARAGRAPHS_APART)


def _row(where: str, asked: Any, context: str, source: str, offset: int) -> Row:
    """A question line; its answers' offsets are moved from the context to the document."""
    try:
        given = list(_answers(asked.get("answers")))
        evidence = [
            {
                "source": source,
                "quote": plain_newlines(text),
                **_place(context, text, start, offset),
            }
            for text, start in given
            if start is not None
        ]
    except (KeyError, TypeError, AttributeError) as error:
        return Row(where, problem=f"not a SQuAD question ({error!r})")
    line = {
        "id": str(asked.get("id", "")),
        "question": asked.get("question"),
        "language": asked.get("language"),
        "answerable": bool(given) and not asked.get("is_impossible", False),
        "answers": list(dict.fromkeys(text for text, _ in given)),
        "evidence": list({str(each): each for each in evidence}.values()),
        "tags": asked.get("tags"),
    }
    return Row(where, line)


def _answers(value: Any) -> Iterator[tuple[str, int | None]]:
    """Pairs of answer and offset, from a list of objects or from an object of lists."""
    if isinstance(value, Mapping):
        yield from zip(value["text"], value["answer_start"], strict=True)
    else:
        for answer in value or ():
            yield answer["text"], answer.get("answer_start")


def _place(context: str, text: str, start: int, offset: int) -> dict[str, int]:
    begin = offset + len(plain_newlines(context[:start]))
    return {"start": begin, "end": begin + len(plain_newlines(text))}
