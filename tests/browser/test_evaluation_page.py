"""A question file is run, shown, opened question by question, compared and taken along."""

import json

import pytest

pytestmark = pytest.mark.browser

QUOTE = "Russia was prepared to talk through its many quarrels"
LINES = [
    {
        "id": "peskov",
        "question": "What did Dmitry Peskov say on January 24?",
        "language": "en",
        "evidence": [{"source": "01-reset-question.txt", "quote": QUOTE}],
    },
    {"id": "cake", "question": "Which cake do they <b>like</b> in Skarv?", "answerable": False},
]


def question_file(folder, lines):
    path = folder / "few.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    return path


def run(reader, path):
    reader.page.locator("#questions input[type=file]").set_input_files(path)


def test_a_run_shows_figures_plots_and_each_answer_beside_its_gold_and_stays(reader, tmp_path):
    page = reader.visit()
    reader.to("evaluation")
    path = question_file(tmp_path, LINES)
    run(reader, path)
    page.locator("#evaluated .card").first.wait_for()
    assert page.locator("#evaluated svg").count() >= 3
    first = page.locator("#evaluated details").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    first.locator(".side").nth(1).wait_for()
    assert reader.violations() == []
    gold = first.locator(".side").nth(1).locator("[data-document]").first
    gold.click()
    mark = page.locator("#source mark.cited")
    mark.first.wait_for()
    assert "".join(mark.all_text_contents()) == QUOTE
    page.locator("#evaluated select[name=went]").select_option(index=1)
    assert page.locator("#evaluated details:visible").count() == 1

    with page.expect_download() as download:
        page.locator("#evaluated .exports a", has_text="JSON").click()
    report = json.loads(download.value.path().read_text("utf-8"))
    assert len(report["questions"]) == 2

    run(reader, path)
    page.wait_for_function("() => document.querySelectorAll('#runs li').length === 2")
    page.locator("#runs [data-does=compare]").click()
    page.locator("#evaluated .changes tbody tr").first.wait_for()

    page.reload()
    page.locator("#transcript .empty").wait_for()
    reader.to("evaluation")
    page.locator("#runs .open").nth(1).click()
    page.locator("#evaluated .card").first.wait_for()


def test_a_bad_file_is_told_line_by_line(reader, tmp_path):
    page = reader.visit()
    reader.to("evaluation")
    run(reader, question_file(tmp_path, [{"id": "a"}, {"question": "no id"}]))
    trouble = page.locator("#run-progress [role=alert]")
    trouble.wait_for()
    assert "line 1" in trouble.inner_text()
    assert "line 2" in trouble.inner_text()
    assert page.locator("#runs li").count() == 0


def test_a_run_is_cancelled_and_goes_on_when_opened(reader, tmp_path):
    page = reader.visit()
    reader.to("evaluation")
    lines = [{"id": str(n), "question": f"What is said about Vostok {n}?"} for n in range(300)]
    run(reader, question_file(tmp_path, lines))
    page.locator("#run-progress progress").wait_for()
    page.locator("#cancel-run").click()
    page.locator("#runs li", has_text="not finished").wait_for()
    page.locator("#cancel-run").wait_for(state="hidden")
    page.locator("#runs .open").click()
    page.locator("#run-progress progress").wait_for()
    page.locator("#cancel-run").click()
    page.locator("#cancel-run").wait_for(state="hidden")
