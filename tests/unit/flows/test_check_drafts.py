"""Drafts over the demo library, without a model and with a judge that helps, errs or fails."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from rag.engine import Engine
from rag.errors import ModelUnavailable
from rag.records import CheckedDraft, CheckedSentence, DraftVerdict, Filters

TRUE = {
    "en": "The land border between Russia and China is longer than 4200 kilometers.",
    "zh": "1月24日，佩斯科夫说俄方愿意同拜登团队坐下来谈。",
    "fa": "مرز زمینی دو کشور بیش از ۴۲۰۰ کیلومتر است.",
    "ru": "Сухопутная граница двух стран длиннее 4200 километров.",
    "ar": "الحدود البرية بين البلدين أطول من ٤٢٠٠ كيلومتر.",
}
FALSE = {
    "en": "The land border between Russia and China is longer than 5300 kilometers.",
    "zh": "1月29日，佩斯科夫说俄方愿意同拜登团队坐下来谈。",
    "fa": "مرز زمینی دو کشور بیش از ۵۳۰۰ کیلومتر است.",
    "ru": "Сухопутная граница двух стран длиннее 5300 километров.",
    "ar": "الحدود البرية بين البلدين أطول من ٥٣٠٠ كيلومتر.",
}
FOREIGN = {
    "en": "The lamp of the lighthouse at Skagen burned rape oil.",
    "zh": "她把戒指藏在嘴里，不让母亲知道订婚的事。",
    "fa": "این ماهی در آب‌های کم‌عمق تخم می‌گذارد.",
    "ru": "Растение цветёт в тени влажных лесов.",
    "ar": "تُصنع الحلوى من التمر واللوز والسمن.",
}
INVENTED = (
    "The Kremlin bought four hundred blue elephants from Brazil.",
    "Dmitry Peskov was born in Lisbon in 1960.",
    "中国在1998年向巴西出售了三百头大象。",
    "روسیه در سال ۱۹۹۵ از برزیل دویست فیل خرید.",
    "Дмитрий Песков родился в Лиссабоне в 1960 году.",
    "وُلد بيسكوف في لشبونة عام ١٩٦٠.",
)
"""Of people and places the library is full of, in matters it never mentions."""


class ScriptedJudge:
    """Gives one opinion on everything, or fails."""

    def __init__(self, opinion: float | ModelUnavailable) -> None:
        self.opinion = opinion
        self.asked = 0

    def entails(self, evidence: str, claim: str, until: float = math.inf) -> float:
        self.asked += 1
        if isinstance(self.opinion, ModelUnavailable):
            raise self.opinion
        return self.opinion


def sentence(engine: Engine, draft: str) -> CheckedSentence:
    (found,) = engine.check(draft).sentences
    return found


@pytest.mark.parametrize("language", TRUE)
def test_what_the_documents_say_is_supported_across_languages(demo: Engine, language: str) -> None:
    found = sentence(demo, TRUE[language])
    assert found.verdict is DraftVerdict.SUPPORTED
    (citation,) = found.citations
    text = demo.show(citation.document_id).document.text
    assert citation.span.of(text) == citation.quote
    assert any(figure in citation.quote for figure in ("4200", "24"))
    assert not found.differences


@pytest.mark.parametrize("language", FALSE)
def test_another_number_or_date_is_contradicted_and_shown(demo: Engine, language: str) -> None:
    found = sentence(demo, FALSE[language])
    assert found.verdict is DraftVerdict.CONTRADICTED
    assert found.citations
    assert {"number", "date"} & {each.kind for each in found.differences}


@pytest.mark.parametrize("language", FOREIGN)
def test_what_they_do_not_speak_of_is_absent(demo: Engine, language: str) -> None:
    found = sentence(demo, FOREIGN[language])
    assert found.verdict is DraftVerdict.ABSENT
    assert not found.citations
    assert found.states


@pytest.mark.parametrize("statement", INVENTED)
def test_a_name_in_common_makes_no_contradiction(demo: Engine, statement: str) -> None:
    found = sentence(demo, statement)
    assert found.verdict is DraftVerdict.ABSENT
    assert not found.citations


def test_what_one_source_bears_out_another_does_not_contradict(demo: Engine) -> None:
    found = sentence(demo, "China received its first S-400 in 2018.")
    assert found.verdict is DraftVerdict.SUPPORTED
    assert "2018" in found.citations[0].quote


def test_a_stream_tells_each_sentence_and_ends_with_the_whole(demo: Engine) -> None:
    draft = f"{TRUE['en']} {FOREIGN['en']}"
    *told, whole = demo.checking().stream(draft)
    assert isinstance(whole, CheckedDraft)
    assert tuple(told) == whole.sentences
    assert len(told) == 2


def test_a_whole_draft_keeps_order_places_and_numbers(demo: Engine) -> None:
    draft = f"# On the border\n\n{TRUE['en']} {TRUE['en']}\n\nIs that so?\n\n{FOREIGN['zh']}\n"
    checked = demo.check(draft)
    assert [each.states for each in checked.sentences] == [False, True, True, False, True]
    assert all(each.span.of(draft) == each.text for each in checked.sentences)
    first, second = checked.sentences[1:3]
    assert [one.number for one in first.citations] == [1]
    assert first.citations == second.citations


def test_filters_hide_documents(demo: Engine) -> None:
    found = sentence(demo, TRUE["en"])
    kept = tuple(each.id for each in demo.documents() if each.id != found.citations[0].document_id)
    hidden = demo.check(TRUE["en"], filters=Filters(documents=kept)).sentences[0]
    assert all(one.document_id in kept for one in hidden.citations)


@pytest.mark.parametrize("draft", ["", "\n \n", "?", "…", "\ufeff", "💬" * 200, "x" * 3000])
def test_any_text_is_a_draft(demo: Engine, draft: str) -> None:
    checked = demo.check(draft)
    assert all(each.verdict is not DraftVerdict.CONTRADICTED for each in checked.sentences)


def test_two_runs_agree(demo: Engine) -> None:
    draft = " ".join(TRUE.values())
    one, other = (replace(demo.check(draft), timings_ms={}) for _ in range(2))
    assert one == other


def test_a_judge_never_outvotes_the_facts(demo: Engine) -> None:
    yes = replace(demo, judge=ScriptedJudge(1.0))
    assert sentence(yes, FALSE["en"]).verdict is DraftVerdict.CONTRADICTED


def test_a_judge_that_fails_is_done_without(demo: Engine) -> None:
    draft = "\n\n".join((*TRUE.values(), *FOREIGN.values()))
    failing = ScriptedJudge(ModelUnavailable("judge: down"))
    checked = replace(demo, judge=failing).check(draft)
    alone = demo.check(draft)
    assert [one.verdict for one in checked.sentences] == [one.verdict for one in alone.sentences]
    assert failing.asked <= 1
