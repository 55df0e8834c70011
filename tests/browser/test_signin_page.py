"""A closed library: one signs in on a page of its own, has one's own chats, and signs out."""

from dataclasses import replace

import pytest
from conftest import CHROMIUM, Reader, served

from rag.server.accounts import FILE_NAME, Accounts
from rag.settings import Settings

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def closed_site(tmp_path_factory):
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    folder = tmp_path_factory.mktemp("closed")
    note = folder / "knot.txt"
    note.write_text("The knot colony of Skarv was counted for the first time in 1954.\n", "utf-8")
    for name in ("anna", "лев"):
        Accounts(folder / "data" / FILE_NAME).add(name, PASSWORD)
    with served(replace(Settings(), data=folder / "data"), note) as site:
        yield site


def enter(someone, name):
    page = someone.page
    page.goto(someone.site.address)
    page.wait_for_url("**/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#transcript .empty, #transcript .turn").first.wait_for()
    return page


def test_people_have_chats_of_their_own_and_sign_out(chromium, closed_site):
    anna, lev = Reader(chromium, closed_site), Reader(chromium, closed_site)
    enter(anna, "anna")
    anna.ask("When was the knot colony counted for the first time?")
    assert "1954" in anna.follow(1)
    page = enter(lev, "лев")
    assert page.locator("#conversations .name").count() == 0
    lev.to("settings")
    page.get_by_text("Signed in as лев").wait_for()
    page.locator(".person button").click()
    page.wait_for_url("**/sign-in")
    page.goto(closed_site.address)
    page.wait_for_url("**/sign-in")
    again = Reader(chromium, closed_site)
    enter(again, "anna")
    again.page.locator("#conversations .name").first.wait_for()
    for each in (anna, lev, again):
        each.context.close()
        assert each.watch.foreign == []
        assert each.watch.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_speaks_persian_and_axe_finds_nothing(chromium, closed_site, scheme):
    size = {"width": 390, "height": 800}
    someone = Reader(chromium, closed_site, locale="fa-IR", color_scheme=scheme, viewport=size)
    page = someone.page
    page.goto(closed_site.address)
    page.get_by_label("گذرواژه").wait_for()
    assert page.evaluate("() => document.documentElement.dir") == "rtl"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert someone.violations() == []
    page.get_by_role("link", name="Русский").click()
    page.get_by_label("Пароль").wait_for()
    someone.context.close()
    assert someone.watch.errors == []
