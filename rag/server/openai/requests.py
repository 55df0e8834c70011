"""Chat completion requests as OpenAI's clients send them; what is not known is let pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from rag.records import Turn
from rag.server.openai.footnotes import without_notes
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import Body, FiltersIn

_TEXTS = ("text", "input_text", "output_text")
_TALKING = ("user", "assistant")
_ORDERING = ("system", "developer")


class Tolerant(Body):
    """A body that may hold fields nobody here reads: temperature, tools, user ...

    A field that is null is one left out, as OpenAI's interface has it.
    """

    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: each for name, each in value.items() if each is not None}


class Part(Tolerant):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = ""


class Said(Tolerant):
    """One message; `content` is a text or parts of one."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type in _TEXTS)


class StreamOptions(Tolerant):
    """`include_usage` asks for a last chunk with token counts."""

    include_usage: bool = False


class CompletionIn(Tolerant):
    """A chat completion request; `filters` is this server's own addition."""

    messages: list[Said] = Field(min_length=1)
    model: str = "footnote"
    stream: bool = False
    stream_options: StreamOptions | None = None
    filters: FiltersIn = FiltersIn()

    def question(self) -> str:
        """What the last message asks, orders left aside. Raises Refused where it asks nothing."""
        said = [each for each in self.messages if each.role not in _ORDERING]
        role = said[-1].role if said else self.messages[-1].role
        if role != "user":
            told = f"the last message is the {role}'s: end with the user's question"
            raise Refused(Refusal.BAD_REQUEST, told)
        return said[-1].text

    def history(self) -> tuple[Turn, ...]:
        """Earlier questions with their answers. System messages give no orders here."""
        return tuple(_turns([each for each in self.messages if each.role in _TALKING]))

    def words(self) -> str:
        """Everything that was sent, to count its tokens."""
        return "\n".join(each.text for each in self.messages)


def _turns(said: list[Said]) -> Iterator[Turn]:
    for first, second in pairwise(said):
        if first.role == "user":
            answered = second.role == "assistant"
            yield Turn(first.text, without_notes(second.text) if answered else "")


def chunk(head: dict[str, Any], delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    """One piece of a streamed completion."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
    return {**head, "choices": [choice]}
