"""A reader says what a stretch is; it is shown at once, outlasts ingesting again, and is undone."""

from dataclasses import replace

import pytest

from rag.errors import UsageError
from rag.records import Role, Span
from rag.settings import Settings
from rag.wiring import Mode, opened
from ui import roles
from ui.desk import Desk
from ui.looking import Panel

TEXT = (
    "# The weather at Skarv\n\nThe keeper wrote the weather down four times a day for thirty "
    "years, and the book is still shown to visitors of the museum in summer.\n\n"
    "Subscribe to our newsletter and never miss a word of what the keepers have to say.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roles")
    (folder / "skarv.md").write_text(TEXT, "utf-8")
    with opened(replace(Settings(), data=folder / "data"), Mode.SERVE) as engine:
        list(engine.ingest([folder / "skarv.md"]))
        yield Desk.over(engine)


def roles_of(desk):
    return [each.role for each in desk.engine.show("skarv.md").passages]


def sent(desk, **more):
    start = TEXT.index("Subscribe")
    wanted = {"document": desk.engine.entry("skarv.md").id, "start": start, "end": start + 9}
    return wanted | more


def test_a_role_is_given_shown_kept_through_another_ingest_and_taken_back(desk):
    before = roles_of(desk)
    html = Panel(desk).give_role(sent(desk, role="comment"))
    assert 'class="role-comment"' in html
    assert "Now marked: reader&#x27;s comment." in html
    assert roles_of(desk) != before
    changed = roles_of(desk)
    (path,) = desk.engine.settings.data.parent.glob("skarv.md")
    path.write_text(TEXT + "\nA last line was added to this text later on.\n", "utf-8")
    list(desk.engine.ingest([path]))
    assert Role.COMMENT in roles_of(desk)
    path.write_text(TEXT, "utf-8")
    list(desk.engine.ingest([path]))
    assert roles_of(desk) == changed
    passages = desk.engine.show("skarv.md").passages
    back = [
        [each.span.start, each.span.end, role.value]
        for each, role in zip(passages, before, strict=True)
    ]
    html = Panel(desk).give_back(sent(desk, roles=back))
    assert "As it was before." in html
    assert roles_of(desk) == before


def test_the_way_back_holds_what_the_passages_were(desk):
    before = roles_of(desk)
    document = desk.engine.entry("skarv.md").id
    earlier = roles.give(desk.engine, document, Span(0, len(TEXT)), Role.NOTE)
    assert set(roles_of(desk)) == {Role.NOTE}
    sent_back = [[span.start, span.end, role.value] for span, role in earlier.items()]
    roles.give_back(desk.engine, document, sent_back)
    assert roles_of(desk) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"role": "note", "start": "x"},
        {"role": "note", "start": 9, "end": 3},
        {"role": "note", "start": 10_000, "end": 10_009},
        {"document": "no such", "role": "note"},
    ],
)
def test_what_makes_no_sense_changes_nothing_and_is_said(desk, wrong):
    before = roles_of(desk)
    assert 'role="alert"' in Panel(desk).give_role(sent(desk, **wrong))
    assert roles_of(desk) == before


@pytest.mark.parametrize("wrong", [None, 3, "x", [[]], [[1, 2, "king"]], [[9, 1, "note"]]])
def test_a_way_back_that_was_tampered_with_is_said(desk, wrong):
    before = roles_of(desk)
    assert 'role="alert"' in Panel(desk).give_back(sent(desk, roles=wrong))
    assert roles_of(desk) == before


def test_words_outside_every_passage_are_refused(desk):
    document = desk.engine.entry("skarv.md").id
    with pytest.raises(UsageError, match="no passage"):
        roles.give(desk.engine, document, Span(10_000, 10_001), Role.NOTE)


def test_any_stretch_of_a_document_can_be_looked_at(desk):
    start = TEXT.index("four times")
    html = Panel(desk).text(sent(desk, start=start, end=start + 10), "anna")
    assert ">four times</mark>" in html
    for beyond in ({"end": 9_999}, {"start": 5, "end": 5}, {"start": "x"}):
        assert 'role="alert"' in Panel(desk).text(sent(desk, **beyond), "anna")
