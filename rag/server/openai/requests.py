"""Chat completion requests as OpenAI's clients send them; what is not known is let pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rag.records import Turn
from rag.server.openai.footnotes import without_notes
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import FiltersIn


class Tolerant(BaseModel):
    """A body that may hold fields nobody here reads: temperature, tools, user ..."""

    model_config = ConfigDict(extra="ignore")


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
        return "\n".join(part.text for part in self.content or () if part.type == "text")


class StreamOptions(Tolerant):
    """`include_usage` asks for a last chunk with token counts."""

    include_usage: bool = False


class CompletionIn(Tolerant):
    """A chat completion request; `filters` is this server's own addition."""

    messages: list[Said] = Field(min_length=1, max_length=400)
    model: str = "footnote"
    stream: bool = False
    stream_options: StreamOptions | None = None
    filters: FiltersIn = FiltersIn()

    def question(self) -> str:
        """What the last message of the user asks. Raises Refused where there is none."""
        if self.messages[-1].role != "user":
            raise Refused(
                Refusal.BAD_REQUEST,
                f"the last message is the {self.messages[-1].role}'s: end with the user's question",
            )
        return self.messages[-1].text

    def history(self) -> tuple[Turn, ...]:
        """Earlier questions with their answers. System messages give no orders here."""
        return tuple(_turns([each for each in self.messages if each.role in _TALKING]))

    def words(self) -> str:
        """Everything that was sent, to count its tokens."""
        return "\n".join(each.text for each in self.messages)


_TALKING = ("user", "assistant")


def _turns(said: list[Said]) -> Iterator[Turn]:
    for first, second in pairwise(said):
        if first.role == "user":
            answered = second.role == "assistant"
            yield Turn(first.text, without_notes(second.text) if answered else "")


def chunk(head: dict[str, Any], delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    """One piece of a streamed completion."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
    return {**head, "choices": [choice]}
