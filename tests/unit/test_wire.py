"""Records to JSON and back: nothing lost, nothing left out."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Disagreement,
    DocumentEntry,
    Fingerprint,
    Hit,
    Passage,
    Provenance,
    QuoteStatus,
    Role,
    Searched,
    Span,
    Twin,
    TwinDifference,
)
from rag.wire import answer_from_json, answer_json, citation_json, document_json, hit_json

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.none() | WORDS
SPANS = st.tuples(st.integers(0, 900), st.integers(0, 90)).map(lambda p: Span(p[0], p[0] + p[1]))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
FLOAT_MAPS = st.dictionaries(WORDS, FLOATS, max_size=2).map(MappingProxyType)

PROVENANCES = st.builds(
    Provenance,
    title=NAMES,
    publisher=NAMES,
    authors=st.lists(WORDS, max_size=2).map(tuple),
    published=st.sampled_from([None, "2021", "2021-01", "2021-01-26"]),
    languages=st.lists(WORDS, max_size=2).map(tuple),
    kind=NAMES,
    origin=NAMES,
    note=NAMES,
)
DIFFERENCES = st.builds(TwinDifference, st.just("number"), WORDS, WORDS)
CITATIONS = st.builds(
    Citation,
    number=st.integers(1, 9),
    document_id=WORDS,
    source=WORDS,
    provenance=PROVENANCES,
    span=SPANS,
    quote=WORDS,
    language=WORDS,
    role=st.sampled_from(Role),
    speaker=NAMES,
    page=st.none() | st.integers(1, 9),
    status=st.sampled_from(QuoteStatus),
    twin=st.none()
    | st.builds(Twin, SPANS, WORDS, WORDS, st.lists(DIFFERENCES, max_size=2).map(tuple)),
)
PASSAGES = st.builds(
    lambda document, start, text, language, role: Passage(
        document, Span(start, start + len(text)), text, language, role
    ),
    WORDS,
    st.integers(0, 900),
    WORDS,
    WORDS,
    st.sampled_from(Role),
)
HITS = st.builds(Hit, PASSAGES, rank=st.integers(1, 50), score=FLOATS, scores=FLOAT_MAPS)
ANSWERS = st.builds(
    Answer,
    question=WORDS,
    verdict=st.sampled_from(AnswerVerdict),
    text=WORDS,
    language=WORDS,
    claims=st.lists(
        st.builds(
            Claim,
            text=WORDS,
            span=SPANS,
            verdict=st.sampled_from(ClaimVerdict),
            citations=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
    direct_answer=NAMES,
    disagreements=st.just((Disagreement("year", ((1,), (2, 3)), ("1990", "1991")),)),
    independent_sources=st.integers(0, 3),
    retrieved=st.lists(HITS, max_size=2).map(tuple),
    searched=st.just(Searched(5, 80, ("en", "zh"), 1)),
    model=NAMES,
    timings_ms=FLOAT_MAPS,
    fingerprint=st.just(Fingerprint("s", "p", "i")),
    understood=NAMES,
    notice=NAMES,
    dropped_keys=st.integers(0, 9),
).map(
    lambda answer: replace(
        answer,
        sources=MappingProxyType({hit.passage.document_id: "a/b.txt" for hit in answer.retrieved}),
    )
)


@given(ANSWERS)
def test_an_answer_survives_the_way_through_json(answer: Answer) -> None:
    assert answer_from_json(json.loads(json.dumps(answer_json(answer)))) == answer


def bare_citation() -> Citation:
    return Citation(1, "d", "a.txt", Provenance(), Span(0, 3), "abc", "en", Role.BODY)


def bare_hit() -> Hit:
    return Hit(Passage("d", Span(0, 3), "abc"), 1, np.float32(0.5), {"dense": np.float32(0.25)})


def test_every_field_of_the_contract_is_there_even_when_nothing_is_known() -> None:
    answer = Answer(
        "why?",
        AnswerVerdict.ANSWERED,
        "abc",
        "en",
        claims=(Claim("abc", Span(0, 3), ClaimVerdict.SUPPORTED, (1,)),),
        citations=(bare_citation(),),
        retrieved=(bare_hit(),),
        sources={"d": "a.txt"},
    )
    value = answer_json(answer)
    fields = (
        "question verdict answer direct_answer claims citations disagreements independent_sources"
        " retrieved searched language model timings_ms fingerprint"
    )
    assert set(fields.split()) <= set(value)
    assert value["direct_answer"] is None
    assert value["model"] is None
    assert set(value["claims"][0]) == {"text", "start", "end", "verdict", "citations"}
    cited = (
        "number document source title publisher authors published language page role speaker start"
        " end quote status twin"
    )
    assert set(cited.split()) <= set(value["citations"][0])
    assert value["citations"][0]["twin"] is None
    found = "rank document source start end score scores"
    assert set(found.split()) <= set(value["retrieved"][0])
    assert {"documents", "passages", "languages"} <= set(value["searched"])
    assert set(value["fingerprint"]) == {"settings", "prompts", "index"}


def test_numpy_scores_become_plain_numbers() -> None:
    assert json.loads(json.dumps(hit_json(bare_hit(), "a.txt")))["scores"] == {"dense": 0.25}


def test_a_twin_is_written_whole() -> None:
    differs = TwinDifference("number", "3 arches", "4孔")
    twin = Twin(Span(5, 7), "石桥", "zh", (differs,))
    assert citation_json(replace(bare_citation(), twin=twin))["twin"] == {
        "start": 5,
        "end": 7,
        "quote": "石桥",
        "language": "zh",
        "differences": [{"kind": "number", "here": "3 arches", "there": "4孔"}],
    }


def test_passages_without_their_words_are_not_made_up_again() -> None:
    answer = Answer("?", AnswerVerdict.NOT_FOUND, "", "en", retrieved=(bare_hit(),))
    slim = answer_json(answer, passage_texts=False)
    assert slim["retrieved"][0]["text"] is None
    assert slim["retrieved"][0]["source"] is None
    assert answer_from_json(slim).retrieved == ()


def test_a_document_row_has_every_field_of_the_contract() -> None:
    row = document_json(DocumentEntry("d", "a.txt", Provenance(), passages=3, characters=99))
    fields = "id source title publisher authors published languages kind passages state problems"
    assert set(fields.split()) <= set(row)
    assert row["title"] is None
    assert row["problems"] == []
