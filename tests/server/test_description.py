"""What the server tells of itself: its OpenAPI description, its metrics, its log."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.openapi.models import OpenAPI
from prometheus_client.parser import text_string_to_metric_families

from rag.server import logs
from rag.server.shapes.documents import DocumentOut, ShownOut
from rag.server.shapes.server import ProblemOut
from tests.server.conftest import Opening, Site

QUESTION = "When was the lighthouse at Skagen built?"


def references(value: Any) -> Iterator[str]:
    """Every $ref below a value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_description_is_valid_and_whole(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    OpenAPI.model_validate(described)
    for reference in references(described):
        found: Any = described
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
    operations = [each for path in described["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names) > 20
    assert all(each.get("description") for each in operations)
    assert "HTTPValidationError" not in described["components"]["schemas"]
    paths = set(described["paths"])
    assert {"/v1/ask", "/v1/chat/completions", "/v1/documents/{document}/text"} <= paths


def test_the_described_shapes_are_the_real_ones(api: httpx.Client) -> None:
    listed = api.get("/v1/documents").json()["documents"]
    assert set(listed[0]) >= set(DocumentOut.model_fields)
    shown = api.get(f"/v1/documents/{listed[0]['id']}/text").json()
    ShownOut.model_validate(shown)
    assert set(shown) >= set(ShownOut.model_fields)


def test_the_description_can_be_read_as_a_page(api: httpx.Client) -> None:
    response = api.get("/docs")
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    page = response.text
    for path, methods in api.get("/openapi.json").json()["paths"].items():
        assert all(f"<h3>{method.upper()} {path}</h3>" in page for method in methods)
    assert "<code>passage_texts</code></td><td>boolean</td>" in page
    assert "<script" not in page
    assert "http" not in page


def test_unknown_paths_and_methods_have_the_same_shape(api: httpx.Client) -> None:
    missing, wrong = api.get("/v1/nothing"), api.get("/v1/ask")
    for response, status in ((missing, 404), (wrong, 405)):
        assert response.status_code == status
        ProblemOut.model_validate(response.json())
    assert "/docs" in missing.json()["error"]["message"]
    assert wrong.headers["allow"] == "POST"


def test_metrics_are_prometheus_text(api: httpx.Client) -> None:
    api.post("/v1/ask", json={"question": QUESTION})
    text = api.get("/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    answered = {
        sample.labels["verdict"]: sample.value
        for sample in families["footnote_answers"].samples
        if sample.name.endswith("_total")
    }
    assert answered["answered"] >= 1
    routes = {sample.labels.get("route") for sample in families["footnote_requests"].samples}
    assert "/v1/ask" in routes
    held = {s.labels["of"]: s.value for s in families["footnote_library"].samples}
    assert held["documents"] == 3
    assert families["footnote_dropped_keys"].samples[0].value == 0
    assert "process_resident_memory_bytes" in families
    assert "Skagen" not in text


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server writes to its log."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    logger = logging.getLogger(logs.NAME)
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_the_log_tells_who_and_how_but_not_what(guarded: Site, log: io.StringIO) -> None:
    key = guarded.people["anna"].key
    with guarded.client("anna") as anna:
        anna.post("/v1/ask", json={"question": QUESTION})
        source = {"source": "lighthouse.txt"}
        anna.get("/v1/documents", params=source)
        anna.get("/v1/documents/secret-name")
        anna.post("/v1/session", json={"name": "anna", "password": "the-wrong-secret"})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/v1/ask", 200),
        ("/v1/documents", 200),
        ("/v1/documents/{document}", 404),
        ("/v1/session", 401),
    ]
    assert lines[0]["verdict"] == "answered"
    assert lines[0]["caller"].startswith("anna (key ")
    for kept_out in ("Skagen", "1747", "lighthouse", "secret-name", key, "wrong-secret"):
        assert kept_out not in log.getvalue()


def test_questions_are_logged_for_who_wants_them(serve: Opening, log: io.StringIO) -> None:
    with serve(log_text=True) as site, site.client() as client:
        client.post("/v1/ask", json={"question": QUESTION})
    assert json.loads(log.getvalue())["question"] == QUESTION


def test_a_fault_of_the_program_is_told_by_type_and_place() -> None:
    try:
        raise KeyError("words of a document")
    except KeyError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, __file__, 1, "failed", (), exc_info=sys.exc_info()
        )
    line = logs.JsonLines().format(record)
    assert json.loads(line)["failure"]["type"] == "KeyError"
    assert "words of a document" not in line
