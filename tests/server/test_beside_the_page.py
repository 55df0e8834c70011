"""The API in one process with the page: one port, the same conversations, each its own checks."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from rag.engine import Engine
from ui.app import serving


@pytest.fixture(scope="module")
def page(engine: Engine) -> Iterator[str]:
    with serving(engine) as address:
        yield address


def test_the_page_and_the_api_answer_on_one_port(page: str) -> None:
    with httpx.Client(base_url=page, timeout=60) as client:
        assert "gradio" in client.get("/", headers={"Accept": "text/html"}).text
        assert client.get("/healthz").json() == {"status": "ok", "documents": 3}
        body = {"question": "When was the lighthouse at Skagen built?"}
        assert "1747" in client.post("/v1/ask", json=body).json()["answer"]
        assert client.get("/openapi.json").json()["info"]["title"] == "Footnote"


def test_a_browsers_conversations_are_the_same_in_both(page: str) -> None:
    with httpx.Client(base_url=page, timeout=60) as browser:
        browser.get("/", headers={"Accept": "text/html"})
        assert browser.cookies["footnote_owner"]
        made = browser.post("/v1/conversations", json={"name": "Towers"}).json()
        listed = browser.get("/v1/conversations").json()["conversations"]
        assert made["id"] in {each["id"] for each in listed}
    other = httpx.get(f"{page}/v1/conversations/{made['id']}")
    assert other.status_code == 404


def test_other_sites_stay_out_of_both(page: str) -> None:
    foreign = {"Origin": "http://evil.example"}
    body = {"question": "?"}
    assert httpx.post(f"{page}/v1/ask", json=body, headers=foreign).status_code == 403
    named = {"Host": "evil.example"}
    assert httpx.get(f"{page}/v1/documents", headers=named).status_code == 400
    assert httpx.get(f"{page}/", headers=named).status_code == 400
