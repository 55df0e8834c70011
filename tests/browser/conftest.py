"""A page over a small real library, in a real Chromium that must stay on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from rag.flows.write import Writing
from rag.ports import ChatModel
from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.app import serving

CHROMIUM = Path("/usr/bin/chromium")
DOCUMENTS = Path(__file__).parents[2] / "seeds" / "documents"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = """<script>window.hurt = 1; fetch('http://evil.example/a')</script>

<img src=http://evil.example/b onerror="window.hurt = 2"> The zebrafinch treaty was signed in 1987.

<iframe src="http://evil.example/c"></iframe><style>body { display: none }</style>

[click me](javascript:window.hurt=3) ${window.hurt = 4} {{constructor.constructor('hurt=5')()}}

The zebrafinch \u202etxet desrever\u202c clause and `${trigger('erased')}` stay as they are.
"""


@dataclass(frozen=True)
class Site:
    """A running page: its address, and its library's folder."""

    address: str
    data: Path


@dataclass
class Watch:
    """What a browser did that it should not: other hosts asked, errors told, scripts stopped."""

    address: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._told)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def _told(self, message: ConsoleMessage) -> None:
        # Gradio reports its event stream broken off when a page is left while it is open.
        left = "signal is aborted" in message.text or "Connection errored out" in message.text
        if message.type == "error" and not left:
            self.errors.append(message.text)


@contextmanager
def served(settings: Settings, *documents: Path, model: ChatModel | None = None) -> Iterator[Site]:
    """The page over a library made of `documents`, its answers written by `model` where given."""
    with opened(settings, Mode.SERVE) as engine:
        for _ in engine.ingest(documents):
            pass
        if model:
            engine.asking.writing = Writing(
                model,
                engine.library.corpus,
                engine.embedder,
                engine.asking.quoting,
                settings.answer,
            )
        with serving(engine) as address:
            yield Site(address, settings.data)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo library and one hostile document."""
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    folder = tmp_path_factory.mktemp("site")
    hostile = folder / "hostile.txt"
    hostile.write_text(HOSTILE, "utf-8")
    with served(replace(Settings(), data=folder / "data"), DOCUMENTS, hostile) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has windows of its own."""
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """Somebody at the page, in a browser of their own."""

    def __init__(self, browser: Browser, site: Site, **options: object) -> None:
        size = options.pop("viewport", {"width": 1280, "height": 800})
        self.site = site
        self.context = browser.new_context(viewport=size, **options)
        self.context.set_default_timeout(60_000)
        self.watch = Watch(site.address)
        self.watch.over(self.context)
        self.page: Page = self.context.new_page()

    def visit(self, path: str = "/") -> Page:
        """Open the page and wait until it can be used."""
        self.page.goto(f"{self.site.address}{path}")
        self.page.locator("#transcript .empty, #transcript .turn").first.wait_for()
        return self.page

    def to(self, tab: str) -> None:
        """Open one of the page's tabs: ask, draft, library, evaluation or settings."""
        self.page.locator(f"[role='tab'][data-tab-id='{tab}']").first.click()

    def violations(self) -> list[str]:
        """What axe finds on the page as it is against WCAG 2.1 AA."""
        result = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        return [each["id"] for each in result.response["violations"]]

    def ask(self, question: str) -> None:
        """Ask a question and wait for the whole answer."""
        turns = self.page.locator("#transcript .turn")
        before = turns.count()
        self.page.locator("#question textarea").fill(question)
        self.page.locator("#question textarea").press("Enter")
        turns.nth(before).wait_for()
        self.page.locator("#live .turn").wait_for(state="detached")

    def follow(self, number: int = 1) -> str:
        """Click a citation of the last answer; the highlighted words."""
        self.page.locator(
            f"#transcript .turn:last-of-type .claims [data-citation='{number}']"
        ).first.click()
        mark = self.page.locator("#source mark.cited")
        mark.first.wait_for()
        return "".join(mark.all_text_contents())


@pytest.fixture
def reader(chromium: Browser, site: Site) -> Iterator[Reader]:
    """A reader whose browser asked no other host and met no error."""
    someone = Reader(chromium, site)
    yield someone
    someone.context.close()
    assert someone.watch.foreign == []
    assert someone.watch.errors == []


@pytest.fixture
def readers(chromium: Browser, site: Site) -> Iterator[object]:
    """Makes readers with a browser and options of their own, watched likewise."""
    made: list[Reader] = []

    def make(**options: object) -> Reader:
        made.append(Reader(chromium, site, **options))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert each.watch.foreign == []
        assert each.watch.errors == []
