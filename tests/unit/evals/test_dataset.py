"""Question files of every kind, and all their bad lines at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import InputError, UsageError
from rag.evals.dataset import load, load_all
from rag.evals.placing import placed
from rag.evals.questions import QuestionSet
from rag.records import Span, Turn

CONTEXT = "The mill burnt down in 1911.\r\nLazov built it."


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def in_place(found: QuestionSet) -> QuestionSet:
    """The set with its evidence checked against the documents it carries."""
    return placed(found, list(found.documents), found.documents.get)


def test_a_line_needs_no_more_than_an_id_and_a_question(tmp_path: Path) -> None:
    (line,) = load(write(tmp_path / "q.jsonl", {"id": "1", "question": "Why?"})).questions
    assert (line.id, line.question, line.where) == ("1", "Why?", "line 1")
    assert line.answerable is None
    assert not line.evidence
    assert not line.answers


def test_an_empty_question_is_a_question(tmp_path: Path) -> None:
    assert load(write(tmp_path / "q.jsonl", {"id": "1", "question": ""})).questions[0].id == "1"


def test_a_full_line(tmp_path: Path) -> None:
    line = {
        "id": "1",
        "question": "Why?",
        "language": "en",
        "answerable": True,
        "answers": ["so"],
        "evidence": [{"source": "a.txt", "start": 2, "end": 4, "quote": "so", "side": "x"}],
        "tags": ["span"],
        "turns": ["Who?", {"question": "When?", "answer": "1911"}],
    }
    (read,) = load(write(tmp_path / "q.jsonl", line)).questions
    assert read.evidence[0].span == Span(2, 4)
    assert read.evidence[0].side == "x"
    assert read.turns == (Turn("Who?"), Turn("When?", "1911"))
    assert read.tags == ("span",)


def test_gold_makes_a_question_answerable(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "1", "question": "Why?", "answers": ["so"]})
    assert load(path).questions[0].answerable is True


BAD = [
    ("not json", "not JSON"),
    ("[1]", "not an object but list"),
    ('{"id": "a"}', "question is missing"),
    ('{"id": 7, "question": "x"}', "id is 7, not str"),
    ('{"id": "b", "question": "x", "answers": "y"}', "answers is 'y', not a list"),
    ('{"id": "c", "question": "x", "answers": [3]}', "answers holds 3"),
    ('{"id": "d", "question": "x", "answerable": "yes"}', "answerable is 'yes', not bool"),
    ('{"id": "e", "question": "x", "evidence": [{"source": "a"}]}', "neither offsets nor a quote"),
    ('{"id": "f", "question": "x", "evidence": [{"source": "a", "start": 3}]}', "offsets 3-None"),
    (
        '{"id": "g", "question": "x", "evidence": [{"source": "a", "start": 3, "end": 3}]}',
        "offsets 3-3",
    ),
    ('{"id": "h", "question": "x", "evidence": [{"start": 1, "end": 2}]}', "names no source"),
    ('{"id": "i", "question": "x", "answerable": false, "answers": ["y"]}', "answerable is false"),
    ('{"id": "j", "question": "x", "turns": [3]}', "turns holds 3"),
    ('{"id": "k", "question": "\\ud800"}', "surrogate"),
    ('{"id": "ok", "question": "again"}', "used before, at line 1"),
]


def test_all_bad_lines_are_reported_at_once_with_number_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    lines = ['{"id": "ok", "question": "fine"}', "", *(line for line, _ in BAD)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert len(caught.value.problems) == len(BAD)
    for number, (problem, (_, reason)) in enumerate(
        zip(caught.value.problems, BAD, strict=True), start=3
    ):
        assert problem.startswith(f"{path}, line {number}: ")
        assert reason in problem


def test_bad_lines_of_several_files_come_together(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", {"id": "1"})
    second = write(tmp_path / "b.jsonl", {"question": "x"})
    with pytest.raises(InputError) as caught:
        load_all([first, second])
    assert [str(first) in caught.value.problems[0], str(second) in caught.value.problems[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("q.jsonl", b"\xff\xfe", "not UTF-8"),
        ("q.jsonl", b"", "holds no question"),
        ("q.docx", b"x", "not a question file"),
        ("q.json", b"{", "not JSON"),
        ("q.json", b"{}", "neither a list of rows nor SQuAD"),
        ("q.csv", b"a,b\n1,2\n", "no column is named 'question'"),
    ],
)
def test_unusable_files_say_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=reason):
        load(tmp_path / name)


def test_missing_paths_and_half_folders_say_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match="neither a folder"):
        load(tmp_path)
    write(tmp_path / "questions.jsonl", {"id": "1", "question": "x"})
    with pytest.raises(InputError, match="no folder corpus/"):
        load(tmp_path)


def test_a_corpus_goes_with_single_files_only(
    tmp_path: Path, make_set: Callable[[str, list[object]], Path]
) -> None:
    folder = make_set("set", [{"id": "1", "question": "x"}])
    assert load(folder / "questions.jsonl", folder / "corpus").corpus == folder / "corpus"
    assert load(folder / "questions.jsonl").corpus is None
    with pytest.raises(UsageError, match="brings its own corpus"):
        load(folder, tmp_path)
    with pytest.raises(UsageError, match="not a folder"):
        load(folder / "questions.jsonl", tmp_path / "gone")


def test_sets_of_one_name_are_told_apart(make_set: Callable[[str, list[object]], Path]) -> None:
    questions = [{"id": "1", "question": "x"}]
    paths = [make_set("a/set", questions), make_set("b/set", questions), make_set("c", questions)]
    assert [each.name for each in load_all(paths)] == ["a/set", "b/set", "c"]
    with pytest.raises(UsageError, match="given twice: a/set"):
        load_all([paths[0], paths[0]])


def test_tables(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "\ufeffid,Question,answers,tags,answerable,source,start,end,quote\n"
        '1,"Who, then?",Ada|Holm,span | who,yes,a.txt,3,6,Ada\n'
        '2,"two\nlines",,,no,,,,\n',
        encoding="utf-8",
    )
    first, second = load(path).questions
    assert (first.question, first.answers, first.tags) == (
        "Who, then?",
        ("Ada", "Holm"),
        ("span", "who"),
    )
    assert first.evidence[0].span == Span(3, 6)
    assert (second.question, second.answerable, second.where) == ("two\nlines", False, "line 4")


def test_tables_without_ids_are_numbered_and_tabs_work(tmp_path: Path) -> None:
    path = tmp_path / "asked.tsv"
    evidence = '"[{""source"": ""a.txt"", ""quote"": ""x""}]"'
    path.write_text(f"question\tevidence\nWhy?\t{evidence}\nHow?\t\n", encoding="utf-8")
    first, second = load(path).questions
    assert (first.id, second.id) == ("asked-1", "asked-2")
    assert first.evidence[0].quote == "x"


def test_bad_rows_of_tables(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "id,question,answerable,start,evidence\n1,a,perhaps,,\n2,b,,x,\n3,c,,,{\n4,d,,,,,\n,e,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        load(path)
    reasons = ["'perhaps', neither", "start is 'x'", "evidence is not JSON", "more cells", "id is"]
    for number, (problem, reason) in enumerate(
        zip(caught.value.problems, reasons, strict=True), start=2
    ):
        assert f"line {number}: " in problem
        assert reason in problem


def squad(answer_start: int = 23) -> dict[str, object]:
    asked = [
        {"id": "1", "question": "When?", "answers": [{"text": "1911", "answer_start": 23}]},
        {"id": "2", "question": "Sold?", "answers": [], "is_impossible": True},
        {"id": "3", "question": "Who?", "answers": [{"text": "Lazov", "answer_start": 30}]},
    ]
    asked[0]["answers"][0]["answer_start"] = answer_start
    first = {"context": "A word before.", "qas": []}
    return {"data": [{"title": "T", "paragraphs": [first, {"context": CONTEXT, "qas": asked}]}]}


def test_squad_offsets_move_to_the_document(tmp_path: Path) -> None:
    found = in_place(load(write(tmp_path / "squad.json", squad())))
    ((source, text),) = found.documents.items()
    assert "\r" not in text
    when, sold, who = found.questions
    assert when.evidence[0].span is not None
    assert when.evidence[0].span.of(text) == "1911"
    assert sold.answerable is False
    assert who.evidence[0].source == source
    assert who.evidence[0].span is not None
    assert who.evidence[0].span.of(text) == "Lazov"


def test_squad_answers_that_are_not_there_are_bad_lines(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"data\[0\].paragraphs\[1\].qas\[0\]"):
        in_place(load(write(tmp_path / "squad.json", squad(answer_start=3))))
    with pytest.raises(InputError, match=r"data\[0\]: not an article"):
        load(write(tmp_path / "bad.json", {"data": [{"title": "T"}]}))


def test_flat_squad_rows_share_documents(tmp_path: Path) -> None:
    answers = {"text": ["1911", "1911"], "answer_start": [23, 23]}
    row = {"id": "1", "question": "When?", "context": CONTEXT, "answers": answers}
    other = {**row, "id": "2", "answers": {"text": [], "answer_start": []}}
    found = in_place(load(write(tmp_path / "q.jsonl", row, other)))
    assert len(found.documents) == 1
    assert [each.answerable for each in found.questions] == [True, False]
    assert len(found.questions[0].evidence) == 1
    with pytest.raises(UsageError, match="brings its own documents"):
        load(tmp_path / "q.jsonl", tmp_path)


def beir(folder: Path, judgements: str) -> Path:
    (folder / "qrels").mkdir(parents=True)
    write(
        folder / "corpus.jsonl",
        {"_id": "d/1", "title": "Mill", "text": CONTEXT},
        {"_id": "d2", "title": "", "text": "Bridge."},
    )
    write(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "When did the mill burn?"},
        {"_id": "q2", "text": "Not judged"},
    )
    (folder / "qrels" / "test.tsv").write_text(judgements, encoding="utf-8")
    return folder


def test_beir_folders(tmp_path: Path) -> None:
    folder = beir(tmp_path / "mills", "query-id\tcorpus-id\tscore\nq1\td/1\t1\nq1\td2\t0\n")
    found = in_place(load(folder))
    assert found.name == "mills"
    (line,) = found.questions
    (gold,) = line.evidence
    assert gold.source in found.documents
    assert "/" not in gold.source
    assert gold.quote == "Mill\n\nThe mill burnt down in 1911.\nLazov built it."


def test_bad_beir_judgements(tmp_path: Path) -> None:
    folder = beir(tmp_path / "mills", "query-id\tcorpus-id\tscore\nq1 d2 1\nq1\tgone\t1\n")
    with pytest.raises(InputError) as caught:
        load(folder)
    assert "test.tsv line 2: not 'query-id, corpus-id, score'" in caught.value.problems[0]
    assert "judged document 'gone' is not in the corpus" in caught.value.problems[1]


def test_ragas_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "rows.jsonl",
        {
            "user_input": "When?",
            "reference": "It burnt in 1911.",
            "reference_contexts": ["burnt down  in 1911"],
            "retrieved_contexts": ["not gold"],
            "response": "not gold either",
        },
        {"question": "Who?", "ground_truths": ["Lazov"], "contexts": ["not gold"]},
    )
    documents = {"a.txt": "x", "mill.txt": CONTEXT}
    found = placed(load(path), list(documents), documents.get)
    first, second = found.questions
    assert (first.id, first.answers, first.tags) == (
        "rows-1",
        ("It burnt in 1911.",),
        ("long-form",),
    )
    assert [(gold.source, gold.quote) for gold in first.evidence] == [
        ("mill.txt", "burnt down in 1911")
    ]
    assert (second.answers, second.evidence) == (("Lazov",), ())


def test_ragas_conversations_are_bad_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.json", [{"user_input": [{"content": "x"}], "reference": "y"}])
    with pytest.raises(InputError, match="entry 1: a conversation of several turns"):
        load(path)
