"""The border of an unmarked thread: several voices, or nothing."""

from __future__ import annotations

from threads_made import ARTICLE, comments, decided

from rag.ingest.thread import border
from rag.records import Role

VOICES = (
    "Nice, finally somebody looks at those gates. I row past them every week",
    'lol at "until March". We all know what that means, you\'ll get two more years',
    "You clearly never worked on a canal. They can't weld in the frost.",
    "Agreed. My parents still have a boat there though.",
    "not sure why everybody is so cross, it's a lock",
)
COLUMN = (
    "I have kept a lock for nineteen years. You probably remember it from your school trips. I do.",
    "Last autumn I stopped. I'm not a rebel, and I didn't ask anybody. I simply went home.",
    "What happened? Nothing, at first. One boy asked me whether he'd done wrong. No, I said.",
    "Yes, there were complaints. He may be right, it takes me less time to say nothing.",
    "Well, here's what I think now. We work because it's easy. That's not a reason, is it?",
    "So try it once. You might hate it. I didn't.",
)


def test_voices_after_an_article_are_comments() -> None:
    assert [words for words, _ in comments("Lock closed", *ARTICLE, *VOICES)] == list(VOICES)


def test_one_personal_voice_is_no_thread() -> None:
    assert border(COLUMN) is None
    assert not comments("Why I stopped", *COLUMN)


def test_a_text_that_only_turns_personal_is_undecided() -> None:
    calm = ("The channel was closed in 2016, as you would know if you worked here.",) * 3
    roles = [role for _, role, _ in decided("Lock closed", *ARTICLE, *ARTICLE, *calm)]
    assert roles[-3:] == [Role.UNKNOWN] * 3
    assert Role.COMMENT not in roles


def test_a_report_has_no_border() -> None:
    assert border(ARTICLE * 4) is None
    assert border([]) is None
