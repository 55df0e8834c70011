"""Who says it, where else it stands, and whether both languages say the same.

    PYTHONPATH=. python benchmarks/evidence.py [speech] [twins] [differences] [copies] [speed]

Needs the evaluation sets (FOOTNOTE_SHARED, else ../shared) for all but `speech` and `speed`.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

import numpy as np

from benchmarks import sections
from rag.index import copies
from rag.index.database import Database
from rag.index.differences import differences
from rag.index.sketch import sketch
from rag.index.terms import DocumentTerms
from rag.index.twins import pairs
from rag.records import Passage, Span
from rag.settings import load
from rag.text import words
from rag.text.speech import attributed
from rag.wiring import open_embedder

ROOT = Path(__file__).resolve().parent.parent
SHARED = sections.shared()
PARALLEL = ("en", "zh", "ru", "ar")
SEED = 7


def main(parts: Sequence[str]) -> None:
    """Print the figures of the parts named, or of all."""
    for name, part in PARTS.items():
        if not parts or name in parts:
            print(f"\n## {name}")
            part()


def speech() -> None:
    """Speakers named in sixty sentences: right, wrong and missed, by half and language."""
    told: Counter[tuple[str, str, str]] = Counter()
    for line in (ROOT / "tests/data/speech/sentences.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = attributed(row["sentence"], row["language"])
        told[row["half"], row["language"], outcome(found and found.speaker, row["speaker"])] += 1
    for half in ("tune", "kept"):
        of_half = Counter({k: n for k, n in told.items() if k[0] == half})
        for language in (*sorted({k[1] for k in of_half}), None):
            print(half, language or "all", *_shares(of_half, language), sep="\t")


def outcome(found: str | None, wanted: Sequence[str]) -> str:
    """Of one sentence; a name with its office before it is right as well."""
    if found is None:
        return "missed" if wanted else "none"
    return "right" if any(found.endswith(name) for name in wanted) else "wrong"


def _shares(told: Counter[tuple[str, str, str]], language: str | None) -> Iterator[str]:
    count: Counter[str] = Counter()
    for (_, spoken, state), number in told.items():
        if language in (None, spoken):
            count[state] += number
    yield f"recall {count['right']}/{count['right'] + count['wrong'] + count['missed']}"
    yield f"precision {count['right']}/{count['right'] + count['wrong']}"


def articles(language: str) -> list[list[str]]:
    """The paragraphs of each parallel article; article i is the same in every language."""
    folder = SHARED / "eval" / f"xquad-part-{language}" / "corpus"
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    return [[part.strip() for part in text.split("\n\n") if part.strip()] for text in texts]


def passages(parts: Sequence[tuple[str, str]]) -> list[Passage]:
    """Language and text of each passage, as one document."""
    found, start = [], 0
    for language, text in parts:
        found.append(Passage("d", Span(start, start + len(text)), text, language))
        start += len(text) + 2
    return found


def twins() -> None:
    """Pairs found in bilingual documents made of parallel articles, and of unrelated ones."""
    embedder = open_embedder(load({}).settings)
    told = {language: articles(language) for language in PARALLEL}
    vector = {
        (language, text): row
        for language, texts in told.items()
        for article in texts
        for text, row in zip(article, embedder.embed_passages(article), strict=True)
    }
    for layout in (alternating, halves, half_translated, unrelated):
        right = wrong = wanted = 0
        for one, other in permutations(PARALLEL, 2):
            for place, article in enumerate(told[one]):
                parts, true = layout(one, other, article, told[other], place)
                rows = np.array([vector[part] for part in parts])
                found = {(p.first, p.second) for p in pairs(passages(parts), rows)}
                right, wrong = right + len(found & true), wrong + len(found - true)
                wanted += len(true)
        print(layout.__name__, f"found {right}/{wanted}", f"wrong {wrong}", sep="\t")


Layout = tuple[list[tuple[str, str]], set[tuple[int, int]]]


def alternating(one: str, other: str, own: list[str], theirs: list[list[str]], at: int) -> Layout:
    """Each paragraph followed by its translation."""
    both = zip(own, theirs[at], strict=True)
    parts = [part for text, twin in both for part in ((one, text), (other, twin))]
    return parts, {(2 * n, 2 * n + 1) for n in range(len(own))}


def halves(one: str, other: str, own: list[str], theirs: list[list[str]], at: int) -> Layout:
    """The article, then its translation."""
    parts = [*((one, text) for text in own), *((other, text) for text in theirs[at])]
    return parts, {(n, n + len(own)) for n in range(len(own))}


def half_translated(
    one: str, other: str, own: list[str], theirs: list[list[str]], at: int
) -> Layout:
    """The article, then a translation of every other paragraph."""
    kept = range(0, len(own), 2)
    parts = [*((one, text) for text in own), *((other, theirs[at][n]) for n in kept)]
    return parts, {(n, len(own) + place) for place, n in enumerate(kept)}


def unrelated(one: str, other: str, own: list[str], theirs: list[list[str]], at: int) -> Layout:
    """The article, then another one in another language."""
    following = theirs[(at + 1) % len(theirs)]
    return [*((one, text) for text in own), *((other, text) for text in following)], set()


def planted(text: str, language: str, kind: str, chance: random.Random) -> str | None:
    """The text with one number, year or negation altered; None where it holds none."""
    form, change = (NEGATIONS[language], "") if kind == "negation" else PLANTS[kind]
    places = list(re.finditer(form, text))
    if not places:
        return None
    place = chance.choice(places)
    return text[: place.start()] + re.sub(form, change, place[0]) + text[place.end() :]


NEGATIONS = {
    "en": r"(?<=(?:is|as|re|an|ld|ll|id|es|do) )not ",
    "zh": r"没有|并未|不会|不能",
    "ru": r"(?<!\w)не ",
    "ar": r"(?<!\w)(?:لم|لن|ليس) ",
}
PLANTS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "number": (
        r"(?<![\w.,-])\d{1,3}(?:[.,]\d+)?(?![\w,.]*\d)",
        lambda match: str(int(match[0][0]) % 9 + 1) + match[0][1:],
    ),
    "year": (
        r"(?<!\d)(?:1[5-9]\d\d|20[0-2]\d)(?!\d)",
        lambda match: str(int(match[0]) + 3),
    ),
}


def difference_figures() -> None:
    """Warnings on professional translations as they are, and on ones with a planted error."""
    told = {language: articles(language) for language in PARALLEL}
    honest = [
        (passages([(one, text)])[0], passages([(other, twin)])[0])
        for one, other in permutations(PARALLEL, 2)
        for own, theirs in zip(told[one], told[other], strict=True)
        for text, twin in zip(own, theirs, strict=True)
    ]
    warned = [found for found in (differences(*pair) for pair in honest) if found]
    kinds = Counter(each.kind for found in warned for each in found)
    print("as translated", f"{len(warned)} of {len(honest)} pairs warned of", dict(kinds), sep="\t")
    for each in {(d.kind, d.here[:70], d.there[:70]) for found in warned for d in found}:
        print("", *each, sep="\t")
    chance = random.Random(SEED)
    for kind in (*PLANTS, "negation"):
        tried = seen = 0
        for here, there in honest:
            text = planted(there.text, there.language, kind, chance)
            if text is not None:
                tried += 1
                changed = passages([(there.language, text)])[0]
                seen += len(differences(here, changed)) > len(differences(here, there))
        print("planted", kind, f"{seen}/{tried} told", sep="\t")


def copy_figures() -> None:
    """Unrelated documents taken for copies, and edited or cut copies found."""
    texts = [
        (path, path.read_text("utf-8"))
        for path in sorted((SHARED / "eval").glob("*/corpus/*.txt"))
        if "-to-" not in path.parts[-3]
    ]
    sketches = [sketch(words.terms(text)) for _, text in texts]
    alike = [
        (texts[i][0], texts[j][0])
        for i, one in enumerate(sketches)
        for j, other in enumerate(sketches[:i])
        if max(one.share_in(other), other.share_in(one)) >= copies.MOSTLY
    ]
    print("documents", len(texts), "pairs taken for copies", len(alike), sep="\t")
    for pair in alike[:10]:
        print("", *("/".join(path.parts[-3:]) for path in pair), sep="\t")
    chance = random.Random(SEED)
    for share in (0.02, 0.05, 0.1, 0.15, 0.2):
        found = fingerprinted = 0
        for (_, text), whole in zip(texts, sketches, strict=True):
            changed = sketch([_edited(term, share, chance) for term in words.terms(text)])
            found += changed.share_in(whole) >= copies.MOSTLY
            shared = np.isin(changed.fingerprints, whole.fingerprints).mean()
            fingerprinted += shared >= copies.SHARED_FINGERPRINTS
        print(
            f"{share:.0%} of words changed",
            f"copies {found}/{len(texts)}",
            f"candidates {fingerprinted}/{len(texts)}",
            sep="\t",
        )


def _edited(term: str, share: float, chance: random.Random) -> str:
    return f"{term}x" if chance.random() < share else term


def speed() -> None:
    """Time to find copies while a library grows to 100,000 passages, a tenth of it reprints."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder))
        with database.writing() as connection:
            times = list(_entered(connection))
        for at in (500, 2_000, len(times)):
            mean = 1000 * float(np.mean(times[at - 200 : at]))
            print(f"{20 * at:,} passages", f"{mean:.1f} ms a document of 20 passages", sep="\t")
        (found,) = connection.execute("SELECT count(*) / 2 FROM copies").fetchone()
        print(
            "pairs of copies",
            found,
            f"{database.path.stat().st_size >> 20} MB with terms",
            sep="\t",
        )
        database.close()


def _entered(connection: sqlite3.Connection, documents: int = 5_000) -> Iterator[float]:
    chance = np.random.default_rng(SEED)
    last: tuple[str, ...] = ()
    for row in range(1, documents + 1):
        ranks = np.minimum(chance.zipf(1.3, (20, 100)), 200_000)
        fresh = tuple(" ".join(f"t{rank}" for rank in line) for line in ranks.tolist())
        last = fresh if row % 10 or not last else (*last[:19], fresh[0])
        _put(connection, row, last)
        began = time.perf_counter()
        copies.enter(connection, row)
        yield time.perf_counter() - began


def _put(connection: sqlite3.Connection, row: int, bodies: tuple[str, ...]) -> None:
    connection.execute(
        "INSERT INTO documents (rowid, id, source, root, state, reading, original, "
        "reader_version, provenance, problems, characters, added) "
        "VALUES (?1, ?1, ?1, '', 'ready', '', '', '', '{}', '[]', 0, '')",
        (row,),
    )
    packed = DocumentTerms("", bodies).packed()
    connection.execute("INSERT INTO contents VALUES (?, '', '[]', ?)", (row, packed))
    connection.executemany(
        "INSERT INTO passages (document, start_char, end_char, language, role, role_read) "
        "VALUES (?, ?, ?, 'en', 'body', 'body')",
        [(row, place, place + 1) for place in range(len(bodies))],
    )


PARTS = {
    "speech": speech,
    "twins": twins,
    "differences": difference_figures,
    "copies": copy_figures,
    "speed": speed,
}

if __name__ == "__main__":
    main(sys.argv[1:])
