"""The closed door: every route behind it, a form of its own, sessions that end."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.server.accounts import FILE_NAME, Accounts
from rag.server.buckets import Buckets
from rag.server.door import Door
from rag.server.sessions import COOKIE
from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.app import application
from ui.signin import SigningIn

PASSWORD = "correct horse battery"
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    Accounts(folder / FILE_NAME).add("anna", PASSWORD)
    Accounts(folder / FILE_NAME).add("boris", PASSWORD)
    with opened(replace(Settings(), data=folder), Mode.SERVE) as engine:
        yield application(engine)


@pytest.fixture
def browser(served):
    return TestClient(served, base_url="http://127.0.0.1", follow_redirects=False)


def sign_in(browser, name="anna", password=PASSWORD):
    return browser.post("/sign-in", data={"name": name, "password": password})


@pytest.mark.parametrize("path", ["/", "/fa/", "/config", "/gradio_api/info", "/judged.jsonl"])
def test_a_page_leads_to_the_form_and_anything_else_is_refused(browser, path):
    shown = browser.get(path, headers=HTML)
    assert (shown.status_code, shown.headers["location"]) == (303, "/sign-in")
    assert browser.get(path).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/queue/join",
        "/gradio_api/upload",
        "/gradio_api/component_server",
        "/ar/gradio_api/queue/join",
        "/gradio_api/run/predict",
        "/sign-out",
    ],
)
def test_nothing_can_be_done_from_outside(browser, path):
    assert browser.post(path, json={}).status_code == 401


def test_whoever_signs_in_gets_a_session_no_script_can_read_and_signing_out_ends_it(browser):
    entered = sign_in(browser)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert browser.get("/", headers=HTML).status_code == 200
    token = browser.cookies[COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, token)
    assert browser.get("/", headers=HTML).status_code == 303


@pytest.mark.parametrize(("name", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_is_told_without_saying_which(browser, name, password):
    refused = sign_in(browser, name, password)
    assert refused.status_code == 403
    assert "Name or password is wrong." in refused.text
    assert COOKIE not in browser.cookies


def test_a_cookie_made_up_is_nobodys(browser):
    browser.cookies.set(COOKIE, "x" * 43)
    assert browser.get("/", headers=HTML).status_code == 303


def test_the_form_speaks_the_readers_language(browser):
    shown = browser.get("/sign-in", headers={"accept-language": "fa"})
    assert '<html lang="fa" dir="rtl">' in shown.text
    assert "گذرواژه" in shown.text
    assert shown.headers["x-frame-options"] == "DENY"


def test_a_form_on_another_site_signs_nobody_in(browser):
    sent = browser.post(
        "/sign-in",
        data={"name": "anna", "password": PASSWORD},
        headers={"origin": "http://evil.example"},
    )
    assert sent.status_code == 403
    assert COOKIE not in browser.cookies


def test_guessing_is_slowed_down(served):
    door = Door.of(served.state.desk.engine.settings)
    app = FastAPI()
    at_rest = Buckets(2, clock=lambda: 0.0)
    app.add_api_route("/sign-in", SigningIn(door, at_rest).enter, methods=["POST"])
    client = TestClient(app)
    answers = [client.post("/sign-in", data={"name": "anna"}) for _ in range(3)]
    assert [each.status_code for each in answers] == [403, 403, 429]
    assert "Too many attempts" in answers[-1].text


def test_what_is_kept_belongs_to_who_signed_in(served):
    anna = TestClient(served, base_url="http://127.0.0.1", client=("10.0.0.1", 1))
    boris = TestClient(served, base_url="http://127.0.0.1", client=("10.0.0.2", 1))
    assert sign_in(anna).status_code == 200
    assert sign_in(boris, "boris").status_code == 200
    history = served.state.desk.history
    talk = history.start("anna", "hers alone")
    history.ask("anna", talk.id, "a question")
    assert anna.get(f"/export/{talk.id}/markdown").status_code == 200
    assert boris.get(f"/export/{talk.id}/markdown").status_code == 404
