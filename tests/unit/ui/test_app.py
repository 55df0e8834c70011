"""Where the page may listen, and what it is made of."""

import os

import pytest

import ui
from rag.errors import UsageError
from ui.app import launch
from ui.assets import head, script
from ui.theme import THEME


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_an_address_others_can_reach_is_refused_without_sign_in(demo, host):
    with pytest.raises(UsageError, match="nobody has to sign in"):
        launch(demo, host, 7860)


def test_nothing_is_told_to_anybody_about_use():
    assert ui.__doc__
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_no_style_script_or_font_comes_from_elsewhere():
    sheets = head()
    assert "url(" not in sheets
    assert "@import" not in sheets
    assert "http://www.w3.org/2000/svg" in sheets.replace("%3A", ":").replace("%2F", "/")
    assert THEME._stylesheets == []
    assert THEME._font_css == []


NAMES = [
    "transcript.js",
    "live.js",
    "source.js",
    "shelf.js",
    "library.js",
    "report.js",
    "settings.js",
    "masthead.js",
    "places.js",
    "roles.js",
    "runs.js",
    "evaluation.js",
    "signin.js",
]


@pytest.mark.parametrize("name", NAMES)
def test_scripts_ask_no_address_but_the_pages_own(name):
    text = script(name)
    assert "http:" not in text
    assert "https:" not in text
    assert "fetch(" not in text
