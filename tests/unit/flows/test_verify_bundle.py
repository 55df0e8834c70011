"""What becomes of a citation when its document stays, grows, is edited, renamed or removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.bundle import Bundle
from rag.bundle.fates import Fate, Verified
from rag.bundle.file import dumped, parsed
from rag.engine import Engine
from rag.records import Answer, AnswerVerdict, Citation, Evidence, QuoteStatus, Role, Span
from rag.settings import Settings, load
from rag.wiring import Mode, opened

TEXTS = {
    "bridge.txt": "The Veld bridge was opened in 1934. Its stones come from the quarry of Hollen. "
    "Fishermen never liked it, for it drove the eels away.\n",
    "پل.txt": "پل ولد در سال ۱۹۳۴ گشوده شد. سنگ‌های آن از معدن هولن آمده است.\n",
    "桥.txt": "维尔德桥于1934年通车。它的石料来自霍伦采石场。\n",
}
QUOTES = {
    "bridge.txt": "Its stones come from the quarry of Hollen.",
    "پل.txt": "سنگ‌های آن از معدن هولن آمده است.",
    "桥.txt": "它的石料来自霍伦采石场。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"data": str(tmp_path / "library")}, {}).settings


def bundled(engine: Engine) -> Bundle:
    """An answer that cites one sentence of each document, written to a file and read again."""
    citations = []
    for number, (source, quote) in enumerate(QUOTES.items(), 1):
        document = engine.show(source).document
        start = document.text.index(quote)
        citations.append(
            Citation(
                number, document.id, source, document.provenance,
                Span(start, start + len(quote)), quote, "en", Role.BODY,
            )
        )  # fmt: skip
    answer = Answer("Whence?", AnswerVerdict.ANSWERED, "", "en", citations=tuple(citations))
    return parsed(dumped(engine.bundle(answer)), "b.json")


def verified(settings: Settings, folder: Path, change: dict[str, str | None]) -> list[Verified]:
    """The fates after some files are written anew, or removed where the new text is None."""
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([folder]))
        bundle = bundled(engine)
        for name, text in change.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        list(engine.ingest([folder], prune=True))
        found = engine.verify(bundle)
        assert found.holds == all(
            each.fate in (Fate.UNCHANGED, Fate.MOVED) for each in found.citations
        )
        for each in found.citations:
            if each.found:
                text = engine.show(each.found.document_id).document.text
                assert each.found.span.of(text) == each.found.quote
        return list(found.citations)


def test_nothing_changed(settings: Settings, folder: Path) -> None:
    found = verified(settings, folder, {})
    assert [each.fate for each in found] == [Fate.UNCHANGED] * 3
    assert all(each.same_document for each in found)


def test_words_that_stand_elsewhere_in_the_new_version_have_moved(
    settings: Settings, folder: Path
) -> None:
    new = {name: "A new line.\n\n" + text for name, text in TEXTS.items()}
    found = verified(settings, folder, new)
    assert [each.fate for each in found] == [Fate.MOVED] * 3
    for each in found:
        assert each.found
        assert each.found.span == each.citation.span.shifted(13)
        assert each.found.quote == each.citation.quote


def test_edited_words_are_shown_beside_the_old_ones(settings: Settings, folder: Path) -> None:
    new = {
        "bridge.txt": TEXTS["bridge.txt"].replace("Hollen", "Brandt"),
        "پل.txt": TEXTS["پل.txt"].replace("هولن", "برانت"),
        "桥.txt": TEXTS["桥.txt"].replace("霍伦", "布兰"),
    }
    found = verified(settings, folder, new)
    assert [each.fate for each in found] == [Fate.CHANGED] * 3
    told = [[(word.was, word.now) for word in each.reworded] for each in found]
    assert told == [[("Hollen", "Brandt")], [("هولن", "برانت")], [("霍伦", "布兰")]]


def test_what_only_looks_different_is_the_same(settings: Settings, folder: Path) -> None:
    persian = TEXTS["پل.txt"].replace("ی", "ي").replace("ک", "ك").replace("\u200c", " ")
    english = TEXTS["bridge.txt"].replace("quarry of Hollen", "quarry\nof Hollen")
    found = verified(settings, folder, {"پل.txt": persian, "bridge.txt": english})
    assert [each.fate for each in found[:1]] == [Fate.MOVED]
    assert found[0].found
    assert found[0].found.status is QuoteStatus.NORMALISED
    assert found[2].fate is Fate.UNCHANGED


def test_a_renamed_file_is_found_by_its_words(settings: Settings, folder: Path) -> None:
    found = verified(settings, folder, {"bridge.txt": None, "stones.txt": TEXTS["bridge.txt"]})
    assert found[0].fate is Fate.MOVED
    assert found[0].found
    assert found[0].found.source == "stones.txt"


def test_removed_or_rewritten_words_are_gone(settings: Settings, folder: Path) -> None:
    found = verified(settings, folder, {"bridge.txt": None, "桥.txt": "河里有鱼。\n"})
    assert [each.fate for each in found] == [Fate.GONE, Fate.UNCHANGED, Fate.GONE]
    assert found[0].found is None


def test_one_of_several_equal_sentences_is_told_by_its_neighbours(
    settings: Settings, folder: Path
) -> None:
    text = "First came the mayor. It rained. Then came the smith. It rained. Then all went home.\n"
    (folder / "bridge.txt").write_text(text, encoding="utf-8")
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([folder]))
        document = engine.show("bridge.txt").document
        start = text.rindex("It rained.")
        passage = engine.show("bridge.txt").passages[0]
        span = Evidence(passage, Span(start, start + 10), 0.0).span
        citation = Citation(
            1, document.id, "bridge.txt", document.provenance, span, "It rained.", "en", Role.BODY
        )
        answer = Answer("?", AnswerVerdict.ANSWERED, "", "en", citations=(citation,))
        bundle = engine.bundle(answer)
        longer = "At noon the band played in the market hall of the town.\n\n" + text
        (folder / "bridge.txt").write_text(longer, encoding="utf-8")
        list(engine.ingest([folder]))
        (found,) = engine.verify(bundle).citations
    assert found.fate is Fate.MOVED
    assert found.found
    assert found.found.span.start == longer.rindex("It rained.")


def test_an_answer_without_citations_has_nothing_to_verify(
    settings: Settings, folder: Path
) -> None:
    with opened(settings, Mode.WRITE) as engine:
        list(engine.ingest([folder]))
        empty = replace(engine.ask("Who was Pelé?"), citations=(), claims=())
        assert engine.verify(engine.bundle(empty)).holds
