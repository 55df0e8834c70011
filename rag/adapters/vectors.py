"""Chroma as the vector store: in this process, or on a server that several processes share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from rag.adapters.chroma_store import SERVER_WAY_OUT, ChromaStore, settings, translated
from rag.errors import LibraryError, SettingsError
from rag.index.store import Place, StoreOpener
from rag.ports import VectorStore

if TYPE_CHECKING:
    from chromadb.api.client import Client

_DEFAULT_PORT = 8_000
_SILENCE_S = 30.0  # a busy server takes seconds for a batch; one that hangs never ends


def opener(chroma: str) -> StoreOpener | None:
    """The kind of store a setting names: "off", "local", or a server's address.

    An address is `host`, `host:port` or an http(s) URL. Raises SettingsError for anything else.
    """
    if chroma in ("", "off"):
        return None
    if chroma == "local":
        return LocalChroma()
    return ChromaServer.at(chroma)


@dataclass(frozen=True, slots=True)
class LocalChroma:
    """Chroma in this process, in a folder of its own: one process at a time."""

    address: str = "local"
    shared: bool = False

    def open(self, place: Place) -> VectorStore:
        """The collection at `place`, made when missing; raises LibraryDamaged."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient

        with translated(f"the vector store in {place.folder}"):
            try:
                client = chromadb.PersistentClient(str(place.folder), settings=settings())
            except BaseException:
                # Chroma would hand out what failed to start to whoever opens the folder next.
                SharedSystemClient._identifier_to_system.pop(str(place.folder), None)
                raise
        return ChromaStore(
            cast("Client", client), place.collection, f"the vector store in {place.folder}"
        )

    def discard(self, place: Place) -> None:
        """Delete the folder of a collection."""
        shutil.rmtree(place.folder, ignore_errors=True)

    def sweep(self, place: Place) -> None:
        """Delete the folders beside this one, each a collection of the library."""
        for folder in place.folder.parent.iterdir():
            if folder.is_dir() and folder != place.folder:
                shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A server started with `chroma run`: any number of processes at a time.

    One that says nothing for `silence_s` is taken for one that does not answer.
    """

    host: str
    port: int = _DEFAULT_PORT
    ssl: bool = False
    shared: bool = True
    silence_s: float = _SILENCE_S

    @classmethod
    def at(cls, address: str) -> ChromaServer:
        """The server at `host`, `host:port` or an http(s) URL; raises SettingsError."""
        parts = urlsplit(address if "//" in address else f"http://{address}")
        try:
            port = parts.port
        except ValueError as wrong:
            raise SettingsError([f'chroma: "{address}" has no valid port ({wrong})']) from wrong
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError([f'chroma: "{address}" is no address such as localhost:8000'])
        ssl = parts.scheme == "https"
        return cls(parts.hostname, port or (443 if ssl else _DEFAULT_PORT), ssl)

    @property
    def address(self) -> str:
        return f"{'https' if self.ssl else 'http'}://{self.host}:{self.port}"

    def open(self, place: Place) -> VectorStore:
        """The collection named by `place`, made when missing; raises LibraryError."""
        return ChromaStore(self._client(), place.collection, self._name)

    def discard(self, place: Place) -> None:
        """Delete a collection from the server, if it is there."""
        self._delete(lambda name: name == place.collection)

    def sweep(self, place: Place) -> None:
        """Delete the other collections of the library, and none of another one."""
        self._delete(lambda name: name.startswith(place.family) and name != place.collection)

    @property
    def _name(self) -> str:
        return f"the Chroma server at {self.address}"

    def _delete(self, doomed: Callable[[str], bool]) -> None:
        client = self._client()
        with translated(self._name):
            for found in client.list_collections():
                if doomed(found.name):
                    client.delete_collection(found.name)
            client.close()

    def _client(self) -> Client:
        import chromadb
        import httpx

        with translated(self._name):
            httpx.get(f"{self.address}/api/v2/heartbeat", timeout=self.silence_s)
        try:
            client = chromadb.HttpClient(self.host, self.port, ssl=self.ssl, settings=settings())
        except ValueError as refused:  # what Chroma raises when nobody answers
            raise LibraryError(f"{self._name}: {refused} {SERVER_WAY_OUT}") from refused
        # Chroma waits for ever and has no setting for that.
        client._server._session.timeout = self.silence_s  # type: ignore[attr-defined]
        return cast("Client", client)
