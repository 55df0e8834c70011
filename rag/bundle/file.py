"""Bundles to the text of a file and back."""

from __future__ import annotations

import json

from rag.bundle import FORMAT, VERSION, Bundle, Surroundings
from rag.bundle.form import problems_of
from rag.errors import InputError
from rag.wire import Json, answer_from_json, answer_json

_SHOWN_PROBLEMS = 20


def dumped(bundle: Bundle) -> str:
    """The bundle as the text of a file."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "answer": answer_json(bundle.answer, passage_texts=False),
        "evidence": [_surroundings_json(each) for each in bundle.evidence],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def parsed(text: str, place: str) -> Bundle:
    """The bundle in the text of a file; `place` names it in errors.

    Raises InputError with everything that is wrong with it.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise InputError(f"{place}: not JSON ({error}); give a file of `ask --bundle`") from error
    problems = problems_of(content)
    if problems:
        kept = problems[:_SHOWN_PROBLEMS]
        if len(problems) > len(kept):
            kept.append(f"and {len(problems) - len(kept)} more")
        raise InputError(f"{place}: not a bundle that can be verified", kept)
    try:
        return _bundle(content)
    except (KeyError, TypeError, ValueError) as error:
        problem = f"a field holds what it cannot hold ({error})"
        raise InputError(f"{place}: not a bundle that can be verified", [problem]) from error


def _bundle(content: Json) -> Bundle:
    """The retrieved passages have left their words behind, so they are not read."""
    answer = answer_from_json({**content["answer"], "retrieved": []})
    given = {each["number"]: Surroundings(**_known(each)) for each in content["evidence"]}
    return Bundle(answer, tuple(given[citation.number] for citation in answer.citations))


def _surroundings_json(each: Surroundings) -> Json:
    return {name: getattr(each, name) for name in Surroundings.__slots__}


def _known(value: Json) -> Json:
    """The fields of this version; a later minor version may add others."""
    return {name: value[name] for name in Surroundings.__slots__}
