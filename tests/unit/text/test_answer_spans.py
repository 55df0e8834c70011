"""The short direct answer: there when one is beyond doubt, and never what the question says."""

import pytest

from rag.text import answer_spans, questions


def _answer(question: str, sentence: str) -> str | None:
    span = answer_spans.find(sentence, questions.analyse(question))
    return span.of(sentence) if span else None


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "When was the treaty signed?",
            "The treaty was signed on 8 December 1987.",
            "8 December 1987",
        ),
        ("条约是哪一年签署的？", "该条约于1987年签署。", "1987年"),
        ("В каком году подписан договор?", "该条约于1987年签署。", "1987年"),
        ("در چه سالی تشکیل شد؟", "این صندوق در سال ۱۳۱۸ تشکیل شد.", "۱۳۱۸"),
        (
            "How many people live there?",
            "About 3.5 million people live in the city.",
            "3.5 million people",
        ),
        ("كم عدد السكان؟", "يبلغ عدد السكان ٣٧ مليون نسمة.", "٣٧ مليون نسمة"),
        ("What percentage voted?", "In 2019 the turnout was 56.2%.", "56.2%"),
        ("How much did it cost?", "The 12 jets cost $2 billion.", "$2 billion"),
        (
            "Who signed the treaty?",
            "The treaty was signed by Mikhail Gorbachev.",
            "Mikhail Gorbachev",
        ),
        ("Where was he born?", "He was born in Norway.", "Norway"),
        ("What is the valley called?", "It is known as the Romantic Rhine.", "Romantic Rhine"),
        ("该岛又叫什么？", "该岛又称东方明珠，面积不大。", "东方明珠"),
        ("How many species are there?", "Only 100–150 species have been described.", "100–150"),
        ("How deep is it?", "It is 120 m (390 ft) deep.", "120 m"),
    ],
)
def test_direct_answers(question: str, sentence: str, answer: str) -> None:
    assert _answer(question, sentence) == answer


def test_of_several_the_one_in_the_clause_that_is_asked_about() -> None:
    sentence = "56.2% were Catholics, 35.7% Jews, and 2.8% Protestants."
    assert _answer("What percentage was Protestant?", sentence) == "2.8%"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was it built?", "It was begun in 1890 and finished in 1900."),
        ("What happened after 1987?", "In 1987 the treaty was signed."),
        ("When did the 1987 treaty fail?", "The treaty of 1987 failed."),
        ("Who met Tesla?", "Tesla left."),
        ("Why did he leave?", "He left because of the war in 1914."),
    ],
)
def test_no_answer_where_there_is_doubt_or_nothing_new(question: str, sentence: str) -> None:
    assert _answer(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("When was it signed?", "It was signed on 8 December 1987.", 1.0),
        ("When was it signed?", "It was signed in Washington.", 0.0),
        ("哪一年签署？", "Договор подписан в 1987 году.", 1.0),
        ("How many ships?", "The ships are old.", 0.0),
        ("Who signed it?", "该条约由总统签署。", 0.5),
        ("Why was it signed?", "It was signed in 1987.", 0.5),
    ],
)
def test_whether_a_sentence_holds_what_is_asked(question: str, sentence: str, held: float) -> None:
    assert answer_spans.holds(sentence, questions.analyse(question)) == held
