"""The viewer shows the canonical text, whole, with exactly the cited words marked."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rag.engine import Shown
from rag.records import Block, Document, Passage, Provenance, Role, Span
from ui.languages import words
from ui.viewer import Marked, whole_text

WORDS = words("en")


class _Page(HTMLParser):
    """The text of a viewer's HTML, its marks by class, and its paragraphs' attributes."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.text, self.marked, self.paragraphs, self._mark = "", {}, [], None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "p":
            self.paragraphs.append(dict(attrs))
        if tag == "mark":
            self._mark = dict(attrs)["class"]

    def handle_endtag(self, tag):
        if tag == "mark":
            self._mark = None

    def handle_data(self, data):
        self.text += data
        if self._mark:
            self.marked[self._mark] = self.marked.get(self._mark, "") + data


def shown(text, blocks=(), passages=()):
    document = Document("d", "d.txt", text, Provenance(), tuple(blocks))
    made = (
        Passage("d", span, span.of(text), language, role, speaker)
        for span, language, role, speaker in passages
    )
    return Shown(document, tuple(made))


def page(given_document, *marks):
    return _Page(whole_text(given_document, [Marked(*mark) for mark in marks], WORDS))


ANY = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n")
)


@given(ANY, st.data())
def test_the_text_is_whole_and_the_marked_letters_are_those_of_the_span(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    blocks = [Block(Span(a, b)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    read = page(shown(text, blocks), (Span(start, end), "cited"))
    assert read.text == text
    marked = read.marked.get("cited", "")
    assert "".join(marked.split()) == "".join(text[start:end].split())


def test_a_mark_over_two_paragraphs_is_marked_in_both():
    text = "First part.\n\nSecond part."
    read = page(shown(text), (Span(6, 19), "cited"))
    assert read.marked == {"cited": "part.Second"}
    assert len(read.paragraphs) == 2


def test_the_cited_words_and_their_twin_are_told_apart():
    text = "Peace.\n\n和平。"
    read = page(shown(text), (Span(0, 6), "cited"), (Span(8, 11), "twin"))
    assert read.marked == {"cited": "Peace.", "twin": "和平。"}


def test_paragraphs_carry_role_language_direction_and_speaker():
    text = "menu\n\nسلام دنیا\n\nI disagree."
    read = page(
        shown(
            text,
            [Block(Span(0, 4), Role.BOILERPLATE, page=1), Block(Span(6, 15), page=2)],
            [
                (Span(0, 4), "en", Role.BOILERPLATE, None),
                (Span(6, 15), "fa", Role.BODY, None),
                (Span(17, 28), "en", Role.COMMENT, "Lev"),
            ],
        )
    )
    menu, greeting, comment = read.paragraphs
    assert menu["class"] == "role-boilerplate"
    assert (menu["data-label"], menu["data-page"]) == ("page furniture", "Page 1")
    assert (greeting["dir"], greeting["lang"], greeting["data-page"]) == ("rtl", "fa", "Page 2")
    assert (comment["class"], comment["data-label"]) == ("role-comment", "reader's comment · Lev")


def test_hostile_text_is_shown_as_it_is():
    text = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ${alert(1)} {{x}}"
    read = page(shown(text), (Span(0, 8), "cited"))
    assert read.text == text
    assert read.marked == {"cited": "<script>"}


def test_the_mark_of_a_heading_stands_on_its_line():
    text = "Before.\n\n## A heading\n\n- item"
    read = page(shown(text, [Block(Span(0, 7)), Block(Span(12, 21), Role.HEADING)]))
    assert read.text == text
    assert [each["class"] for each in read.paragraphs] == [
        "role-unknown",
        "role-heading",
        "role-unknown",
    ]
