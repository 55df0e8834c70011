"""A bundle's file: what is written is read again, and what is broken is told all at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rag.bundle import Bundle, Surroundings
from rag.bundle.file import dumped, parsed
from rag.errors import InputError
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Fingerprint,
    Provenance,
    Role,
    Span,
    Twin,
)

QUOTE = "پل در سال ۱۹۳۴ گشوده شد."


def bundle() -> Bundle:
    twin = Twin(Span(80, 90), "桥一九三四年开通。。", "zh")
    about = Provenance(title="The bridge", authors=("Ilse Marten",), published="1934")
    citations = tuple(
        Citation(
            number, "d1", "a/b.txt", about, Span(10, 10 + len(QUOTE)), QUOTE, "fa", Role.BODY,
            twin=twin if number == 1 else None,
        )
        for number in (1, 2)
    )  # fmt: skip
    claims = (Claim(QUOTE, Span(0, len(QUOTE)), ClaimVerdict.SUPPORTED, (1, 2)),)
    answer = Answer(
        "When?", AnswerVerdict.ANSWERED, QUOTE, "fa", claims, citations,
        fingerprint=Fingerprint("s", "p", "i"),
    )  # fmt: skip
    return Bundle(answer, tuple(Surroundings(n, "0" * 64, "1" * 64, "پیش", "پس") for n in (1, 2)))


def broken(**changes: Any) -> dict[str, Any]:
    return {**json.loads(dumped(bundle())), **changes}


def problems(content: object) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        parsed(json.dumps(content), "b.json")
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith("b.json: ")
    return caught.value.problems


def test_a_bundle_is_read_as_it_was_written() -> None:
    written = bundle()
    assert parsed(dumped(written), "b.json") == written


def test_the_file_can_be_read_by_any_program() -> None:
    content = json.loads(dumped(bundle()))
    assert (content["format"], content["version"]) == ("footnote-bundle", 1)
    assert content["answer"]["citations"][0]["quote"] == QUOTE
    assert [each["number"] for each in content["evidence"]] == [1, 2]


def test_the_order_of_evidence_and_unknown_fields_do_not_matter() -> None:
    content = broken()
    content["evidence"].reverse()
    content["evidence"][0]["note"] = content["remark"] = "of a later version"
    assert parsed(json.dumps(content), "b.json") == bundle()


def test_all_that_is_wrong_is_told_at_once() -> None:
    content = broken()
    first, second = content["answer"]["citations"]
    del first["source"]
    second["end"] += 1
    second["role"] = "footer"
    content["answer"]["claims"][0]["citations"] = [1, 7]
    content["evidence"][1]["before"] = None
    place = f"10-{11 + len(QUOTE)}"
    told = problems(content)
    assert told == (
        "claim 1: there is no citation 7",
        'citation 1: "source" is missing',
        f"citation 2: \"role\" is 'footer', wanted one of {', '.join(Role)}",
        f"citation 2: the quote has {len(QUOTE)} characters, {place} has {len(QUOTE) + 1}",
        'evidence 2: "before" is not text',
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "not an object"),
        ({}, "\"format\" is None, wanted 'footnote-bundle'"),
        (broken(version=2), '"version" is 2; this Footnote reads version 1'),
        (broken(answer=[]), 'bundle: "answer" is not an object'),
        (broken(evidence=[]), "citation 1 has no evidence"),
        (broken(evidence=[3, *broken()["evidence"]]), "evidence 1: not an object"),
        (broken(evidence=broken()["evidence"] * 2), "evidence 1 stands there 2 times"),
    ],
)
def test_what_is_no_bundle_is_refused(content: object, told: str) -> None:
    assert any(each.startswith(told) for each in problems(content))


@pytest.mark.parametrize("text", ["", "{", "no bundle", "\x00"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not JSON"):
        parsed(text, "b.json")


@pytest.mark.parametrize("value", [None, 3, -1, "x", [], [1], {}, {"a": 1}])
def test_a_bundle_is_read_or_refused_whatever_a_field_holds(value: object) -> None:
    for field in broken()["answer"]:
        content = broken()
        content["answer"][field] = value
        assert read_or_refused(content), field
    for field in broken()["answer"]["citations"][0]:
        content = broken()
        content["answer"]["citations"][0][field] = value
        assert read_or_refused(content), field


def read_or_refused(content: object) -> bool:
    try:
        return bool(parsed(json.dumps(content), "b.json"))
    except InputError as error:
        return bool(error.problems)
