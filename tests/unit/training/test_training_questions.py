"""Training questions: what is read, what is held out, what is drawn."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.examples import by_key, held_out, read_examples
from training.mixture import Mixture, Recipe

PASSAGES = {
    "en": "The treaty was signed in Geneva. It limits launchers to 700.",
    "zh": "条约在日内瓦签署。它把发射器限制为700件。",
    "ru": "Договор подписан в Женеве. Он ограничивает пусковые установки до 700.",
}
QUESTIONS = {
    "en": "Where was the treaty signed?",
    "zh": "条约在哪里签署？",
    "ru": "Где подписан договор?",
}
ANSWERS = {"en": "Geneva", "zh": "日内瓦", "ru": "Женеве"}


def row(language: str, key: str = "q1", answerable: bool = True) -> str:
    context = PASSAGES[language]
    answer = {"text": ANSWERS[language], "start": context.index(ANSWERS[language])}
    return json.dumps(
        {
            "id": key,
            "question": QUESTIONS[language],
            "language": language,
            "context": context,
            "context_language": language,
            "answers": [answer] if answerable else [],
            "answerable": answerable,
            "group": f"article {key}",
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in PASSAGES:
        (tmp_path / f"xquad-{language}.jsonl").write_text(row(language) + "\n", encoding="utf-8")
    lines = [row("en", f"s{n}") for n in range(40)] + [row("en", "none", answerable=False)]
    (tmp_path / "selqa-en.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def mixture(folder: Path, recipe: Recipe | None = None, seed: int = 0) -> Mixture:
    examples = read_examples(folder)
    return Mixture(examples, np.full((len(examples), 4), -1), recipe or Recipe(), seed)


def test_answers_stand_where_the_file_says(folder: Path) -> None:
    found = {e.language: e.answer_texts for e in read_examples(folder) if e.dataset == "xquad"}
    assert found == {language: (answer,) for language, answer in ANSWERS.items()}


def test_sets_of_whole_sentences_are_loose_and_questions_without_answer_have_no_gold(
    folder: Path,
) -> None:
    selqa = [e for e in read_examples(folder) if e.dataset == "selqa"]
    assert all(example.loose for example in selqa)
    assert [e.key for e in selqa if not e.golds] == ["none"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        read_examples(tmp_path)


def test_about_a_twentieth_of_articles_is_held_out_whole(folder: Path) -> None:
    from dataclasses import replace

    one = read_examples(folder)[0]
    kept = [held_out(replace(one, group=str(n))) for n in range(2000)]
    assert 60 <= sum(kept) <= 140
    assert held_out(one) == held_out(replace(one, key="another", question="another"))


def test_parallel_readings_are_paired_across_languages(folder: Path) -> None:
    readings = by_key(read_examples(folder))
    assert set(readings["q1"]) == set(PASSAGES)
    drawn: Counter[bool] = Counter()
    source = mixture(folder, Recipe(shares=(("xquad", 1.0),), question_noise=0.0))
    for number in range(300):
        draw = source.draw(source.rng(number))
        drawn[draw.question == draw.right.question] += 1
    assert 0.02 < drawn[True] / 300 < 0.25, "the recipe asks for 0.12 in one language"


def test_a_draw_depends_on_seed_and_number_alone(folder: Path) -> None:
    first, second, other = (mixture(folder), mixture(folder), mixture(folder, seed=1))
    draws = [first.draw(first.rng(n)) for n in range(50)]
    backwards = [second.draw(second.rng(n)) for n in reversed(range(50))]
    assert draws == backwards[::-1]
    assert draws != [other.draw(other.rng(n)) for n in range(50)]


def test_a_smaller_share_of_articles_is_part_of_a_larger(folder: Path) -> None:
    used = {}
    for share in (0.3, 0.6, 1.0):
        drawn = mixture(folder, Recipe(articles=share)).of_set["selqa"]
        used[share] = set(drawn)
    assert used[0.3] < used[0.6] < used[1.0]


def test_wrong_passages_need_not_be_near_ones(folder: Path) -> None:
    examples = read_examples(folder)
    near = next(i for i, e in enumerate(examples) if e.key == "s3")
    wrong = np.full((len(examples), 4), near)
    shares = (("selqa", 1.0),)
    hard = Mixture(examples, wrong, Recipe(shares, own_negative=0.0), 0)
    easy = Mixture(examples, wrong, Recipe(shares, own_negative=0.0, near_negative=0.0), 0)
    assert {hard.draw(hard.rng(n)).wrong for n in range(20)} == {examples[near]}
    assert {easy.draw(easy.rng(n)).wrong for n in range(20)} == {None}
