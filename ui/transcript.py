"""A conversation as HTML: questions, their answers, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from rag.history import Feedback, KeptTurn
from rag.records import Fragment
from ui.answers import Known, answer, verdict_line
from ui.controls import action
from ui.exports import FORMATS
from ui.render import Html, element, join, prose
from ui.strings import Words

_NONE: Known = MappingProxyType({})


def conversation(
    turns: Sequence[KeptTurn],
    words: Words,
    *,
    known: Known = _NONE,
    replaced: str | None = None,
) -> Html:
    """All turns of a conversation; the last one's question can be edited and asked again.

    `known` has the documents that answers name without citing them, `replaced` is the turn whose
    place the next question takes.
    """
    if not turns:
        return join(())
    told = [
        turn(each, words, known, last=each is turns[-1], replaced=each.id == replaced)
        for each in turns
    ]
    return join((*told, _exports(turns[-1].conversation_id, words)))


def turn(kept: KeptTurn, words: Words, known: Known, *, last: bool, replaced: bool = False) -> Html:
    """A question and what became of it; where it is to be replaced, the way out of that."""
    if kept.answer is None:
        body = verdict_line("stopped", words.stopped)
    else:
        body = answer(kept.answer, kept.id, words, known)
    return element(
        "section",
        _question(kept.question),
        element("div", body, class_="answer"),
        _replaced(words) if replaced else _actions(kept, words, last=last),
        class_="turn",
        data_turn=kept.id,
    )


def streaming(asked: KeptTurn, fragments: Sequence[Fragment], words: Words) -> Html:
    """A turn while its answer comes in; its citation marks cannot be followed yet.

    Where quoted sentences follow what a model wrote, the model broke off: they stand in for it.
    """
    quoted = [each for each in fragments if each.citations]
    broken = bool(quoted) and len(quoted) < len(fragments)
    return element(
        "section",
        _question(asked.question),
        element(
            "div",
            verdict_line("searching", words.searching),
            element("p", words.broke_off, class_="notice", role="status") if broken else None,
            element("div", join(_spoken(each) for each in quoted or fragments), class_="claims"),
            class_="answer",
        ),
        class_="turn live",
        data_live=asked.id,
        aria_busy="true",
    )


def empty(suggestions: Sequence[str], words: Words) -> Html:
    """What an empty conversation shows: what this is for, and questions to begin with."""
    offered = [
        prose("button", question, type="button", class_="suggestion", data_ask=question)
        for question in suggestions
    ]
    return element(
        "div",
        element("h2", words.empty_title),
        element("p", words.empty_hint if suggestions else words.library_is_empty),
        None if offered else action("library", words.library),
        element("p", words.try_asking, class_="label") if offered else None,
        element("div", join(offered), class_="suggestions") if offered else None,
        class_="empty",
    )


def _question(question: str) -> Html:
    return element("h2", prose("span", question), class_="question")


def _spoken(fragment: Fragment) -> Html:
    """A piece of an answer: a sentence of its own where it carries citations."""
    if not fragment.citations:
        return prose("span", fragment.text)
    marks = join(element("span", str(n), class_="cite pending") for n in fragment.citations)
    return prose("p", fragment.text, fragment.text, " ", marks, class_="claim")


def _actions(kept: KeptTurn, words: Words, *, last: bool) -> Html:
    """Copy, ask again, edit, and the reader's judgement."""
    return element(
        "div",
        action("copy", words.copy, data_done=words.copied) if kept.answer else None,
        action("again", words.again) if last else None,
        action("edit", words.edit) if last else None,
        _judgement(kept, words) if kept.answer else None,
        class_="actions",
    )


def _replaced(words: Words) -> Html:
    """Says that the next question takes this one's place, with a way to keep both."""
    return element("p", words.replacing, action("keep", words.keep_both), class_="notice")


def _exports(conversation_id: str, words: Words) -> Html:
    """The ways to take the conversation along."""
    links = [
        element("a", kind.name, href=f"/export/{conversation_id}/{form}", download=True)
        for form, kind in FORMATS.items()
    ]
    parts = [part for link in links for part in (" ", link)]
    return element("p", f"{words.export}:", *parts, class_="exports")


def _judgement(kept: KeptTurn, words: Words) -> Html:
    choices = (
        (Feedback.RIGHT, words.right),
        (Feedback.WRONG, words.wrong),
        (Feedback.CITATION_WRONG, words.citation_wrong),
    )
    buttons = [
        action(
            "judge",
            label,
            data_judge=feedback.value,
            aria_pressed="true" if kept.feedback is feedback else "false",
        )
        for feedback, label in choices
    ]
    asked_why = kept.feedback in (Feedback.WRONG, Feedback.CITATION_WRONG)
    comment = element(
        "input",
        type="text",
        class_="remark field",
        value=kept.comment,
        placeholder=words.comment,
        aria_label=words.comment,
        dir="auto",
    )
    taken = element("a", words.judged_file, href="/judged.jsonl", download=True, class_="along")
    return element(
        "span",
        join(buttons),
        comment if asked_why else None,
        taken if kept.feedback else None,
        class_="judgement",
    )
