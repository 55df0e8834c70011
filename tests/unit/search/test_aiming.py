"""Questions aimed at what they ask: what all of a language's have in common counts half."""

from __future__ import annotations

import numpy as np
import pytest

from rag.search.aiming import Aiming
from rag.text import language
from rag.text.lexicon import table
from tests.fakes.hash_embedder import HashEmbedder

PLAIN = HashEmbedder(32)
AIMED = Aiming(PLAIN)
USUAL = table("usual_questions")


@pytest.mark.parametrize("told_in", ["en", "zh", "fa", "ru", "ar"])
def test_every_language_has_the_same_number_of_questions_in_it(told_in):
    assert len(set(USUAL[told_in])) == 20
    assert {language.detect(each) for each in USUAL[told_in]} == {told_in}


@pytest.mark.parametrize("told_in", ["en", "zh", "fa", "ru", "ar"])
def test_what_is_near_all_questions_is_half_as_near(told_in):
    near = PLAIN.embed_passages([" ".join(USUAL[told_in])])[0]
    before = PLAIN.embed_queries(USUAL[told_in]) @ near
    after = AIMED.embed_queries(USUAL[told_in]) @ near
    assert after.mean() == pytest.approx(before.mean() / 2, abs=1e-6)
    assert after - after.mean() == pytest.approx(before - before.mean(), abs=1e-6)


def test_each_question_is_aimed_by_its_own_language():
    asked = ["Who built the harbour bridge?", "Кто построил мост?"]
    together = AIMED.embed_queries(asked)
    assert together.dtype == np.float32
    alone = [Aiming(PLAIN).embed_queries([each])[0] for each in asked]
    assert np.array_equal(together, np.stack(alone))
    taken = 2 * (PLAIN.embed_queries(asked) - together)
    assert taken[1] == pytest.approx(PLAIN.embed_queries(USUAL["ru"]).mean(axis=0), abs=1e-6)


def test_a_language_without_questions_goes_by_all():
    asked = ["Wer hat die Brücke über den Hafen gebaut?"]
    assert language.detect(asked[0]) == "de"
    taken = 2 * (PLAIN.embed_queries(asked) - AIMED.embed_queries(asked))[0]
    means = [PLAIN.embed_queries(each).mean(axis=0) for each in USUAL.values()]
    assert taken == pytest.approx(np.mean(means, axis=0), abs=1e-6)


def test_no_questions_and_passages_are_the_embedders_own():
    assert AIMED.embed_queries([]).shape == (0, 32)
    words = ["a bridge", "a harbour"]
    assert np.array_equal(AIMED.embed_passages(words), PLAIN.embed_passages(words))
    assert (AIMED.name, AIMED.dimensions) == (PLAIN.name, PLAIN.dimensions)
