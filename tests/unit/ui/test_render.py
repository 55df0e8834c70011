"""Nothing a document says is anything but text on the page."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.render import Html, direction, element, escape, filled, isolated, join, prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<iframe src='//evil.example'></iframe>",
    "<style>*{display:none}</style>",
    "</p></div><h1>mine</h1>",
    "[click](javascript:alert(1))",
    "${alert(1)} `${trigger('judge')}` {{constructor.constructor('alert(1)')()}}",
    "<gradio-app src=x></gradio-app>",
    '"><svg onload=alert(1)>',
    "&lt;script&gt;&amp;",
]


class _Read(HTMLParser):
    """Collects the elements, attributes and text of a piece of HTML."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.text = [], {}, ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_text_stays_text(words):
    read = _Read(element("p", words))
    assert read.elements == ["p"]
    assert read.text == words


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_an_attribute_stays_its_value(words):
    read = _Read(element("p", title=words, data_x=words))
    assert read.elements == ["p"]
    assert read.attributes == {"title": words, "data-x": words}


@given(st.text())
def test_any_text_is_one_text_and_no_element_of_its_own(words):
    read = _Read(element("p", words))
    assert set(read.elements) <= {"p", "bdi"}
    kept = "".join("\ufffd" if _control(c) else c for c in words)
    assert read.text == kept


def _control(letter):
    return letter not in "\t\n" and (ord(letter) < 32 or 127 <= ord(letter) < 160 or _lone(letter))


def _lone(letter):
    return 0xD800 <= ord(letter) <= 0xDFFF


@given(st.text(), st.text())
def test_html_is_not_escaped_twice(one, two):
    assert join((escape(one), escape(two))) == escape(one) + escape(two)


@pytest.mark.parametrize("mark", "\u202a\u202d\u202e\u2066\u2067\u2068")
def test_direction_overrides_are_shown_and_kept_inside_an_isolate(mark):
    markup = element("p", f"safe{mark}gpj.exe")
    assert f'<bdi class="control" data-code="U+{ord(mark):04X}">{mark}</bdi>' in markup


def test_direction_marks_of_ordinary_writing_are_left_alone():
    assert escape("می\u200cخواهم\u200f") == "می\u200cخواهم\u200f"


@pytest.mark.parametrize("name", ["script", "style", "iframe", "p onload", "P", ""])
def test_elements_that_could_do_something_are_refused(name):
    with pytest.raises(ValueError, match="not an element"):
        element(name)


@pytest.mark.parametrize("name", ["onclick", "on_load", "a b", "x>"])
def test_attributes_that_could_do_something_are_refused(name):
    with pytest.raises(ValueError, match="not an attribute"):
        element("p", **{name: "x"})


def test_attributes_are_written_left_out_or_bare():
    assert element("input", type="text", disabled=True, hidden=False, title=None, max=3) == (
        '<input type="text" disabled max="3">'
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("NATO و روسیه هم‌پیمان نیستند", "rtl"),
        ("The word سلام means peace here", "ltr"),
        ("12:30 —", "ltr"),
        ("俄罗斯", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_is_that_of_most_letters(words, expected):
    assert direction(words) == expected
    assert f'dir="{expected}"' in isolated(words)
    assert f'dir="{expected}"' in prose("p", words)


def test_children_stand_in_for_the_text_of_a_paragraph():
    assert prose("p", "سلام", "a", Html("<b>b</b>")) == '<p dir="rtl">a<b>b</b></p>'


def test_what_fills_a_phrase_keeps_its_own_direction_and_is_escaped():
    html = filled("“{title}” went at {when}.", title="<سلام>", when="noon")
    assert html == '“<bdi dir="rtl">&lt;سلام&gt;</bdi>” went at <bdi dir="ltr">noon</bdi>.'
