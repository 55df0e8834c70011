"""ports.Judge on a chat model: one question, one word back."""

from __future__ import annotations

import math
import re
from types import MappingProxyType

from rag import prompts
from rag.errors import ModelUnavailable
from rag.ports import ChatModel, Message

_WORDS = MappingProxyType({"yes": 1.0, "partly": 0.5, "no": 0.0})
_WORD = re.compile(r"\b(yes|partly|no)\b")


ENTAILED_FROM = 0.75
"""How surely a claim has to follow for a judge to bear it out: "partly" is not enough."""


class ChatJudge:
    """Judges by asking a chat model; raises ModelUnavailable where that cannot be reached."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat

    @property
    def name(self) -> str:
        """The model's name."""
        return self._chat.name

    def entails(self, evidence: str, claim: str, until: float = math.inf) -> float:
        """1 where the model says yes, 0.5 partly, 0 no.

        Raises ModelUnavailable where what it says is none of these.
        """
        asked = prompts.load("judge").render(evidence=evidence, claim=claim)
        said = "".join(self._chat.stream([Message("user", asked)], until))
        found = _WORD.search(said.lower())
        if found is None:
            short = said if len(said) <= 60 else f"{said[:59]}…"
            raise ModelUnavailable(
                f"judge {self.name!r} answers {short!r}, not yes, partly or no; use another model"
            )
        return _WORDS[found[1]]
