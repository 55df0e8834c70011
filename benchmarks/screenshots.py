"""The page as pictures for the documentation: `python benchmarks/screenshots.py [FOLDER]`.

Makes a library of the demo documents in a temporary folder, asks it questions in a real Chromium
and writes PNG files into FOLDER (docs/images by default).
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.app import serving

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Picture:
    """One screenshot: a question asked in an interface, at a width, in an appearance."""

    name: str
    path: str
    question: str
    width: int = 1280
    height: int = 800
    scheme: str = "light"
    look: bool = True


PESKOV = "What did Dmitry Peskov say on January 24?"
PICTURES = (
    Picture("ask-en", "/", PESKOV),
    Picture("ask-zh", "/zh/", "佩斯科夫是哪一天表示愿意同美方对话的？"),
    Picture("ask-fa", "/fa/", "چند سرباز چینی در رزمایش وستوک ۲۰۱۸ شرکت کردند؟", scheme="dark"),
    Picture("ask-ar", "/ar/", "كم نسبة ما جاء من روسيا من أسلحة الصين بين عامي ٢٠١٤ و٢٠١٨؟"),
    Picture("not-found", "/", "What is the population of Vladivostok?", look=False),
    Picture("phone", "/", PESKOV, 390, 800, look=False),
    Picture("phone-source", "/", PESKOV, 390, 800),
)
DRAFT = (
    "On January 24 Dmitry Peskov said that Russia was ready to talk with Joe Biden's team. "
    "The land border is longer than 5,200 kilometers. Vladivostok has a new opera house."
)
EVALUATED = 24
"""Questions of the demo file that the picture of an evaluation is made from."""


def main() -> None:
    """Take every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        settings = replace(Settings(), data=Path(data))
        with opened(settings, Mode.SERVE) as engine:
            for _ in engine.ingest([ROOT / "seeds" / "documents"]):
                pass
            with serving(engine) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                for picture in PICTURES:
                    take(browser, address, picture, folder)
                library(browser, address, folder)
                draft(browser, address, folder)
                evaluation(browser, address, folder)


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """Ask, follow the first citation where wanted, and take the picture."""
    page = opened_page(browser, address + picture.path, picture)
    page.locator("#question textarea").fill(picture.question)
    page.locator("#question textarea").press("Enter")
    page.locator("#transcript .turn .actions").wait_for()
    page.locator("#live .turn").wait_for(state="detached")
    if picture.look:
        page.locator("#transcript .claims .cite, #transcript .hit").first.click()
        page.locator("#source .text").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    shoot(page, folder / f"{picture.name}.png")


def library(browser: Browser, address: str, folder: Path) -> None:
    """The Library tab."""
    page = opened_page(browser, address, PICTURES[0])
    page.locator("[role=tab][data-tab-id=library]").first.click()
    page.locator("#documents table").wait_for()
    shoot(page, folder / "library.png")


def draft(browser: Browser, address: str, folder: Path) -> None:
    """A draft that was checked, the words behind its first sentence beside it."""
    page = opened_page(browser, address, PICTURES[0])
    page.locator("[role=tab][data-tab-id=draft]").first.click()
    page.locator("#draft textarea").fill(DRAFT)
    page.locator("#check").click()
    page.locator("#checked .checked:not([aria-busy]) .cite").first.click()
    page.locator("#source .text").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    shoot(page, folder / "draft.png")


def evaluation(browser: Browser, address: str, folder: Path) -> None:
    """The figures of an evaluation."""
    page = opened_page(browser, address, PICTURES[0])
    page.locator("[role=tab][data-tab-id=evaluation]").first.click()
    lines = (ROOT / "seeds" / "questions.jsonl").read_bytes().splitlines(keepends=True)
    few = b"".join(lines[:: max(1, len(lines) // EVALUATED)])
    file = {"name": "questions.jsonl", "mimeType": "application/jsonl", "buffer": few}
    page.locator("#questions input[type=file]").set_input_files(files=file)
    page.locator("#evaluated .card").first.wait_for(timeout=300_000)
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    shoot(page, folder / "evaluation.png")


def opened_page(browser: Browser, address: str, picture: Picture) -> Page:
    """A fresh browser window on the page."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page = context.new_page()
    page.goto(address)
    page.locator("#transcript .empty").wait_for()
    return page


def shoot(page: Page, path: Path) -> None:
    """Write the picture and close the window."""
    page.screenshot(path=path)
    page.context.close()
    print(path)


if __name__ == "__main__":
    main()
