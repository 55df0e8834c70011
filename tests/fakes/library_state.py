"""What a library should hold after some changes, said without a library."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

from rag.index.library import Library
from rag.records import Provenance
from tests.fakes.documents import Made, made

SOURCES = 10


@dataclass
class State:
    """What the library should hold: by source its version, whether removed, and its title."""

    version: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    title: dict[str, str] = field(default_factory=dict)
    old: set[tuple[str, int]] = field(default_factory=set)

    def after(self, change: list[Any]) -> State:
        """The state once the change is made."""
        kind, source, *rest = change
        state = State.load(self.dump())
        if kind == "write":
            if source in state.version and state.version[source] != rest[0]:
                state.old.add((source, state.version[source]))
            state.old.discard((source, rest[0]))
            state.version[source] = rest[0]
            state.removed.discard(source)
        elif kind == "edit":
            state.title[source] = rest[0]
        elif kind == "remove":
            state.removed.add(source)
        elif kind == "restore":
            state.removed.discard(source)
        elif kind == "erase":
            del state.version[source]
            state.removed.discard(source)
            state.title.pop(source, None)
            state.old = {(name, version) for name, version in state.old if name != source}
        return state

    def next_change(self, chance: random.Random) -> list[Any]:
        """A change that makes sense now."""
        source = f"paper {chance.randrange(SOURCES)}"
        if source not in self.version or chance.random() < 0.4:
            return ["write", source, chance.randrange(1_000)]
        if source in self.removed:
            return [chance.choice(["restore", "erase"]), source]
        kind = chance.choice(["edit", "remove", "erase", "drain", "drain"])
        return [kind, source, f"Title {chance.randrange(1_000)}"][: 3 if kind == "edit" else 2]

    def dump(self) -> str:
        return json.dumps(
            [self.version, sorted(self.removed), self.title, sorted(map(list, self.old))]
        )

    @classmethod
    def load(cls, dumped: str) -> State:
        version, removed, title, old = json.loads(dumped)
        return cls(version, set(removed), title, {(name, number) for name, number in old})


def paper(source: str, version: int) -> Made:
    """The version of a source: a few paragraphs, each with a word of its own."""
    marks = [word_for(source, version, paragraph) for paragraph in range(2 + version % 4)]
    return made(
        source,
        *(f"Paragraph {place} of the paper has {mark} in it." for place, mark in enumerate(marks)),
        provenance=Provenance(title=f"Paper {version}"),
    )


def word_for(source: str, version: int, paragraph: int) -> str:
    """A word that only one paragraph of one version has, in letters alone."""
    number = f"{source.split()[-1]}x{version}x{paragraph}"
    return number.translate(str.maketrans("0123456789", "bcdfghjkmn")) + "q"


Look = dict[str, tuple[str, str | None]]


def look(library: Library) -> Look:
    """State and title of every document by id."""
    every = library.corpus.documents(include_removed=True)
    return {
        entry.id: (entry.state.replace("indexing", "ready"), entry.provenance.title)
        for entry in every
    }


def expected(state: State) -> Look:
    looks: Look = {}
    for source, version in [*state.version.items(), *state.old]:
        of = paper(source, version).document
        kind = "replaced" if state.version.get(source) != version else "ready"
        kind = "removed" if kind == "ready" and source in state.removed else kind
        looks[of.id] = (kind, state.title.get(source, of.provenance.title))
    return looks
