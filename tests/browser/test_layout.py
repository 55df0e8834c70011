"""The page on narrow screens, in the dark, and from right to left."""

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 800}


def box(page, selector):
    return page.locator(selector).bounding_box()


@pytest.mark.parametrize("path", ["/fa/", "/ar/"])
def test_the_page_runs_right_to_left(reader, path):
    page = reader.visit(path)
    assert page.evaluate("() => document.documentElement.dir") == "rtl"
    assert box(page, "#shelf")["x"] > box(page, "#work")["x"]
    reader.ask("روسیه و چین")
    assert (
        page.locator("#transcript .verdict").evaluate("n => getComputedStyle(n).direction") == "rtl"
    )


def test_a_persian_browser_is_greeted_in_persian(readers):
    page = readers(locale="fa-IR").visit("/")
    assert page.url.rstrip("/").endswith("/fa")
    assert page.get_by_role("tab").first.inner_text() == "پرسش"


def test_the_interface_language_is_chosen_in_the_settings(reader):
    page = reader.visit()
    reader.to("settings")
    page.get_by_role("link", name="Русский").click()
    page.wait_for_url("**/ru/**")
    page.locator("#transcript .empty, #transcript .turn").first.wait_for()
    assert page.evaluate("() => document.documentElement.lang") == "ru"


def test_on_a_phone_nothing_sticks_out_and_the_source_covers_the_screen(readers):
    someone = readers(viewport=PHONE)
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    someone.follow(1)
    assert box(page, "#side") == {"x": 0, "y": 0, "width": 390, "height": 800}
    page.locator("#source [data-does='close']").click()
    assert not page.locator("#side").is_visible()


@pytest.mark.parametrize("path", ["/", "/zh/", "/fa/", "/ru/", "/ar/"])
def test_on_a_phone_every_tab_is_in_sight(readers, path):
    page = readers(viewport=PHONE).visit(path)
    tabs = page.locator("#work [role='tab']")
    tabs.nth(4).wait_for()
    assert tabs.count() == 5
    for tab in tabs.all():
        shown = tab.bounding_box()
        assert 0 <= shown["x"] <= shown["x"] + shown["width"] <= 390, tab.inner_text()


def test_on_a_phone_each_document_is_told_whole(readers):
    someone = readers(viewport=PHONE)
    page = someone.visit()
    someone.to("library")
    row = page.locator("#documents tbody tr", has_text="An offer from Moscow")
    row.wait_for()
    for told in ("Lin Zhaohe", "Headland Review Online", "2021-01-27", "中文", "28", "ready"):
        assert told in row.inner_text()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_conversation_is_seen_wherever_the_reader_was(readers):
    someone = readers(viewport=PHONE)
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    someone.to("settings")
    page.locator("#masthead [data-does='shelf']").click()
    page.locator("#conversations .name").click()
    page.locator("#transcript .turn").wait_for()
    page.locator("#masthead [data-does='shelf']").click()
    page.locator("#fresh").click()
    page.locator("#transcript .empty").wait_for()
    assert not page.locator("#shelf").is_visible()


def test_on_a_phone_the_conversations_are_a_tap_away(readers):
    someone = readers(viewport=PHONE)
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    assert not page.locator("#conversations").is_visible()
    page.locator("#masthead [data-does='shelf']").click()
    page.locator("#conversations .name").click()
    assert not page.locator("#conversations").is_visible()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_systems_appearance(readers, scheme, dark):
    page = readers(color_scheme=scheme).visit()
    assert page.evaluate("() => document.body.classList.contains('dark')") is dark


def test_an_appearance_once_chosen_stays(readers):
    someone = readers(color_scheme="light")
    page = someone.visit()
    someone.to("settings")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("() => document.body.classList.contains('dark')")
    page.reload()
    page.locator("#transcript .empty").wait_for()
    page.wait_for_function("() => document.body.classList.contains('dark')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(readers, scheme):
    someone = readers(color_scheme=scheme)
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    someone.follow(1)
    for selector in (
        ".claim",
        ".verdict strong",
        ".searched",
        ".cite:not(.followed)",
        ".sources .about",
        ".action",
        "#source mark.cited",
        "#source .facts dt",
        "[role=tab]:not(.selected)",
        "[role=tab].selected",
    ):
        shown = page.locator(selector)
        if shown.count():
            assert shown.first.evaluate(CONTRAST) >= 4.5, selector


CONTRAST = """node => {
    const parse = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const line = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
    };
    let ground = node, colour = [255, 255, 255];
    while (ground) {
        const found = parse(getComputedStyle(ground).backgroundColor);
        if (found.length === 3 || found[3] === 1) { colour = found; break; }
        ground = ground.parentElement;
    }
    const both = [light(parse(getComputedStyle(node).color)), light(colour)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


@pytest.mark.parametrize("path", ["/", "/fa/"])
def test_axe_finds_nothing_against_wcag_aa(reader, path):
    page = reader.visit(path)
    reader.ask("What is Vostok 2018?")
    reader.follow(1)
    found = []
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(300)
        found += reader.violations()
    assert found == []


def test_a_conversation_is_printed_whole_and_dark_on_white(readers):
    someone = readers(color_scheme="dark")
    page = someone.visit()
    someone.ask("What is Vostok 2018?")
    someone.ask("What is the population of Vladivostok?")
    page.emulate_media(media="print")
    for hidden in ("#shelf", "#composer", "#masthead", "#work [role=tablist]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.evaluate("() => getComputedStyle(document.querySelector('#work')).overflow") == (
        "visible"
    )
    ink = page.locator("#transcript .claim").first.evaluate("n => getComputedStyle(n).color")
    assert ink == "rgb(29, 32, 35)"
