"""Real servers over one small library: open to everybody, and with people who sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from rag.engine import Engine
from rag.server import run
from rag.server.accounts import Accounts
from rag.server.background import served
from rag.server.service import Service
from rag.settings import ServerSettings, Settings, load
from rag.wiring import Mode, opened

LIGHTHOUSE = """The lighthouse at Skagen was built in 1747.

Its keeper, Anna Bech, said that the lamp burned rape oil.

In 1858 a taller tower replaced it, and the old one became a school.
"""
HARBOUR = """بندر انزلی در سال ۱۳۰۲ بازسازی شد.

مهندس رضا کاوه گفت که اسکله از چوب بلوط ساخته شده بود.
"""
HOSTILE = """The zebrafinch treaty [^7] was signed in 1987 <img src=x onerror=alert(1)>.

[click](javascript:alert(1)) ![beacon](http://evil.example/a.png) is what the zebrafinch
clause says.
"""
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Person:
    """Somebody with a key."""

    name: str
    key: str


@dataclass(frozen=True)
class Site:
    """A running server."""

    address: str
    service: Service
    people: dict[str, Person]

    def client(self, person: str | None = None, **options: object) -> httpx.Client:
        """A client that sends the person's key."""
        headers = {"Authorization": f"Bearer {self.people[person].key}"} if person else {}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, **options)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over three small documents."""
    folder = tmp_path_factory.mktemp("served")
    documents = folder / "documents"
    documents.mkdir()
    for name, text in (
        ("lighthouse.txt", LIGHTHOUSE),
        ("harbour.txt", HARBOUR),
        ("hostile.txt", HOSTILE),
    ):
        (documents / name).write_text(text, encoding="utf-8")
    settings: Settings = load({"data": str(folder / "data")}, {}).settings
    with opened(settings, Mode.SERVE) as made:
        list(made.ingest([documents]))
        yield made


Opening = Callable[..., AbstractContextManager[Site]]


@pytest.fixture(scope="session")
def serve(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Opening:
    """Opens servers over the engine with settings of their own."""

    @contextmanager
    def opening(*names: str, over: Engine = engine, **settings: object) -> Iterator[Site]:
        file = tmp_path_factory.mktemp("accounts") / "accounts.json"
        accounts = Accounts(file)
        for name in names:
            accounts.add(name, PASSWORD)
        people = {name: Person(name, accounts.issue_key(name, "tests").secret) for name in names}
        given = ServerSettings(accounts=str(file), requests_per_minute=0)
        server = replace(given, **settings)
        own = replace(over, settings=replace(over.settings, server=server))
        service = Service.over(own)
        with served(run.config(run.application(service), "127.0.0.1", 0)) as address:
            yield Site(address, service, people)

    return opening


@pytest.fixture(scope="session")
def site(serve: Opening) -> Iterator[Site]:
    """A server open to everybody on this machine."""
    with serve() as running_site:
        yield running_site


@pytest.fixture
def api(site: Site) -> Iterator[httpx.Client]:
    """A client of the open server."""
    with site.client() as client:
        yield client


@pytest.fixture(scope="session")
def guarded(serve: Opening) -> Iterator[Site]:
    """A server where Anna and بهار sign in."""
    with serve("anna", "بهار") as running_site:
        yield running_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path
