"""HTML gives the text a reader sees, with furniture, comments and tables told apart."""

from __future__ import annotations

import pytest

from rag.errors import UnreadableFile
from rag.ingest.html import read
from rag.ingest.read import Read
from rag.records import Role
from tests.unit.ingest.made_files import quotes


def page(markup: str) -> Read:
    return read("a.html", markup.encode())[0]


def by_role(read: Read, role: Role) -> list[str]:
    return [block.span.of(read.text) for block in read.blocks if block.role is role]


def test_blocks_are_what_a_reader_sees_apart() -> None:
    found = page(
        "<h1>A  <i>title</i></h1><p>One &amp; <b>two</b><br>three\n four</p>loose words"
        "<ul><li>a<li>b</ul><pre>x\n  y</pre><hr>end"
    )
    assert found.text == "A title\n\nOne & two\nthree four\n\nloose words\n\na\nb\n\nx\n  y\n\nend"
    assert found.blocks[0].role is Role.HEADING


@pytest.mark.parametrize(
    "markup",
    [
        "<script>var a = '<p>no</p>'</script>",
        "<style>p { color: red }</style>",
        "<template><p>no</p></template>",
        "<noscript><p>no</p></noscript>",
        "<svg><title>no</title><text>no</text></svg>",
        "<iframe>no</iframe>",
        "<!-- no -->",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    ],
)
def test_what_is_no_text_is_left_out(markup: str) -> None:
    found = page(f"<p>before</p>{markup}<p>after</p>")
    assert [words for words in quotes(found.text, found.blocks) if words != "漢"] == [
        "before",
        "after",
    ]


def test_page_furniture_is_marked_and_kept() -> None:
    found = page(
        "<header><a href=/>Site</a></header><nav><a href=#>Home</a></nav><main><article>"
        "<header><h1>Title</h1></header><p>The river rose again on Monday.</p></article></main>"
        "<aside>Read also</aside><div class='cookie-banner'>We use cookies</div>"
        "<form><p>Leave a reply</p></form><button>Send</button><footer>All rights</footer>"
    )
    furniture = [
        "Site",
        "Home",
        "Read also",
        "We use cookies",
        "Leave a reply",
        "Send",
        "All rights",
    ]
    assert by_role(found, Role.BOILERPLATE) == furniture
    assert by_role(found, Role.HEADING) == ["Title"]
    assert by_role(found, Role.UNKNOWN) == ["The river rose again on Monday."]


def test_rows_of_links_outside_the_content_are_navigation() -> None:
    menu = "".join(f"<li><a href=#>{word}</a></li>" for word in ("News", "Sport", "Weather"))
    found = page(f"<ul>{menu}</ul><main><ul>{menu}</ul><p>Words of the page itself.</p></main>")
    assert by_role(found, Role.BOILERPLATE) == ["News", "Sport", "Weather"]
    assert by_role(found, Role.UNKNOWN)[:3] == ["News", "Sport", "Weather"]


def test_a_form_round_the_whole_page_hides_nothing() -> None:
    text = "The river rose again on Monday, and the towns along it waited. " * 5
    found = page(f"<form class='widget'><nav>Home</nav><p>{text}</p></form>")
    assert by_role(found, Role.UNKNOWN) == [text.strip()]
    assert by_role(found, Role.BOILERPLATE) == ["Home"]


def test_comments_know_their_writers() -> None:
    found = page(
        "<article><p>The article's own words about the river and its towns.</p></article>"
        "<section id=comments><h3>Two comments</h3><ol class=comment-list>"
        "<li class=comment id=comment-1><article class=comment-body>"
        "<footer class=comment-meta><b class=fn>Ann Lee</b><time>May 3</time></footer>"
        "<div class=comment-content><p>I do not believe it.</p></div></article>"
        "<ol><li class=comment><span class=comment-author>Bo Chi:</span><p>Nor do I.</p></li></ol>"
        "</li></ol></section>"
    )
    comments = [
        (block.speaker, block.span.of(found.text))
        for block in found.blocks
        if block.role is Role.COMMENT
    ]
    assert comments == [
        (None, "Two comments"),
        ("Ann Lee", "I do not believe it."),
        ("Bo Chi", "Nor do I."),
    ]
    assert by_role(found, Role.BOILERPLATE) == ["Ann Lee", "May 3", "Bo Chi:"]


def test_marked_elements_give_roles() -> None:
    found = page(
        "<section class=abstract><h2>Abstract</h2><p>In short.</p></section>"
        "<figure><img alt=no><figcaption>A bridge</figcaption></figure>"
        "<blockquote>Quoted.</blockquote><aside role=doc-footnote>1 A note.</aside>"
        "<ol class=references><li>Lee 2020</li></ol><p>The text of the page goes on here.</p>"
    )
    roles = {block.span.of(found.text): block.role for block in found.blocks}
    assert roles == {
        "Abstract": Role.HEADING,
        "In short.": Role.ABSTRACT,
        "A bridge": Role.CAPTION,
        "Quoted.": Role.QUOTATION,
        "1 A note.": Role.NOTE,
        "Lee 2020": Role.REFERENCE,
        "The text of the page goes on here.": Role.UNKNOWN,
    }


def test_a_table_row_is_a_block_and_a_layout_table_is_not() -> None:
    found = page(
        "<table><caption>Towns</caption><tr><th>City<th>People<tr><td>Qom<td><p>1200</p></table>"
        "<table><tr><td><h2>News</h2><p>One.</p><p>Two.</p></td><td><table><tr><td>a<td>b"
        "</table></td></tr></table>"
    )
    assert quotes(found.text, found.blocks) == [
        "Towns",
        "City\tPeople",
        "Qom\t1200",
        "News",
        "One.",
        "Two.",
        "a\tb",
    ]


def test_the_encoding_is_the_one_the_page_declares() -> None:
    words = "Мост откроют весной."
    markup = f"<html><head><meta charset='koi8-r'></head><p>{words}</p>".encode("koi8-r")
    assert read("a.html", markup)[0].text == words
    old = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>大桥开放了</p>'
    assert read("a.html", old.encode("gbk"))[0].text == "大桥开放了"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "deep" + "</div>" * 100_000,
        "<div>" * 20_000 + "deep",
        "<table><tr><td>" * 5_000 + "deep",
        "<ul><li>" * 10_000 + "deep",
        "<b><p>" * 10_000 + "deep",
        "</div>" * 100_000 + "deep",
    ],
)
def test_depth_is_no_danger(markup: str) -> None:
    assert page(markup).text == "deep"


def test_entities_of_the_page_s_own_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    found = page(
        f'<!DOCTYPE html [<!ENTITY a0 "ha">{bomb}]><p>&a9; <!ENTITY x SYSTEM "file:///etc/passwd">&x;</p>'
    )
    assert len(found.text) < 2_000
    assert "root:" not in found.text


def test_a_picture_is_no_page() -> None:
    with pytest.raises(UnreadableFile, match="PNG"):
        read("a.html", b"\x89PNG\r\n\x1a\n....")
