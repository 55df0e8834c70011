"""What happens when a question is asked, asked again, edited, stopped or judged."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import gradio as gr

from rag.errors import RagError
from rag.history import Feedback, KeptTurn
from rag.records import Answer, Filters, Fragment
from rag.server.answering import as_turns
from ui import transcript
from ui.ask import AskTab
from ui.desk import EVERY, QUIET, Desk, Updates, owner_of
from ui.preferences import Preferences
from ui.shelf import Shelf
from ui.suggestions import suggestions
from ui.troubles import notice

_EVERY_S = 0.05
"""Least time between two updates of a streaming answer; the first words go out at once."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The conversation's behaviour over the tab and the list of conversations."""

    desk: Desk
    tab: AskTab
    shelf: Shelf
    chosen: gr.State

    def connect(self) -> None:
        """Tie the events of the page to what they do."""
        tab = self.tab
        about = [tab.scope, tab.current, self.chosen]
        outputs = [tab.past, tab.live, tab.current, self.shelf.listing, tab.box, tab.replaced]
        running = [
            tab.box.submit(self.ask, [tab.box, *about, tab.replaced], outputs, **QUIET),
            tab.past.suggested(self.suggested, about, outputs, **QUIET),
            tab.past.again(self.again, about, outputs, **QUIET),
        ]
        tab.box.stop(self.stop, [tab.current], outputs, cancels=running, **QUIET)
        tab.past.edit(self.edit, [tab.current], outputs, **QUIET)
        tab.past.judge(self.judge, [tab.current], [tab.past], **EVERY)

    def ask(
        self,
        question: str,
        scope: list[str],
        current: str | None,
        chosen: Preferences,
        replaced: str | None,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Answer a question, streaming; nothing happens for an empty one.

        The question is kept before it is answered, so that neither reloading nor stopping loses it.
        A conversation that was deleted in another window is begun anew.
        """
        if not question.strip():
            return
        owner, history = owner_of(request), self.desk.history
        if replaced:
            history.drop(owner, replaced)
        if current not in {each.id for each in history.conversations(owner)}:
            current = history.start(owner, question).id
        earlier = history.turns(owner, current)
        asked = history.ask(owner, current, question)
        yield self._begun(owner, current, earlier, asked)
        try:
            answer = yield from self._streamed(asked, scope, earlier, chosen)
            history.answer(owner, asked.id, answer)
        except RagError as error:
            yield self._broken(owner, current, error)
            return
        yield self._told(owner, current)

    def suggested(
        self,
        scope: list[str],
        current: str | None,
        chosen: Preferences,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Ask one of the questions offered."""
        yield from self.ask(str(event.question), scope, current, chosen, None, request)

    def again(
        self,
        scope: list[str],
        current: str | None,
        chosen: Preferences,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Ask a turn's question again in its place."""
        try:
            kept = self.desk.history.turn(owner_of(request), str(event.turn))
        except RagError as error:
            yield self._broken(owner_of(request), current, error)
            return
        yield from self.ask(kept.question, scope, current, chosen, kept.id, request)

    def edit(self, current: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Put a turn's question into the box; what is asked next takes its place.

        Without a turn the conversation stays as it is, and what is asked next comes after it.
        """
        owner, tab = owner_of(request), self.tab
        if not event.turn:
            return {tab.past: past(self.desk, owner, current), tab.box: "", tab.replaced: None}
        try:
            kept = self.desk.history.turn(owner, str(event.turn))
        except RagError as error:
            return self._broken(owner, current, error)
        shown = past(self.desk, owner, current, replaced=kept.id)
        return {tab.past: shown, tab.box: kept.question, tab.replaced: kept.id}

    def stop(self, current: str | None, request: gr.Request) -> Updates:
        """Show the conversation as it stands when an answer was stopped."""
        return self._told(owner_of(request), current)

    def judge(self, current: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Keep what the reader says of an answer; saying the same twice takes it back."""
        owner = owner_of(request)
        feedback = Feedback(str(event.feedback)) if event.feedback else None
        self.desk.history.judge(owner, str(event.turn), feedback, str(event.comment or ""))
        return self._past(owner, current)

    def _begun(
        self, owner: str, current: str, earlier: Sequence[KeptTurn], asked: KeptTurn
    ) -> Updates:
        """The question alone, under the conversation so far; the box is free for the next."""
        words, tab = self.desk.words, self.tab
        return {
            tab.past: told(self.desk, earlier),
            tab.live: transcript.streaming(asked, (), words),
            tab.current: current,
            tab.replaced: None,
            tab.box: gr.update(value="", submit_btn=False, stop_btn=words.stop),
            self.shelf.listing: self.shelf.rendered(owner, current),
        }

    def _streamed(
        self,
        asked: KeptTurn,
        scope: list[str],
        earlier: Sequence[KeptTurn],
        chosen: Preferences,
    ) -> Generator[Updates, None, Answer]:
        """Show fragments as they come, not more often than the page can; return the answer."""
        filters = Filters(documents=tuple(scope or ()), languages=chosen.languages)
        asking = self.desk.models.tuned(chosen)
        pieces = asking.stream(asked.question, filters, as_turns(earlier))
        heard: list[Fragment] = []
        shown_at = 0.0
        for piece in pieces:
            if isinstance(piece, Answer):
                return piece
            heard.append(piece)
            if time.monotonic() - shown_at >= _EVERY_S:
                shown_at = time.monotonic()
                yield {self.tab.live: transcript.streaming(asked, heard, self.desk.words)}
        raise TypeError("a stream ends with its answer")

    def _told(self, owner: str, current: str | None) -> Updates:
        """The conversation whole, nothing being answered."""
        return {**self._past(owner, current), self.tab.live: "", **self._at_rest()}

    def _broken(self, owner: str, current: str | None, error: RagError) -> Updates:
        """The conversation whole, and beneath it what went wrong."""
        return {**self._told(owner, current), self.tab.live: notice(error, self.desk.words)}

    def _at_rest(self) -> Updates:
        return {self.tab.box: gr.update(submit_btn=self.desk.words.send, stop_btn=False)}

    def _past(self, owner: str, current: str | None) -> Updates:
        return {self.tab.past: past(self.desk, owner, current)}


def past(desk: Desk, owner: str, current: str | None, *, replaced: str | None = None) -> str:
    """The conversation so far, or questions to begin with where none has been asked.

    `replaced` is the turn whose place the next question takes.
    """
    turns = desk.history.turns(owner, current) if current else []
    if turns:
        return told(desk, turns, replaced=replaced)
    return transcript.empty(suggestions(desk.engine, desk.words), desk.words)


def told(desk: Desk, turns: Sequence[KeptTurn], *, replaced: str | None = None) -> str:
    """Turns of a conversation, with what the library knows of the documents they name."""
    known = desk.provenance(turns)
    return transcript.conversation(turns, desk.words, known=known, replaced=replaced)
