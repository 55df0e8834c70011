"""A small engine that really looks things up, and a tiny corpus with questions in four scripts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rag.evals.conditions import Conditions
from rag.evals.spending import Spent
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Fingerprint,
    Hit,
    Passage,
    Provenance,
    Role,
    Span,
    Turn,
)

CORPUS = {
    "lighthouse.txt": "The lighthouse at Varn was lit in 1874.\n\nIts keeper was Ada Holm.",
    "zh/bridge.txt": "石桥建于1902年。\n\n设计者是林望。",
    "fa/garden.txt": "باغ در سال ۱۳۱۲ ساخته شد.\n\nمعمار آن سارا نیک بود.",
    "ru/mill.txt": "Мельница сгорела в 1911 году.\n\nЕё построил Пётр Лазов.",
}
LANGUAGE = {
    "lighthouse.txt": "en",
    "zh/bridge.txt": "zh",
    "fa/garden.txt": "fa",
    "ru/mill.txt": "ru",
}


class PlainEngine:
    """Ranks paragraphs by shared words or characters and quotes the best one.

    `settings` stands for whatever could change its answers; `asked` counts questions.
    """

    def __init__(self, folder: Path, settings: str = "plain") -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self._texts = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.txt"))
        }
        self._settings = settings

    def fingerprint(self) -> Fingerprint:
        index = hashlib.sha256(repr(sorted(self._texts.items())).encode()).hexdigest()[:8]
        return Fingerprint(self._settings, "none", index)

    def sources(self) -> Sequence[str]:
        return list(self._texts)

    def text(self, source: str) -> str | None:
        return self._texts.get(source)

    def conditions(self) -> Conditions:
        return Conditions({"setting": self._settings}, "0", "nothing", {"answer.md": "none"})

    def spent(self) -> Spent | None:
        return None

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        hits = self._ranked(" ".join([*(turn.question for turn in history), question]))
        found = bool(hits) and hits[0].score >= 2
        citations = (self._citation(hits[0]),) if found else ()
        text = citations[0].quote if citations else ""
        claims = (Claim(text, Span(0, len(text)), ClaimVerdict.SUPPORTED, (1,)),) if found else ()
        return Answer(
            question=question,
            verdict=AnswerVerdict.ANSWERED if found else AnswerVerdict.NOT_FOUND,
            text=text,
            language="en",
            claims=claims,
            citations=citations,
            retrieved=tuple(hits),
            sources={source: source for source in self._texts},
            fingerprint=self.fingerprint(),
        )

    def _ranked(self, question: str) -> list[Hit]:
        wanted = _terms(question)
        scored = [
            (len(wanted & _terms(match.group())), source, Span(*match.span()))
            for source, text in self._texts.items()
            for match in re.finditer(r"[^\n]+", text)
        ]
        scored.sort(key=lambda each: (-each[0], each[1], each[2]))
        return [
            Hit(
                Passage(source, span, span.of(self._texts[source]), LANGUAGE.get(source, "en")),
                rank,
                score,
            )
            for rank, (score, source, span) in enumerate(scored, start=1)
        ]

    def _citation(self, hit: Hit) -> Citation:
        passage = hit.passage
        return Citation(
            number=1,
            document_id=passage.document_id,
            source=passage.document_id,
            provenance=Provenance(),
            span=passage.span,
            quote=passage.text,
            language=passage.language,
            role=Role.BODY,
        )


def _terms(text: str) -> set[str]:
    return set(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]{3,}", text.casefold()))


def gold(source: str, quote: str) -> dict[str, object]:
    start = CORPUS[source].index(quote)
    return {"source": source, "start": start, "end": start + len(quote), "quote": quote}


QUESTIONS = [
    {
        "id": "en-1",
        "question": "When was the lighthouse at Varn lit?",
        "language": "en",
        "answerable": True,
        "answers": ["1874"],
        "evidence": [gold("lighthouse.txt", "1874")],
        "tags": ["span"],
    },
    {
        "id": "zh-1",
        "question": "石桥建于哪一年？",
        "language": "zh",
        "answers": ["1902 年"],
        "evidence": [{"source": "zh/bridge.txt", "quote": "建于1902 年"}],
        "tags": ["span"],
    },
    {
        "id": "ru-1",
        "question": "Кто построил мельницу?",
        "language": "ru",
        "answers": ["Петр Лазов"],
        "evidence": [gold("ru/mill.txt", "Пётр Лазов")],
        "tags": ["span"],
    },
    {
        "id": "en-2",
        "question": "When was the lighthouse at Varn sold?",
        "language": "en",
        "answerable": False,
        "tags": ["same-topic"],
    },
    {
        "id": "en-3",
        "question": "Which comet passed over Peru?",
        "language": "en",
        "answerable": False,
        "tags": ["out-of-corpus"],
    },
]


def write_set(folder: Path, questions: Sequence[object] = QUESTIONS) -> Path:
    for source, text in CORPUS.items():
        path = folder / "corpus" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    lines = (json.dumps(each, ensure_ascii=False) for each in questions)
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


class Opener:
    """Opens plain engines and keeps them, so that a test can see what they were asked."""

    def __init__(self) -> None:
        self.settings = "plain"
        self.engines: list[PlainEngine] = []

    @contextmanager
    def __call__(self, corpus: Path | None) -> Iterator[PlainEngine]:
        assert corpus is not None
        self.engines.append(PlainEngine(corpus, self.settings))
        yield self.engines[-1]

    @property
    def asked(self) -> list[str]:
        return [question for engine in self.engines for question, _ in engine.asked]
