"""How a reader wants to be answered: by which model, how far, from documents of which languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import Any

from rag.engine import Engine
from rag.errors import UsageError
from rag.flows.ask import Ask
from rag.flows.write import Writing
from rag.settings import AnswerSettings, Settings
from rag.wiring import open_chat

NO_MODEL = "none"


class Depth(StrEnum):
    """How much of the evidence an answer brings."""

    BRIEF = "brief"
    USUAL = "usual"
    THOROUGH = "thorough"


_FACTOR = {Depth.BRIEF: 0.5, Depth.USUAL: 1.0, Depth.THOROUGH: 2.0}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader chose; None and empty are as the server is set up."""

    model: str | None = None
    depth: Depth = Depth.USUAL
    languages: tuple[str, ...] = ()


@dataclass(slots=True)
class Models:
    """The chat models of one engine; `typed` lets a reader name any other."""

    engine: Engine
    typed: bool = False
    _opened: dict[str, Writing] = field(default_factory=dict)
    _opening: Lock = field(default_factory=Lock)

    @property
    def usual(self) -> str:
        """The model that writes where nobody chose one."""
        writing = self.engine.asking.writing
        return writing.chat.name if writing else NO_MODEL

    def offered(self) -> list[str]:
        """The models to choose from: the usual one, none, and those the settings list."""
        listed = self.engine.settings.chat.choices.split(",")
        named = (self.usual, NO_MODEL, *(each.strip() for each in listed if each.strip()))
        return list(dict.fromkeys(named))

    def allows(self, model: str) -> bool:
        """Whether a reader may have their answers written by it."""
        return model in self.offered() or self.typed

    def writing(self, model: str | None) -> Writing | None:
        """What writes with a model; None for the documents' own words.

        Raises UsageError for one that may not be chosen here or is no model's name,
        ModelUnavailable where it cannot be opened.
        """
        asking = self.engine.asking
        if model is None or model == self.usual:
            return asking.writing
        if model == NO_MODEL:
            return None
        if not self.allows(model) or ":" not in model:
            raise UsageError(f"{model!r} cannot be chosen: give provider:name, or one of the list")
        with self._opening:
            if model not in self._opened:
                self._opened[model] = _writing(self.engine, model)
            return self._opened[model]

    def tuned(self, chosen: Preferences) -> Ask:
        """The engine's way of answering, changed as the reader chose. Raises as `writing` does."""
        asking, writing = self.engine.asking, self.writing(chosen.model)
        if chosen == Preferences():
            return asking
        settings = _settings(asking.settings, chosen)
        quoting = replace(asking.quoting, settings=settings.answer)
        if writing is not None:
            writing = replace(writing, quoting=quoting, settings=settings.answer)
        return replace(asking, settings=settings, quoting=quoting, writing=writing)


def chosen_from(sent: Mapping[str, Any]) -> Preferences:
    """What the browser kept; what makes no sense in it is as if nothing had been chosen."""
    depth = str(sent.get("depth", ""))
    languages = sent.get("languages")
    return Preferences(
        str(sent["model"]) if sent.get("model") else None,
        Depth(depth) if depth in tuple(Depth) else Depth.USUAL,
        tuple(str(each) for each in languages) if isinstance(languages, list) else (),
    )


def _settings(settings: Settings, chosen: Preferences) -> Settings:
    chat = replace(settings.chat, model=chosen.model or settings.chat.model)
    return replace(settings, chat=chat, answer=_bounded(settings.answer, _FACTOR[chosen.depth]))


def _bounded(answer: AnswerSettings, factor: float) -> AnswerSettings:
    return replace(
        answer,
        max_sentences=max(1, round(answer.max_sentences * factor)),
        max_chars=round(answer.max_chars * factor),
        context_tokens=round(answer.context_tokens * factor),
    )


def _writing(engine: Engine, model: str) -> Writing:
    chat = open_chat(replace(engine.settings.chat, model=model))
    if chat is None:
        raise UsageError(f"{model!r} names no model")
    return engine.writing(chat)
