"""Asking over REST: the answer object, its stream, conversations and what is said of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from rag.server.shapes.answers import AnswerOut, CitationOut, HitOut, SearchOut
from rag.wire import answer_from_json
from tests.server.conftest import LIGHTHOUSE

QUESTION = "When was the lighthouse at Skagen built?"


def events(response: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    """The named events of a response."""
    for block in response.read().decode().strip().split("\n\n"):
        name, data = block.split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_an_answer_cites_exact_words(api: httpx.Client) -> None:
    answer = api.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["verdict"] == "answered"
    assert "1747" in answer["answer"]
    first = answer["citations"][0]
    assert first["source"] == "lighthouse.txt"
    assert LIGHTHOUSE[first["start"] : first["end"]] == first["quote"]
    assert answer["conversation"] is None
    assert answer_from_json(answer).text == answer["answer"]


def test_the_described_shape_is_the_real_one(api: httpx.Client) -> None:
    answer = api.post("/v1/ask", json={"question": QUESTION}).json()
    AnswerOut.model_validate(answer, strict=False)
    assert set(answer) == set(AnswerOut.model_fields)
    assert set(answer["citations"][0]) == set(CitationOut.model_fields)
    assert set(answer["retrieved"][0]) == set(HitOut.model_fields)


def test_the_words_of_passages_can_be_left_out(api: httpx.Client) -> None:
    answer = api.post("/v1/ask", json={"question": QUESTION, "passage_texts": False}).json()
    assert {hit["text"] for hit in answer["retrieved"]} == {None}


@pytest.mark.parametrize("by_header", [True, False])
def test_a_stream_ends_with_the_whole_answer(api: httpx.Client, by_header: bool) -> None:
    body = {"question": QUESTION} if by_header else {"question": QUESTION, "stream": True}
    headers = {"Accept": "text/event-stream"} if by_header else {}
    response = api.post("/v1/ask", json=body, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    *fragments, (last, answer) = events(response)
    assert last == "answer"
    assert {name for name, _ in fragments} == {"fragment"}
    assert [each["text"] for _, each in fragments] == [c["text"] for c in answer["claims"]]


def test_a_stream_that_cannot_begin_has_its_own_status(api: httpx.Client) -> None:
    body = {"question": QUESTION, "stream": True, "filters": {"documents": ["no-such.txt"]}}
    response = api.post("/v1/ask", json=body)
    assert response.status_code == 404
    assert "no-such.txt" in response.json()["error"]["message"]


def test_what_the_documents_do_not_say_is_not_found(api: httpx.Client) -> None:
    answer = api.post("/v1/ask", json={"question": "Who won the chess olympiad in 2022?"}).json()
    assert (answer["verdict"], answer["citations"]) == ("not_found", [])
    assert answer["retrieved"]


def test_filters_bound_what_is_searched(api: httpx.Client) -> None:
    body = {"question": QUESTION, "filters": {"documents": ["harbour.txt"]}}
    answer = api.post("/v1/ask", json=body).json()
    assert {hit["source"] for hit in answer["retrieved"]} <= {"harbour.txt"}
    missing = {"question": QUESTION, "filters": {"documents": ["harbor.txt"]}}
    refused = api.post("/v1/ask", json=missing)
    assert refused.status_code == 404
    assert 'did you mean "harbour.txt"' in refused.json()["error"]["message"]


def test_everything_wrong_with_a_body_is_told_at_once(api: httpx.Client) -> None:
    body = {
        "question": 7,
        "colour": "red",
        "filters": {"roles": ["hero"], "since": "soon"},
        "stream": "maybe",
    }
    response = api.post("/v1/ask", json=body)
    error = response.json()["error"]
    assert response.status_code == 422
    assert len(error["problems"]) == 5
    for part in ("question", "colour", "filters.roles.0", "filters.since", "stream"):
        assert part in error["message"]
    assert "'hero'" in error["message"]


def test_a_body_that_is_no_json_is_refused(api: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    response = api.post("/v1/ask", content=b'{"question": ', headers=headers)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["param"]) == (400, "bad_json", None)
    assert error["message"].startswith("the body is no JSON at character 13")


def test_half_a_character_is_refused_not_fatal(api: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    response = api.post("/v1/ask", content=b'{"question": "\\ud800"}', headers=headers)
    assert response.status_code == 422


def test_a_persian_question_finds_the_persian_document(api: httpx.Client) -> None:
    answer = api.post("/v1/ask", json={"question": "بندر انزلی کی بازسازی شد؟"}).json()
    assert answer["citations"][0]["source"] == "harbour.txt"
    assert "۱۳۰۲" in answer["answer"]


def test_search_shows_where_scores_come_from(api: httpx.Client) -> None:
    found = api.post("/v1/search", json={"question": QUESTION, "depth": 2}).json()
    SearchOut.model_validate(found)
    assert [hit["rank"] for hit in found["retrieved"]] == [1, 2]
    assert found["retrieved"][0]["source"] == "lighthouse.txt"
    assert found["retrieved"][0]["scores"]


def test_a_draft_is_checked_sentence_by_sentence(api: httpx.Client) -> None:
    draft = "The lighthouse at Skagen was built in 1747. The moon is made of cheese."
    checked = api.post("/v1/check", json={"text": draft}).json()
    assert [draft[s["start"] : s["end"]] for s in checked["sentences"]] == [
        s["text"] for s in checked["sentences"]
    ]
    assert checked["sentences"][0]["verdict"] == "supported"
    assert checked["sentences"][1]["verdict"] == "absent"


def test_a_conversation_is_kept_and_leaned_on(api: httpx.Client) -> None:
    first = api.post("/v1/ask", json={"question": QUESTION, "conversation": "new"}).json()
    talk = first["conversation"]
    api.post("/v1/ask", json={"question": "And who kept it?", "conversation": talk})
    kept = api.get(f"/v1/conversations/{talk}").json()
    assert [turn["question"] for turn in kept["turns"]] == [QUESTION, "And who kept it?"]
    assert kept["turns"][0]["answer"]["citations"] == first["citations"]
    assert kept["turns"][1]["answer"]["understood"]
    renamed = api.patch(f"/v1/conversations/{talk}", json={"name": "Towers"}).json()
    assert renamed["name"] == "Towers"
    found = api.get("/v1/conversations", params={"search": "skagen"}).json()["conversations"]
    assert talk in {each["id"] for each in found}
    assert api.delete(f"/v1/conversations/{talk}").status_code == 204
    assert api.get(f"/v1/conversations/{talk}").status_code == 404


def test_history_and_conversation_exclude_each_other(api: httpx.Client) -> None:
    turns = [{"question": "Which tower?"}]
    body = {"question": QUESTION, "conversation": "new", "history": turns}
    assert api.post("/v1/ask", json=body).status_code == 422
    missing = api.post("/v1/ask", json={"question": QUESTION, "conversation": "none such"})
    assert missing.status_code == 404


def test_feedback_is_kept_and_taken_back(api: httpx.Client) -> None:
    asked = api.post("/v1/ask", json={"question": QUESTION, "conversation": "new"}).json()
    said = {"turn": asked["turn"], "feedback": "citation_wrong", "comment": "another page"}
    judged = api.post("/v1/feedback", json=said).json()
    assert (judged["feedback"], judged["comment"]) == ("citation_wrong", "another page")
    listed = api.get("/v1/feedback").json()["turns"]
    assert asked["turn"] in {turn["id"] for turn in listed}
    api.post("/v1/feedback", json={"turn": asked["turn"], "feedback": None})
    listed = api.get("/v1/feedback").json()["turns"]
    assert asked["turn"] not in {turn["id"] for turn in listed}
    assert api.post("/v1/feedback", json={"turn": "x", "feedback": "right"}).status_code == 404
    bad = api.post("/v1/feedback", json={"turn": asked["turn"], "feedback": "splendid"})
    assert bad.status_code == 422


def test_an_evaluation_has_figures_and_names_bad_lines(api: httpx.Client) -> None:
    gold = {"source": "lighthouse.txt", "quote": "The lighthouse at Skagen was built in 1747."}
    line = {"id": "a", "question": QUESTION, "answers": ["1747"], "evidence": [gold]}
    report = api.post("/v1/evaluate", json={"questions": [line]}).json()
    assert report["figures"]["citation_hit"] == 1.0
    lost = {"source": "lighthouse.txt", "quote": "no such words"}
    bad = [line, {"id": "b"}, {**line, "id": "c", "evidence": [lost]}]
    refused = api.post("/v1/evaluate", json={"questions": bad})
    assert refused.status_code == 422
    told = refused.json()["error"]["problems"]
    assert told
    assert all(each.startswith("questions") for each in told)
