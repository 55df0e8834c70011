"""Chroma named by a setting, and shared by two readers of a library through a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.adapters.chroma_store import settings
from rag.adapters.vectors import ChromaServer, LocalChroma, opener
from rag.errors import LibraryError, SettingsError
from rag.index.library import Library
from rag.index.store import Place
from tests.fakes.chroma_server import free_port, running
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made

PAPERS = [made(f"{n}.txt", f"Paper {n} on bridges.", f"Towers and {n} more.") for n in range(30)]


def opened(folder: Path, server: ChromaServer) -> Library:
    return Library.open(folder, EMBEDDER.name, DIMENSIONS, store=server, exact_limit=0)


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ("off", None),
        ("", None),
        ("local", LocalChroma()),
        ("vectors.example", ChromaServer("vectors.example", 8000)),
        ("127.0.0.1:9000", ChromaServer("127.0.0.1", 9000)),
        ("http://host:81/", ChromaServer("host", 81)),
        ("https://host", ChromaServer("host", 443, ssl=True)),
        ("[::1]:8000", ChromaServer("::1", 8000)),
    ],
)
def test_a_setting_names_a_store(setting: str, meant: object) -> None:
    assert opener(setting) == meant


@pytest.mark.parametrize("setting", ["host:port", "ftp://host", "http://", "host:99999999"])
def test_a_setting_that_names_nothing_is_refused(setting: str) -> None:
    with pytest.raises(SettingsError, match="chroma"):
        opener(setting)


def test_two_processes_search_what_one_of_them_feeds(folder: Path, tmp_path: Path) -> None:
    with running(tmp_path / "server") as server:
        with opened(folder, server) as writer:
            for each in PAPERS:
                each.write_to(writer.corpus)
            writer.drain()
            with opened(folder, server) as reader:
                assert writer.mirror is not None
                assert reader.mirror is not None
                assert (writer.mirror.owned, reader.mirror.owned) == (True, False)
                assert reader.mirror.store.count() == 60
                query = PAPERS[7].vectors[1]
                first = writer.dense.nearest(query, 9)
                assert reader.dense.nearest(query, 9).ids == first.ids
                writer.corpus.remove("7.txt")
                assert reader.dense.nearest(query, 9).ids != first.ids
                writer.drain()
                assert reader.mirror.store.count() == 58
        with opened(folder, server) as again:
            assert again.mirror is not None
            assert again.mirror.store.count() == 58


def test_a_library_whose_server_is_silent_says_so(folder: Path) -> None:
    with pytest.raises(LibraryError, match="chroma run"):
        opened(folder, ChromaServer("127.0.0.1", free_port()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_collection_made_for_a_shorter_search_is_searched_as_far_as_a_new_one(
    tmp_path: Path,
) -> None:
    import chromadb

    old = Place(tmp_path / "1", "library", "words-v1-b1")
    client = chromadb.PersistentClient(str(old.folder), settings=settings())
    short = {"hnsw": {"space": "cosine", "ef_search": 10}}
    client.create_collection(old.collection, configuration=short, embedding_function=None)
    client.close()
    reach = []
    for place in (old, Place(tmp_path / "2", "library", "words-v1-b1")):
        LocalChroma().open(place).close()
        client = chromadb.PersistentClient(str(place.folder), settings=settings())
        collection = client.get_collection(place.collection, embedding_function=None)
        reach.append(collection.configuration_json["hnsw"]["ef_search"])
        client.close()
    assert reach[0] == reach[1] > 10
