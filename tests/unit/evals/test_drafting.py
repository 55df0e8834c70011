"""Drafted questions: what each grammar makes of a sentence, what is dropped, what is chosen."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.evals.dataset import load
from rag.evals.drafting import (
    arabic,
    chinese,
    english,
    people,
    persian,
    reasons,
    russian,
    sayings,
    speeches,
)
from rag.evals.drafting.asked import Asked
from rag.evals.drafting.command import drafted
from rag.evals.drafting.english_verbs import base_of
from rag.evals.drafting.headings import sections
from rag.evals.drafting.soundness import is_sound
from rag.evals.drafting.statements import Statement, statements
from rag.evals.drafting.swapping import Absent, swapped
from rag.evals.placing import placed
from rag.records import Block, Document, Passage, Provenance, Role, Span

GRAMMARS = {"en": english, "zh": chinese, "fa": persian, "ru": russian, "ar": arabic}


def statements_of(text: str, language: str, role: Role = Role.BODY) -> list[Statement]:
    return list(statements("a.txt", Passage("d", Span(0, len(text)), text, language, role)))


def asked(text: str, language: str) -> dict[str, str | None]:
    """Sound questions about the sentences of a text, each with its answer."""
    found: dict[str, str | None] = {}
    for statement in (read := statements_of(text, language)):
        drafts: list[Asked] = [
            *GRAMMARS[language].questions(statement),
            *people.questions(statement, people.known(read)),
            *reasons.questions(statement),
            *sayings.questions(statement),
            *speeches.questions(statement, speeches.counted(read)),
        ]
        for each in drafts:
            if is_sound(each, statement):
                found[each.question] = each.answer.of(statement.text) if each.answer else None
    return found


@pytest.mark.parametrize(
    ("language", "text", "question", "answer"),
    [
        (
            "en",
            "In May 1931 Norway completed the new railway tunnel near the Swedish border.",
            "When did Norway complete the new railway tunnel near the Swedish border?",
            "May 1931",
        ),
        (
            "en",
            "The harbour of Bergen was closed to foreign ships in 1743 by royal order.",
            "When was the harbour of Bergen closed to foreign ships by royal order?",
            "1743",
        ),
        (
            "en",
            "Norway sent about 2,400 soldiers to the exercise near the Swedish border.",
            "How many soldiers did Norway send to the exercise near the Swedish border?",
            "2,400",
        ),
        (
            "en",
            "President Ada Holm signed the treaty with Sweden in the town of Bergen.",
            "Who signed the treaty with Sweden in the town of Bergen?",
            "Ada Holm",
        ),
        (
            "en",
            "Norway closed the harbour of Bergen because the ice had damaged its quays.",
            "Why did Norway close the harbour of Bergen?",
            None,
        ),
        (
            "zh",
            "挪威铁路公司于1931年建成了通往瑞典边境的新隧道。",
            "挪威铁路公司于哪一年建成了通往瑞典边境的新隧道？",
            "1931年",
        ),
        (
            "zh",
            "1931年5月，挪威铁路公司建成了通往瑞典边境的新隧道。",
            "挪威铁路公司建成了通往瑞典边境的新隧道是在什么时候？",
            "1931年5月",
        ),
        (
            "zh",
            "挪威通往瑞典边境的新铁路全长约430公里。",
            "挪威通往瑞典边境的新铁路全长多少公里？",
            "430公里",
        ),
        (
            "fa",
            "نروژ تونل تازهٔ راه‌آهن را در سال ۱۹۳۱ نزدیک مرز سوئد افتتاح کرد.",
            "نروژ تونل تازهٔ راه‌آهن را در چه سالی نزدیک مرز سوئد افتتاح کرد؟",
            "۱۹۳۱",
        ),
        (
            "fa",
            "نروژ حدود ۲۴۰۰ سرباز را به رزمایش مشترک نزدیک مرز سوئد فرستاد.",
            "نروژ چند سرباز را به رزمایش مشترک نزدیک مرز سوئد فرستاد؟",
            "۲۴۰۰",
        ),
        (
            "ru",
            "Норвегия открыла новый железнодорожный тоннель у шведской границы в 1931 году.",
            "В каком году Норвегия открыла новый железнодорожный тоннель у шведской границы?",
            "1931",
        ),
        (
            "ru",
            "Норвегия отправила около 2500 солдат на учения у шведской границы.",
            "Сколько солдат Норвегия отправила на учения у шведской границы?",
            "2500",
        ),
        (
            "ar",
            "افتتحت النرويج نفق السكة الحديدية الجديد قرب الحدود السويدية في عام 1931.",
            "في أي عام افتتحت النرويج نفق السكة الحديدية الجديد قرب الحدود السويدية؟",
            "1931",
        ),
    ],
)
def test_a_sentence_becomes_the_question_it_answers(
    language: str, text: str, question: str, answer: str | None
) -> None:
    found = asked(text, language)
    assert question in found
    assert found[question] == answer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He completed the new railway tunnel near the Swedish border in May 1931."),
        ("en", "Norway did not complete the new railway tunnel near Bergen in 1931."),
        ("en", "The tunnel that Norway completed in 1931 [12] leads to https://example.org now."),
        ("en", "Between 1931 and 1935, and again later, ships came."),
        ("zh", "该公司于1931年建成了通往瑞典边境的新隧道。"),
        ("fa", "او در سال ۱۹۳۱ تونل تازهٔ راه‌آهن را نزدیک مرز سوئد افتتاح کرد."),
        ("ru", "Он открыл новый железнодорожный тоннель у шведской границы в 1931 году."),
        ("ar", "هو افتتح نفق السكة الحديدية الجديد قرب الحدود السويدية في عام 1931."),
        ("de", "Norwegen eröffnete 1931 den neuen Tunnel an der schwedischen Grenze."),
    ],
)
def test_what_cannot_be_understood_alone_is_not_asked_about(language: str, text: str) -> None:
    assert (
        asked(text, language) == {} if language in GRAMMARS else not statements_of(text, language)
    )


def test_only_the_documents_own_prose_is_asked_about() -> None:
    text = "In May 1931 Norway completed the new railway tunnel near the Swedish border."
    assert statements_of(text, "en")
    for role in (Role.COMMENT, Role.BOILERPLATE, Role.NOTE, Role.QUOTATION):
        assert statements_of(text, "en", role) == []


@pytest.mark.parametrize(
    ("past", "base"),
    [
        ("completed", "complete"),
        ("planned", "plan"),
        ("changed", "change"),
        ("asked", "ask"),
        ("carried", "carry"),
        ("passed", "pass"),
        ("became", "become"),
        ("used", "use"),
        ("need", None),
        ("red", None),
    ],
)
def test_the_base_of_an_english_past_form(past: str, base: str | None) -> None:
    assert base_of(past) == base


def test_a_heading_asks_about_its_section_and_a_name_alone_does_not() -> None:
    body = "The old quays were damaged by ice and nobody had the money to mend them. " * 2
    text = f"Why the harbour was closed\n{body}\nAda Holm\n{body}"
    second = text.index("Ada Holm")
    blocks = (
        Block(Span(0, 26), Role.HEADING),
        Block(Span(27, second), Role.BODY),
        Block(Span(second, second + 8), Role.HEADING),
        Block(Span(second + 9, len(text)), Role.BODY),
    )
    found = list(sections(Document("d", "a.txt", text, Provenance(), blocks)))
    assert [each.question for each in found] == [
        "What does the section “Why the harbour was closed” say?"
    ]
    assert found[0].below == Span(27, second)


def test_a_swap_puts_in_what_the_library_never_mentions() -> None:
    absent = Absent(["Norway built it in 1931; in 1930, 1929 and 1928 nothing happened."])
    swap = swapped(
        "Who opened the tunnel of Norway in 1931?", "en", absent, lambda _: [], random.Random(1)
    )
    assert swap is not None
    assert swap.kind == "year"
    year = swap.question.rpartition(" ")[2].rstrip("?")
    assert year not in ("1928", "1929", "1930", "1931")
    assert int(year) < 1931


def test_digits_stay_in_the_writing_they_had() -> None:
    absent = Absent(["۱۹۳۱"])
    swap = swapped("تونل در سال ۱۹۳۱ چند متر بود؟", "fa", absent, lambda _: [], random.Random(1))
    assert swap is not None
    assert not any("0" <= char <= "9" for char in swap.question)


def test_drafts_of_the_demo_library_are_gold_and_repeat(demo: Engine, tmp_path: Path) -> None:
    drafts = drafted(demo, 24, seed=3)
    assert drafts == drafted(demo, 24, seed=3)
    assert {"en", "zh", "ru"} <= {draft.language for draft in drafts}
    unanswerable = [draft for draft in drafts if draft.gold is None]
    assert 0 < len(unanswerable) <= len(drafts) / 3
    path = tmp_path / "drafts.jsonl"
    path.write_text("".join(json.dumps(draft.line) + "\n" for draft in drafts), encoding="utf-8")
    sources = [entry.source for entry in demo.documents()]
    questions = placed(load(path), sources, lambda source: demo.show(source).document.text)
    for line in questions.questions:
        for gold in line.evidence:
            assert all(answer in (gold.quote or "") for answer in line.answers)
    assert len({draft.id for draft in drafts}) == len(drafts)


def test_another_seed_chooses_others(demo: Engine) -> None:
    one, two = ({draft.id for draft in drafted(demo, 8, seed=seed)} for seed in (1, 2))
    assert one != two
