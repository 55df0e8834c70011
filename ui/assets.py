"""The page's own scripts and styles, read from beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

_FOLDER = Path(__file__).parent
_FRAME = ("style.css", "narrow.css", "print.css", "signin.css")
_PARTS = (
    "controls.css",
    "transcript.css",
    "composer.css",
    "source.css",
    "library.css",
    "draft.css",
    "evaluation.css",
)


_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#1f5f8b"/>'
    '<path d="M7 25h11M7 19h8" stroke="#fff" stroke-width="2.5" opacity=".6"/>'
    '<path d="M20.5 9 24 6.5V18" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)
"""A superscript 1 over two lines of text."""


@cache
def script(*names: str) -> str:
    """Scripts as `gr.HTML` takes them: the body of one function over `element` and `trigger`."""
    return "\n".join(_read(name) for name in names)


@cache
def head() -> str:
    """What goes into the document's head: the icon and the style sheet.

    The parts are nested in Gradio's container so that they outrank its resets of buttons and
    inputs. Gradio's own `css` parameter is not used: it loses every shorthand with a variable.
    """
    frame = "\n".join(_read(name) for name in _FRAME)
    parts = "\n".join(_read(name) for name in _PARTS)
    style = f"<style>\n{frame}\n.gradio-container {{\n{parts}\n}}\n</style>"
    return f'<link rel="icon" href="data:image/svg+xml,{quote(_ICON)}">\n{style}'


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")
