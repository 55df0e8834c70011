"""Who may come in, how often, and what keeps pages of other sites out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from rag.errors import LibraryDamaged, UsageError
from rag.server.accounts import Accounts
from rag.server.address import is_local, refuse_public, refuse_taken
from rag.server.buckets import Buckets
from rag.server.sessions import COOKIE, Sessions
from tests.server.conftest import PASSWORD, Opening, Site

QUESTION = {"question": "When was the lighthouse at Skagen built?", "conversation": "new"}


def test_nobody_unknown_comes_in(guarded: Site) -> None:
    with guarded.client() as stranger:
        paths = ("/v1/documents", "/v1/models", "/v1/conversations", "/metrics", "/v1/nothing")
        refused = [stranger.get(path) for path in paths]
        refused.append(stranger.post("/v1/ask", json=QUESTION))
        refused.append(stranger.get("/v1/models", headers={"Authorization": "Bearer fn-0-x"}))
        refused.append(stranger.get("/v1/models", headers={"Cookie": f"{COOKIE}=x"}))
        assert {each.status_code for each in refused} == {401}
        assert {each.headers["www-authenticate"] for each in refused} == {"Bearer"}
        assert stranger.get("/healthz").status_code == 200
        assert stranger.get("/openapi.json").status_code == 200


def test_signing_in_gives_a_session_that_ends(guarded: Site) -> None:
    with guarded.client() as browser:
        wrong = browser.post("/v1/session", json={"name": "anna", "password": "not this one"})
        assert wrong.status_code == 401
        entered = browser.post("/v1/session", json={"name": "anna", "password": PASSWORD})
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert browser.get("/v1/session").json() == {"person": "anna", "required": True}
        assert browser.get("/v1/models").status_code == 200
        token = entered.json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{guarded.address}/v1/models", headers=bearer).status_code == 200
        assert browser.delete("/v1/session").status_code == 204
        assert httpx.get(f"{guarded.address}/v1/models", headers=bearer).status_code == 401


def test_a_session_planted_in_a_browser_becomes_nobodys(guarded: Site) -> None:
    planted = "chosen-by-somebody-else"
    with guarded.client(cookies={COOKIE: planted}) as browser:
        given = {"name": "anna", "password": PASSWORD}
        first = browser.post("/v1/session", json=given).json()["token"]
        second = browser.post("/v1/session", json=given).json()["token"]
    assert len({planted, first, second}) == 3
    with guarded.client(cookies={COOKIE: planted}) as attacker:
        assert attacker.get("/v1/models").status_code == 401


def test_people_do_not_see_each_others_conversations(guarded: Site) -> None:
    with guarded.client("anna") as anna, guarded.client("بهار") as bahar:
        asked = anna.post("/v1/ask", json=QUESTION).json()
        talk, turn = asked["conversation"], asked["turn"]
        assert talk in {c["id"] for c in anna.get("/v1/conversations").json()["conversations"]}
        assert talk not in bahar.get("/v1/conversations").text
        assert bahar.get(f"/v1/conversations/{talk}").status_code == 404
        assert bahar.delete(f"/v1/conversations/{talk}").status_code == 404
        assert bahar.patch(f"/v1/conversations/{talk}", json={"name": "x"}).status_code == 404
        body = {"question": "And then?", "conversation": talk}
        assert bahar.post("/v1/ask", json=body).status_code == 404
        said = {"turn": turn, "feedback": "wrong"}
        assert bahar.post("/v1/feedback", json=said).status_code == 404
        assert anna.get(f"/v1/conversations/{talk}").json()["turns"][0]["feedback"] is None


def test_browsers_without_sign_in_are_kept_apart(site: Site) -> None:
    with site.client(cookies={"footnote_owner": "one"}) as one:
        talk = one.post("/v1/conversations", json={"name": "Mine"}).json()["id"]
        assert one.get(f"/v1/conversations/{talk}").status_code == 200
    with site.client(cookies={"footnote_owner": "two"}) as two:
        assert two.get(f"/v1/conversations/{talk}").status_code == 404


def test_a_key_is_limited_by_itself(serve: Opening) -> None:
    with serve("anna", "boris", requests_per_minute=3) as site:
        with site.client("anna") as anna, site.client("boris") as boris:
            answers = [anna.get("/v1/models") for _ in range(5)]
            assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
            assert int(answers[-1].headers["retry-after"]) >= 1
            assert answers[-1].json()["error"]["type"] == "rate_limit_error"
            assert boris.get("/v1/models").status_code == 200
        with site.client() as stranger:
            tried = [stranger.get("/v1/models").status_code for _ in range(4)]
            assert tried == [401, 401, 401, 429]


def test_passwords_cannot_be_tried_out(serve: Opening) -> None:
    with serve("anna") as site, site.client() as stranger:
        site.service.attempts._buckets.clear()
        guess = {"name": "nobody", "password": "x"}
        site.service.attempts._most = 1.0
        assert stranger.post("/v1/session", json=guess).status_code == 401
        refused = stranger.post("/v1/session", json=guess)
        assert refused.status_code == 429
        assert refused.headers["retry-after"]


def test_removing_somebody_takes_effect_at_once(serve: Opening) -> None:
    with serve("anna", "boris") as site, site.client("anna") as anna:
        assert anna.get("/v1/models").status_code == 200
        site.service.door.accounts.remove("anna")
        assert anna.get("/v1/models").status_code == 401
        site.service.door.accounts.remove("boris")
        with site.client() as stranger:
            assert stranger.get("/v1/models").status_code == 401


def test_damaged_accounts_let_nobody_in(serve: Opening) -> None:
    with serve("anna") as site, site.client("anna") as anna:
        Path(site.service.settings.accounts).write_text("{}", encoding="utf-8")
        assert anna.get("/v1/models").status_code == 503


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_another_name_is_refused(api: httpx.Client, host: str) -> None:
    response = api.get("/v1/documents", headers={"Host": host})
    assert response.status_code == 400
    assert "server.hosts" in response.json()["error"]["message"] or not host


def test_own_names_are_known(site: Site, api: httpx.Client) -> None:
    port = site.address.rpartition(":")[2]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "LOCALHOST"):
        assert api.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(api: httpx.Client, headers: dict[str, str]) -> None:
    file = [("files", ("planted.txt", b"Planted words."))]
    assert api.post("/v1/documents", files=file, headers=headers).status_code == 403
    assert api.post("/v1/ask", json=QUESTION, headers=headers).status_code == 403
    assert "planted.txt" not in api.get("/v1/documents").text
    readable = api.get("/v1/documents", headers=headers).headers
    assert "access-control-allow-origin" not in readable


def test_a_site_that_was_named_may_use_it(serve: Opening) -> None:
    friend = "https://friend.example"
    with serve(origins=friend) as site, site.client() as api:
        asked = api.post("/v1/search", json={"question": "tower"}, headers={"Origin": friend})
        assert asked.status_code == 200
        assert asked.headers["access-control-allow-origin"] == friend
        preflight = {"Origin": friend, "Access-Control-Request-Method": "POST"}
        assert api.options("/v1/ask", headers=preflight).status_code == 200
        other = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
        assert api.options("/v1/ask", headers=other).status_code == 400


def test_only_this_machine_without_sign_in() -> None:
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        assert is_local(host)
        refuse_public(host)
    for host in ("0.0.0.0", "::", "192.168.1.7", "example.org"):
        with pytest.raises(UsageError, match="footnote users add"):
            refuse_public(host)


def test_a_taken_port_is_told(site: Site) -> None:
    port = int(site.address.rpartition(":")[2])
    with pytest.raises(UsageError, match="choose another with --port"):
        refuse_taken("127.0.0.1", port)


def test_the_file_of_accounts_holds_no_secret(folder: Path) -> None:
    file = folder / "deep" / "accounts.json"
    accounts = Accounts(file)
    accounts.add("Ωmega", PASSWORD)
    issued = accounts.issue_key("Ωmega", "a script")
    kept = file.read_text("utf-8")
    assert PASSWORD not in kept
    assert issued.secret.rpartition("-")[2] not in kept
    assert "$scrypt$ln=14,r=8,p=5$" in kept
    assert file.stat().st_mode & 0o077 == 0
    again = Accounts(file)
    assert again.verify("Ωmega", PASSWORD)
    assert not again.verify("Ωmega", PASSWORD + "x")
    assert again.person_of(issued.secret).person == "Ωmega"
    assert again.person_of(issued.secret[:-1] + "~") is None
    accounts.revoke_key(issued.id)
    assert again.person_of(issued.secret) is None


def test_accounts_refuse_what_they_cannot_keep(folder: Path) -> None:
    accounts = Accounts(folder / "accounts.json")
    with pytest.raises(UsageError, match=r"is no name.*password has 5 characters"):
        accounts.add("a b", "short")
    accounts.add("anna", PASSWORD)
    with pytest.raises(UsageError, match="there already"):
        accounts.add("anna", PASSWORD)
    for fails in (lambda: accounts.remove("x"), lambda: accounts.issue_key("x")):
        with pytest.raises(UsageError, match="nobody is called 'x'"):
            fails()
    (folder / "accounts.json").write_text("[]", encoding="utf-8")
    with pytest.raises(LibraryDamaged, match=r"accounts\.json"):
        accounts.names()


def test_sessions_end_by_themselves_and_by_hand(folder: Path) -> None:
    now = 1_000.0
    sessions = Sessions(folder / "s.sqlite3", 60, lambda: now)
    first, second = sessions.start("anna"), sessions.start("anna")
    assert first.encode() not in (folder / "s.sqlite3").read_bytes()
    assert sessions.person(first) == "anna"
    now = 1_061.0
    assert sessions.person(first) is None
    third = sessions.start("anna")
    sessions.end_all("anna")
    assert [sessions.person(token) for token in (second, third)] == [None, None]


def test_buckets_fill_up_again_and_stay_few() -> None:
    now = 0.0
    buckets = Buckets(60, lambda: now)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    now = 1.5
    assert buckets.take("a") == 0.0
    for number in range(25_000):
        buckets.take(str(number))
    assert len(buckets._buckets) <= 10_000
    assert Buckets(0).take("anybody") == 0.0
