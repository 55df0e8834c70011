"""The form of a bundle: everything in a JSON value that keeps it from being one, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, NoneType
from typing import Any

from rag.bundle import FORMAT, VERSION
from rag.records import AnswerVerdict, ClaimVerdict, QuoteStatus, Role

_Kinds = tuple[type, ...]
_Form = Mapping[str, _Kinds]

_TEXT: _Kinds = (str,)
_MAYBE_TEXT: _Kinds = (str, NoneType)
_COUNT: _Kinds = (int,)

_ANSWER: _Form = MappingProxyType(
    {
        "question": _TEXT,
        "verdict": _TEXT,
        "answer": _TEXT,
        "direct_answer": _MAYBE_TEXT,
        "claims": (list,),
        "citations": (list,),
        "disagreements": (list,),
        "independent_sources": _COUNT,
        "retrieved": (list,),
        "searched": (dict,),
        "language": _TEXT,
        "model": _MAYBE_TEXT,
        "timings_ms": (dict,),
        "fingerprint": (dict,),
    }
)
_PLACE: _Form = MappingProxyType({"start": _COUNT, "end": _COUNT})
_QUOTE: _Form = MappingProxyType({**_PLACE, "quote": _TEXT, "language": _TEXT})
_CITATION: _Form = MappingProxyType(
    {
        "number": _COUNT,
        "document": _TEXT,
        "source": _TEXT,
        "title": _MAYBE_TEXT,
        "publisher": _MAYBE_TEXT,
        "authors": (list,),
        "published": _MAYBE_TEXT,
        "page": (int, NoneType),
        "role": _TEXT,
        "speaker": _MAYBE_TEXT,
        "status": _TEXT,
        "twin": (dict, NoneType),
        **_QUOTE,
    }
)
_CLAIM: _Form = MappingProxyType({"text": _TEXT, "verdict": _TEXT, "citations": (list,), **_PLACE})
_EVIDENCE: _Form = MappingProxyType(
    {
        "number": _COUNT,
        "text_sha256": _TEXT,
        "original_sha256": _TEXT,
        "before": _TEXT,
        "after": _TEXT,
    }
)
_SEARCHED: _Form = MappingProxyType({"documents": _COUNT, "passages": _COUNT, "languages": (list,)})
_FINGERPRINT: _Form = MappingProxyType({"settings": _TEXT, "prompts": _TEXT, "index": _TEXT})
_DISAGREEMENT: _Form = MappingProxyType({"about": _TEXT, "sides": (list,)})
_NAMES = {str: "text", int: "a whole number", list: "a list", dict: "an object", NoneType: "null"}


def problems_of(content: Any) -> list[str]:
    """Everything wrong with what should be a bundle's JSON; empty where it is one."""
    if not isinstance(content, dict):
        return ["not an object"]
    if content.get("format") != FORMAT:
        return [f'"format" is {content.get("format")!r}, wanted {FORMAT!r}']
    if (version := content.get("version")) != VERSION:
        way_out = f"this Footnote reads version {VERSION}: use the one that wrote it"
        return [f'"version" is {version!r}; {way_out}']
    shape: _Form = {"answer": (dict,), "evidence": (list,)}
    problems = [*_fields("bundle", content, shape)]
    if problems:
        return problems
    return [*_answer(content["answer"]), *_evidence(content["evidence"], content["answer"])]


def _answer(answer: dict[str, Any]) -> Iterator[str]:
    problems = [*_fields("answer", answer, _ANSWER), *_one_of("answer", answer, AnswerVerdict)]
    yield from problems
    if problems:
        return
    yield from _fields("answer.searched", answer["searched"], _SEARCHED)
    yield from _fields("answer.fingerprint", answer["fingerprint"], _FINGERPRINT)
    yield from _rows("disagreement", answer["disagreements"], _DISAGREEMENT, _nothing)
    yield from _rows("claim", answer["claims"], _CLAIM, lambda at, row: _claim(at, row, answer))
    yield from _rows("citation", answer["citations"], _CITATION, _citation)
    yield from _twice("citation", answer["citations"])


def _claim(at: str, claim: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(at, claim, ClaimVerdict)
    if answer["answer"][slice(claim["start"], claim["end"])] != claim["text"]:
        yield f"{at}: its text does not stand at {claim['start']}-{claim['end']} of the answer"
    known = _numbers(answer["citations"])
    for number in claim["citations"]:
        if number not in known:
            yield f"{at}: there is no citation {number!r}"


def _citation(at: str, citation: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(at, citation, QuoteStatus, "status")
    yield from _one_of(at, citation, Role, "role")
    yield from _stretch(at, citation)
    if citation["twin"] is not None:
        problems = [*_fields(f"{at}.twin", citation["twin"], _QUOTE)]
        yield from problems or _stretch(f"{at}.twin", citation["twin"])


def _stretch(at: str, row: dict[str, Any]) -> Iterator[str]:
    start, end = row["start"], row["end"]
    if not 0 <= start < end:
        yield f"{at}: {start}-{end} is no stretch of a text"
    elif len(row["quote"]) != end - start:
        yield f"{at}: the quote has {len(row['quote'])} characters, {start}-{end} has {end - start}"


def _evidence(rows: list[Any], answer: dict[str, Any]) -> Iterator[str]:
    yield from _rows("evidence", rows, _EVIDENCE, _nothing)
    yield from _twice("evidence", rows)
    cited = answer.get("citations")
    given, wanted = _numbers(rows), _numbers(cited if isinstance(cited, list) else [])
    yield from (f"citation {number} has no evidence" for number in wanted if number not in given)
    yield from (f"evidence {number} has no citation" for number in given if number not in wanted)


def _rows(
    name: str,
    rows: list[Any],
    form: _Form,
    more: Callable[[str, dict[str, Any]], Iterator[str]],
) -> Iterator[str]:
    """Problems of each row; `more` looks closer at a row that has all of its fields."""
    for place, row in enumerate(rows, 1):
        at = f"{name} {place}"
        problems = [*_fields(at, row, form)]
        yield from problems or more(at, row)


def _nothing(_at: str, _row: dict[str, Any]) -> Iterator[str]:
    return iter(())


def _fields(at: str, value: Any, form: _Form) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: not an object"
        return
    for name, kinds in form.items():
        if name not in value:
            yield f'{at}: "{name}" is missing'
        elif isinstance(value[name], bool) or not isinstance(value[name], kinds):
            wanted = " or ".join(_NAMES[kind] for kind in kinds)
            yield f'{at}: "{name}" is not {wanted}'


def _one_of(
    at: str,
    row: dict[str, Any],
    values: type[AnswerVerdict | ClaimVerdict | QuoteStatus | Role],
    name: str = "verdict",
) -> Iterator[str]:
    if isinstance(row.get(name), str) and row[name] not in list(values):
        yield f'{at}: "{name}" is {row[name]!r}, wanted one of {", ".join(values)}'


def _twice(name: str, rows: list[Any]) -> Iterator[str]:
    counts = Counter(_numbers(rows))
    yield from (f"{name} {number} stands there {n} times" for number, n in counts.items() if n > 1)


def _numbers(rows: list[Any]) -> list[int]:
    """The numbers of the rows that have one."""
    given = (row.get("number") for row in rows if isinstance(row, dict))
    return [number for number in given if isinstance(number, int)]
