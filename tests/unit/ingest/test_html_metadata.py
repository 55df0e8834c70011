"""What the head of a page says of it becomes provenance."""

from __future__ import annotations

import json

import pytest

from rag.ingest import readers
from rag.records import Provenance


def provenance(
    head: str, body: str = "<p>Words of the page.</p>", attributes: str = ""
) -> Provenance:
    markup = f"<html {attributes}><head>{head}</head><body>{body}</body></html>"
    return readers.read("a.html", markup.encode())[0].provenance


def test_scholarly_tags() -> None:
    found = provenance(
        '<meta name="citation_title" content="Bridges">'
        '<meta name="citation_author" content="Lee, Ann">'
        '<meta name="citation_author" content="رضایی، علی">'
        '<meta name="citation_journal_title" content="River Studies">'
        '<meta name="citation_publisher" content="A University">'
        '<meta name="citation_publication_date" content="2023/09/01">'
        '<link rel="canonical" href="https://example.org/1">',
        attributes='lang="fa-IR"',
    )
    assert found == Provenance(
        title="Bridges",
        publisher="River Studies",
        authors=("Ann Lee", "علی رضایی"),
        published="2023-09-01",
        languages=("fa",),
        kind="article",
        origin="https://example.org/1",
    )


def test_open_graph_and_plain_tags() -> None:
    found = provenance(
        "<title>Bridges - Valley Daily</title>"
        '<meta property="og:title" content="Bridges &amp; roads">'
        '<meta property="og:site_name" content="Valley Daily">'
        '<meta property="article:author" content="https://example.org/ann">'
        '<meta name="author" content="By Ann Lee and Bo Chi">'
        '<meta property="article:published_time" content="2022-04-18T11:05:00+03:00">'
    )
    assert (found.title, found.publisher) == ("Bridges & roads", "Valley Daily")
    assert found.authors == ("Ann Lee", "Bo Chi")
    assert found.published == "2022-04-18"


def test_linked_data() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "no"},
            {
                "@type": ["NewsArticle"],
                "headline": "Bridges",
                "datePublished": "2020-05-03T08:00:00Z",
                "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Chi"],
                "publisher": {"name": "Valley Daily"},
            },
        ]
    }
    found = provenance(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert found == Provenance(
        title="Bridges",
        publisher="Valley Daily",
        authors=("Ann Lee", "Bo Chi"),
        published="2020-05-03",
        kind="article",
    )


@pytest.mark.parametrize("words", ["{", "[" * 5000, '{"@type": 1}', '"text"', "null"])
def test_broken_linked_data_says_nothing(words: str) -> None:
    found = provenance(f'<script type="application/ld+json">{words}</script>')
    assert found == Provenance(kind="web page")


def test_a_heading_outweighs_the_window_title() -> None:
    title = "<title>Bridges | Valley Daily</title>"
    assert provenance(title, "<h1>Bridges</h1><p>Words.</p>").title == "Bridges"
    assert provenance(title).title == "Bridges | Valley Daily"
    assert provenance("", "<p>Words.</p>").title is None


def test_bylines_in_the_page_fill_what_the_head_leaves_open() -> None:
    body = (
        "<nav>By Nobody Known</nav><article><h1>Bridges</h1><p class=byline>By Ann Lee</p>"
        "<p>3 May 2020</p><p>The river rose.</p></article>"
    )
    found = provenance("", body)
    assert (found.authors, found.published) == (("Ann Lee",), "2020-05-03")
