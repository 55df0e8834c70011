"""Documents over REST: uploads of every kind, corrections, removal and its undo."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import httpx
import pytest

from tests.fakes.full_disk import room_for
from tests.server.conftest import LIGHTHOUSE, Opening

TEXT = "The windmill at Lindby was moved in 1931 by the miller Ole Krag.\n"


@pytest.fixture(autouse=True)
def tidy(api: httpx.Client) -> Iterator[None]:
    """Take out what a test has added."""
    yield
    for entry in api.get("/v1/documents").json()["documents"]:
        if entry["source"] not in ("lighthouse.txt", "harbour.txt", "hostile.txt"):
            api.delete(f"/v1/documents/{entry['id']}", params={"now": True})


def send(api: httpx.Client, **files: bytes) -> httpx.Response:
    """Upload files; in a name `__` stands for a dot."""
    named = [("files", (name.replace("__", "."), data)) for name, data in files.items()]
    return api.post("/v1/documents", files=named)


def test_what_was_sent_can_be_asked_about(api: httpx.Client) -> None:
    report = send(api, mill__txt=TEXT.encode()).json()
    assert (report["added"], report["failed"], report["skipped"]) == (1, [], [])
    assert report["documents"][0]["source"] == "mill.txt"
    answer = api.post("/v1/ask", json={"question": "Who moved the windmill at Lindby?"}).json()
    assert answer["citations"][0]["source"] == "mill.txt"
    again = send(api, mill__txt=TEXT.encode()).json()
    assert (again["added"], again["unchanged"]) == (0, 1)
    newer = send(api, mill__txt=TEXT.encode() + b"\nIt burned down.\n").json()
    assert newer["updated"] == 1


def test_progress_comes_as_events(api: httpx.Client) -> None:
    files = [("files", ("mill.txt", TEXT.encode())), ("files", ("x.bin", b"1"))]
    response = api.post("/v1/documents", files=files, headers={"Accept": "text/event-stream"})
    names = [line[7:] for line in response.text.splitlines() if line.startswith("event: ")]
    assert names == ["progress", "progress", "report"]
    report = json.loads(response.text.strip().splitlines()[-1].removeprefix("data: "))
    assert (report["added"], report["skipped"][0]["source"]) == (1, "x.bin")


def test_bad_files_are_reported_and_the_rest_goes_on(api: httpx.Client) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../escape.txt", TEXT)
        packed.writestr("inner/fine.txt", TEXT.replace("Lindby", "Ringe"))
    report = send(
        api,
        mill__txt=TEXT.encode(),
        broken__pdf=b"%PDF-1.7 nothing more",
        tool__exe=b"MZ",
        empty__txt=b"",
        pack__zip=archive.getvalue(),
    ).json()
    told = {each["source"]: each["reason"] for each in (*report["failed"], *report["skipped"])}
    assert {"broken.pdf", "tool.exe", "empty.txt"} <= set(told)
    assert "no reader for .exe files" in told["tool.exe"]
    read = {each["source"] for each in report["documents"]}
    assert {"mill.txt", "pack.zip/inner/fine.txt"} <= read
    told_or_read = read | set(told)
    assert not any(".." in source for source in read)
    assert any("escape.txt" in source for source in told_or_read)


def test_names_lead_nowhere(api: httpx.Client) -> None:
    paths = ["../../etc/cron.d/x.txt", "C:\\boot\\y.txt", "می\u200cنویسد.txt"]
    names = [*paths, ".hidden.txt", "a\u202etxt.exe.txt", "z" * 300]
    files = [("files", (name, TEXT.encode() + str(n).encode())) for n, name in enumerate(names)]
    report = api.post("/v1/documents", files=files).json()
    assert {each["source"] for each in report["documents"]} == {
        "x.txt",
        "y.txt",
        "می\u200cنویسد.txt",
    }
    reasons = " ".join(each["reason"] for each in report["skipped"])
    for part in ("hidden", "control characters", "longer than 200 bytes"):
        assert part in reasons
    twice = [("files", ("same.txt", TEXT.encode())), ("files", ("same.txt", b"Other words."))]
    report = api.post("/v1/documents", files=twice).json()
    assert report["added"] == 1
    assert "sent already" in report["skipped"][0]["reason"]


def test_nothing_readable_is_an_error(api: httpx.Client) -> None:
    unread = send(api, tool__exe=b"MZ")
    assert (unread.status_code, unread.json()["error"]["code"]) == (415, "unsupported_type")
    broken = send(api, broken__pdf=b"%PDF-1.7 nothing more")
    assert broken.status_code == 422
    assert "broken.pdf" in broken.json()["error"]["message"]
    nothing = api.post("/v1/documents", files=[("note", (None, b"words"))])
    assert nothing.status_code == 422
    assert "no file was sent" in nothing.json()["error"]["message"]


def test_the_wrong_type_of_body_is_refused(api: httpx.Client) -> None:
    plain = api.post("/v1/documents", content=b"words", headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    form = api.post("/v1/ask", data={"question": "?"})
    assert form.status_code == 415
    assert "application/json" in form.json()["error"]["message"]
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    torn = api.post("/v1/documents", content=b"--x\r\nnonsense", headers=headers)
    assert torn.status_code in (400, 422)


def test_bodies_have_a_limit_whether_or_not_they_tell_their_size(serve: Opening) -> None:
    with serve(max_body_bytes=1_000, max_upload_bytes=5_000) as site, site.client() as api:
        long = {"question": "why " * 1_000}
        told = api.post("/v1/ask", json=long)
        assert (told.status_code, told.json()["error"]["code"]) == (413, "too_large")
        headers = {"Content-Type": "application/json"}
        pieces = (b'{"question": "' + b"w" * 900 for _ in range(3))
        untold = api.post("/v1/ask", content=pieces, headers=headers)
        assert (untold.status_code, untold.json()["error"]["code"]) == (413, "too_large")
        file = api.post("/v1/documents", files=[("files", ("big.txt", b"w " * 5_000))])
        assert file.status_code == 413
        assert "big.txt" not in api.get("/v1/documents").text


def test_a_document_is_shown_with_its_words(api: httpx.Client) -> None:
    listed = api.get("/v1/documents", params={"source": "lighthouse.txt"}).json()["documents"]
    key = listed[0]["id"]
    shown = api.get(f"/v1/documents/{key}").json()
    assert shown["report"]["languages"]
    whole = api.get(f"/v1/documents/{key}/text").json()
    assert whole["text"] == LIGHTHOUSE
    part = api.get(f"/v1/documents/{key}/text", params={"start": 4, "end": 14}).json()
    assert part["text"] == "lighthouse"
    beyond = api.get(f"/v1/documents/{key}/text", params={"end": 10_000})
    assert beyond.status_code == 422
    assert str(len(LIGHTHOUSE)) in beyond.json()["error"]["message"]
    assert api.get(f"/v1/documents/{key}/text", params={"start": -1}).status_code == 422
    original = api.get(f"/v1/documents/{key}/original")
    assert original.content == LIGHTHOUSE.encode()
    assert original.headers["content-disposition"] == "attachment"
    assert original.headers["x-content-type-options"] == "nosniff"
    assert api.get("/v1/documents/nothing").status_code == 404


def test_corrections_hold_and_bad_ones_change_nothing(api: httpx.Client) -> None:
    key = send(api, mill__txt=TEXT.encode()).json()["documents"][0]["id"]
    right = {"title": "The mill", "published": "1931", "authors": ["O. Krag"]}
    roles = [{"start": 0, "end": 10, "role": "caption"}]
    edited = api.patch(f"/v1/documents/{key}", json={**right, "roles": roles}).json()
    assert {name: edited[name] for name in right} == right
    for wrong in (
        {},
        {"published": "last week"},
        {"colour": "red"},
        {"roles": [{"start": 5, "end": 5, "role": "body"}]},
        {"roles": [{"start": 0, "end": 10_000, "role": "body"}]},
    ):
        assert api.patch(f"/v1/documents/{key}", json=wrong).status_code == 422
    assert api.get(f"/v1/documents/{key}").json()["title"] == "The mill"


def test_removal_can_be_undone_until_it_is_for_good(api: httpx.Client) -> None:
    key = send(api, mill__txt=TEXT.encode()).json()["documents"][0]["id"]
    assert api.delete(f"/v1/documents/{key}").json()["undo"] is True
    sources = {entry["source"] for entry in api.get("/v1/documents").json()["documents"]}
    assert "mill.txt" not in sources
    assert api.post(f"/v1/documents/{key}/restore").json()["source"] == "mill.txt"
    assert api.post(f"/v1/documents/{key}/restore").status_code == 404
    assert api.delete(f"/v1/documents/{key}", params={"now": True}).json()["undo"] is False
    assert api.get(f"/v1/documents/{key}").status_code == 404


def test_a_full_disk_is_told_in_words_and_costs_no_document(api: httpx.Client) -> None:
    file = {"files": ("full.txt", b"The mill of Tarn burned in 1807. " * 400)}
    with room_for(4_000):
        refused = api.post("/v1/documents", files=file)
    assert refused.status_code == 503
    assert "make room" in refused.json()["error"]["message"]
    assert api.post("/v1/documents", files=file).json()["added"] == 1
