"""A first visit gets an id, and a browser the interface in its language."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.server.door import BROWSER_COOKIE
from ui.visitors import LANGUAGE_COOKIE, Visitors, language_chosen

PAGE = {"accept": "text/html"}


@pytest.fixture
def client():
    async def hello(request):
        return PlainTextResponse("hello")

    async def language(request):
        return language_chosen(request.path_params["code"])

    routes = [
        Route("/", hello),
        Route("/fa/", hello),
        Route("/data", hello),
        Route("/language/{code}", language),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(Visitors)
    return TestClient(app, follow_redirects=False)


def test_the_first_page_brings_an_id_scripts_cannot_read(client):
    answer = client.get("/", headers=PAGE)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{BROWSER_COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_known_browser_keeps_its_id(client):
    client.get("/", headers=PAGE)
    assert "set-cookie" not in client.get("/", headers=PAGE).headers


def test_other_cookies_of_any_form_keep_nobody_out(client):
    client.get("/", headers=PAGE)
    own = client.cookies[BROWSER_COOKIE]
    answer = client.get("/", headers={**PAGE, "cookie": f"a,b=1; ; =x; {BROWSER_COOKIE}={own}"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_two_browsers_get_two_ids(client):
    first = client.get("/", headers=PAGE).cookies[BROWSER_COOKIE]
    client.cookies.clear()
    assert client.get("/", headers=PAGE).cookies[BROWSER_COOKIE] != first


def test_programs_get_no_cookie_and_are_sent_nowhere(client):
    answer = client.get("/", headers={"accept-language": "fa"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "set-cookie" not in client.get("/data").headers


def test_a_persian_browser_is_sent_to_the_persian_page_with_its_query(client):
    answer = client.get("/?c=abc", headers={**PAGE, "accept-language": "fa-IR"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/fa/?c=abc")


def test_a_language_once_chosen_outranks_the_browsers(client):
    chosen = client.get("/language/en")
    assert chosen.headers["location"] == "/"
    assert client.cookies[LANGUAGE_COOKIE] == "en"
    assert client.get("/", headers={**PAGE, "accept-language": "fa"}).status_code == 200


@pytest.mark.parametrize("code", ["xx", "..", "http:"])
def test_an_unknown_language_leads_to_the_english_page(client, code):
    answer = client.get(f"/language/{code}")
    assert answer.headers.get("location", "/") == "/"
