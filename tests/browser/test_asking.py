"""Asking in every language and finding the cited words on the screen."""

import pytest

pytestmark = pytest.mark.browser

QUESTIONS = {
    "en": (
        "/",
        "What share of China's arms imports did Russia supply in 2014 to 2018?",
    ),
    "zh": ("/zh/", "佩斯科夫1月24日说了什么？"),
    "fa": ("/fa/", "چین چند درصد از سلاح‌های وارداتی خود را از روسیه خرید؟"),
    "ru": ("/", "До какой даты продлён договор ДСНВ?"),
    "ar": ("/ar/", "ما النسبة التي جاءت من روسيا من واردات الصين من الأسلحة بين عامي ٢٠١٤ و٢٠١٨؟"),
}


def in_view(page, inner, outer):
    """Whether the first `inner` lies wholly inside what `outer` shows."""
    return page.evaluate(
        """([inner, outer]) => {
            const a = document.querySelector(inner).getClientRects()[0];
            const b = document.querySelector(outer).getBoundingClientRect();
            return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right;
        }""",
        [inner, outer],
    )


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_the_cited_words_are_highlighted_on_the_screen(reader, language):
    path, question = QUESTIONS[language]
    page = reader.visit(path)
    reader.ask(question)
    said = page.locator("#transcript .claim").first.inner_text()
    marked = reader.follow(1)
    assert "".join(marked.split())[:20] == "".join(said.split())[:20]
    assert in_view(page, "#source mark.cited", "#source .text")


def test_the_highlight_stays_in_view_while_a_long_text_settles(reader):
    page = reader.visit()
    reader.ask("How long is the land border between China and Russia?")
    reader.follow(1)
    page.wait_for_timeout(600)
    assert in_view(page, "#source mark.cited", "#source .text")


def test_the_first_words_come_before_the_whole_answer(reader):
    page = reader.visit()
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const live = document.querySelector('#live .turn');
                if (live) window.seen.push(live.innerText.length);
            }).observe(document.querySelector('#live'), {subtree: true, childList: true});
        }"""
    )
    reader.ask("What pushes Russia and China together?")
    assert page.evaluate("() => window.seen.length") >= 1


def test_a_citation_can_be_followed_and_left_with_the_keyboard(reader):
    page = reader.visit()
    reader.ask("Who speaks for the Kremlin?")
    mark = page.locator("#transcript .claims [data-citation='1']").first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator("#source mark.cited").first.wait_for()
    assert page.evaluate("() => document.querySelector('#source').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.locator("#side").is_visible()
    assert mark.evaluate("node => node === document.activeElement")


def test_previous_and_next_go_through_the_citations_in_a_ring(reader):
    page = reader.visit()
    reader.ask("俄罗斯什么时候向中国交付S-400?")
    total = len(set(page.locator("#transcript .claims .cite").all_text_contents()))
    assert total >= 2
    first = reader.follow(1)
    page.locator("#source [data-does='next']").click()
    page.get_by_text(f"2 of {total}").wait_for()
    page.locator("#source [data-does='previous']").click()
    page.get_by_text(f"1 of {total}").wait_for()
    assert "".join(page.locator("#source mark.cited").all_text_contents()) == first
    page.locator("#source [data-does='previous']").click()
    page.get_by_text(f"{total} of {total}").wait_for()


def test_what_is_not_in_the_documents_shows_passages_to_look_at(reader):
    page = reader.visit()
    reader.ask("What is the recipe for sourdough bread with rye flour?")
    assert page.locator("#transcript .verdict-not_found").is_visible()
    page.locator("#transcript .hit").first.click()
    page.locator("#source mark.cited").first.wait_for()
    assert (
        in_view(page, "#source mark.cited", "#source .text")
        or page.locator("#source mark.cited").first.is_visible()
    )


def test_a_suggested_question_is_asked_with_one_click(reader):
    page = reader.visit()
    page.locator(".suggestion").nth(1).click()
    page.locator("#transcript .turn .actions").wait_for()
    assert page.locator("#transcript .turn").count() == 1


def test_the_last_question_can_be_edited_and_takes_its_own_place(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2017?")
    page.locator("[data-does='edit']").click()
    box = page.locator("#question textarea")
    page.wait_for_function(
        "() => document.querySelector('#question textarea').value.includes('2017')"
    )
    box.fill("What is Vostok 2018?")
    box.press("Enter")
    page.get_by_role("heading", name="What is Vostok 2018?").wait_for()
    page.locator("#live .turn").wait_for(state="detached")
    assert page.locator("#transcript .turn").count() == 1


def test_asking_again_keeps_one_turn_and_a_judgement_stays_after_reload(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2018?")
    before = page.locator(".turn").get_attribute("data-turn")
    page.locator("[data-does='again']").click()
    page.wait_for_function(
        "old => document.querySelector('#transcript .turn')?.dataset.turn !== old "
        "&& document.querySelectorAll('#transcript .turn').length === 1",
        arg=before,
    )
    page.locator("#live .turn").wait_for(state="detached")
    page.locator("[data-judge='wrong']").click()
    page.locator("[data-judge='wrong'][aria-pressed='true']").wait_for()
    page.locator(".remark").fill("it says 2019")
    page.locator(".remark").press("Enter")
    page.wait_for_timeout(300)
    page.reload()
    page.locator("[data-judge='wrong'][aria-pressed='true']").wait_for()
    assert page.locator(".remark").input_value() == "it says 2019"


def test_copying_takes_the_answer_with_its_numbers_and_sources(readers):
    someone = readers(permissions=["clipboard-read", "clipboard-write"])
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    page.locator("[data-does='copy']").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "[1]" in copied
    assert copied.count("[1]") >= 2


NOWHERE = "What is the recipe for sourdough bread with rye flour?"


def test_the_passages_that_come_closest_are_copied_one_under_another(readers):
    someone = readers(permissions=["clipboard-read", "clipboard-write"])
    page = someone.visit()
    someone.ask(NOWHERE)
    page.locator("[data-does='copy']").click()
    page.get_by_text("Copied").wait_for()
    lines = page.evaluate("() => navigator.clipboard.readText()").split("\n")
    for hit in page.locator("#transcript .hit").all():
        assert hit.locator(".snippet").inner_text() in lines
        assert hit.locator(".credit").inner_text() in lines


def test_a_judgement_leaves_the_reader_where_they_are(reader):
    page = reader.visit()
    reader.ask(NOWHERE)
    button = page.locator("[data-judge='wrong']")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.remark')")
    assert in_view(page, "#transcript .remark", "#work")
    page.keyboard.type("it is in the appendix")
    page.keyboard.press("Enter")
    page.locator(".remark[value='it is in the appendix']").wait_for()
    page.wait_for_function("() => document.activeElement.matches('.remark')")


def test_a_question_that_was_to_be_edited_can_be_kept(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2017?")
    page.locator("[data-does='edit']").click()
    page.locator("[data-does='keep']").click()
    page.wait_for_function("() => !document.querySelector('#question textarea').value")
    reader.ask("What is Vostok 2018?")
    assert page.locator("#transcript .turn").count() == 2


def test_the_documents_a_conversation_is_limited_to_stay_after_reload(reader):
    page = reader.visit()
    chosen = page.locator("#scope .token")
    page.locator("#scope input").click()
    page.locator("#scope [role='option']").first.click()
    page.keyboard.press("Escape")
    title = chosen.inner_text()
    reader.ask("Who speaks for the Kremlin?")
    page.reload()
    page.locator("#scope").get_by_text(title).wait_for()
    page.locator("#fresh").click()
    page.locator("#transcript .empty").wait_for()
    assert chosen.count() == 0
    page.locator("#conversations .name").first.click()
    page.locator("#scope").get_by_text(title).wait_for()
