"""What a person declares: front matter and sidecars, in one form."""

from __future__ import annotations

import pytest

from rag.ingest import frontmatter, readers
from rag.records import Provenance

FULL = """---
title: "Bridges: a history"
publisher: Valley Press
authors: [Ann Lee, "Rolland, Nadège"]
published: 2021-01-26
languages: [en, fa-IR]
kind: report
note: Shown everywhere.
---
Text.
"""


def test_every_key_is_read() -> None:
    found = frontmatter.find(FULL)
    assert found.span.of(FULL).endswith("note: Shown everywhere.\n---")
    assert found.problems == ()
    assert found.provenance == Provenance(
        title="Bridges: a history",
        publisher="Valley Press",
        authors=("Ann Lee", "Rolland, Nadège"),
        published="2021-01-26",
        languages=("en", "fa"),
        kind="report",
        note="Shown everywhere.",
    )


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee and Bo Chi", ("Ann Lee", "Bo Chi")),
        ("Ann Lee, Bo Chi, and Cy Dee", ("Ann Lee", "Bo Chi", "Cy Dee")),
        ("Lee, Ann", ("Lee, Ann",)),
        ("高飞、于游", ("高飞", "于游")),
        ("سارا محمدی و علی رضایی", ("سارا محمدی", "علی رضایی")),
    ],
)
def test_authors_may_be_one_line(written: str, authors: tuple[str, ...]) -> None:
    assert frontmatter.find(f"---\nauthors: {written}\n---\n").provenance.authors == authors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "--- title: x\n---\n",
        "---\nno end: x\n",
        "A text\n---\ntitle: x\n---\n",
        "---\nJust a rule above and below.\n---\nText\n",
        "---\n\n---\n",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert not frontmatter.find(text).span


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("title: [a", "not valid YAML"),
        ("title: x\nlayout: post", "unknown key 'layout'"),
        ("published: next Friday", "published = 'next Friday' is not an ISO date"),
        ("published: 2021-13-45", "is not an ISO date"),
        ("title: {a: b}", "is not text"),
        ("languages: 'not a code!'", "is not a language code"),
        ("title: " + "[" * 5000, "nested too deeply"),
        ("title: &a x\nnote: *b", "not valid YAML"),
        ("- a: b\n- c: d\nx: y", "not valid YAML"),
    ],
)
def test_bad_front_matter_is_a_problem_and_no_failure(inside: str, problem: str) -> None:
    found = frontmatter.find(f"---\n{inside}\n---\nText.\n")
    assert found.span
    assert any(problem in one for one in found.problems), found.problems


def test_a_sidecar_outweighs_front_matter_and_front_matter_the_text() -> None:
    text = (
        "---\ntitle: Declared\npublished: 2020\n---\n\nBy Ann Lee\n\nPublished 3 May 2019\n\nText."
    )
    read = readers.read("a.txt", text.encode(), b'title = "Beside"\nkind = "mail"')[0]
    assert read.provenance.title == "Beside"
    assert read.provenance.published == "2020"
    assert read.provenance.authors == ("Ann Lee",)
    assert read.provenance.kind == "mail"


@pytest.mark.parametrize("data", [b"title = ", b"\xff\xfe", b"a = " + b"[" * 3000])
def test_a_broken_sidecar_is_a_problem_and_no_failure(data: bytes) -> None:
    read = readers.read("a.txt", b"Words.", data)[0]
    assert read.problems[0].startswith("sidecar: not valid TOML")


def test_toml_dates_count_as_dates() -> None:
    assert frontmatter.sidecar(b"published = 2021-01-26").provenance.published == "2021-01-26"
