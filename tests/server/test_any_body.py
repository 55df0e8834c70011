"""Whatever a request carries is answered or refused in words, and changes nothing it should not."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import strategies as st

from rag.engine import Engine
from rag.server.shapes.server import ProblemOut
from tests.properties.cases import CASES, hold

FIELDS = ["question", "text", "filters", "documents", "since", "history", "depth", "stream"]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*FIELDS, "x"]), inner, max_size=3),
    ),
    max_leaves=8,
)
BODIES = st.one_of(
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4).map(
        lambda body: json.dumps(body).encode()
    ),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=200),
    st.integers(1, 3_000).map(lambda depth: b'{"question":' + b"[" * depth),
)
TYPES = st.sampled_from(["application/json", "application/json", "text/plain", "", "multipart/x"])
METHODS = st.sampled_from(["POST", "POST", "POST", "PUT", "PATCH", "DELETE", "GET"])


@CASES
def test_any_body_is_answered_or_refused_in_words(
    cases: int, api: httpx.Client, engine: Engine
) -> None:
    before = engine.library.fingerprint()
    paths = sorted(api.get("/openapi.json").json()["paths"])
    taking = [path for path in paths if "{" not in path]

    def check(method: str, place: int, kind: str, body: bytes) -> None:
        path = taking[place % len(taking)]
        headers = {"Content-Type": kind} if kind else {}
        answer = api.request(method, path, content=body, headers=headers)
        assert answer.status_code < 500, (method, path, body, answer.text)
        if answer.status_code >= 400 and answer.content:
            ProblemOut.model_validate(answer.json())

    hold(cases, check, method=METHODS, place=st.integers(0, 99), kind=TYPES, body=BODIES)
    assert engine.library.fingerprint() == before


HALF = "\ud800"
HALVES = {
    "/v1/ask": [{"question": HALF}, {"question": "x", "filters": {"documents": [HALF]}}],
    "/v1/search": [{"question": HALF}],
    "/v1/check": [{"text": HALF}],
    "/v1/feedback": [{"turn": HALF, "feedback": "right"}],
    "/v1/evaluate": [{"questions": [{"id": HALF, "question": "x"}]}],
    "/v1/chat/completions": [
        {"messages": [{"role": "user", "content": HALF}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": HALF}]}]},
        {"messages": [{"role": HALF, "content": "x"}], "stream": True},
    ],
}


@pytest.mark.parametrize("path", HALVES)
def test_half_a_character_is_refused(api: httpx.Client, path: str) -> None:
    for body in HALVES[path]:
        given = json.dumps(body).encode()
        answer = api.post(path, content=given, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), (body, answer.text)
        ProblemOut.model_validate(answer.json())
