"""What requests carry: checked when they come in, everything wrong told at once."""

from __future__ import annotations

import json
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rag.history import Feedback
from rag.index.facets import period
from rag.records import Filters, Role, Span, Turn

Question = Annotated[str, Field(max_length=20_000)]

_HALVES = "holds half a character of UTF-16, which JSON can spell and no text has"


class Body(BaseModel):
    """What a request carries, in whole characters."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(_HALVES) from error
        return value


class Strict(Body):
    """A body whose every field is known."""

    model_config = ConfigDict(extra="forbid")


class FiltersIn(Strict):
    """Which documents and passages may be used; what is left out filters nothing."""

    documents: list[str] = Field(default=[], description="sources or document ids")
    languages: list[str] = []
    publishers: list[str] = []
    since: str | None = Field(default=None, description="2021, 2021-01 or 2021-01-26, inclusive")
    until: str | None = None
    roles: list[Role] = []

    @field_validator("since", "until")
    @classmethod
    def _a_date(cls, value: str | None) -> str | None:
        if value is not None and period(value) is None:
            raise ValueError("no date such as 2021-01-26, 2021-01 or 2021")
        return value

    def record(self) -> Filters:
        """The filters as the engine takes them."""
        return Filters(
            tuple(self.documents),
            tuple(self.languages),
            tuple(self.publishers),
            self.since,
            self.until,
            tuple(self.roles),
        )


class TurnIn(Strict):
    """An earlier question of a talk, and its answer."""

    question: Question
    answer: str = ""

    def record(self) -> Turn:
        """The turn as the engine takes it."""
        return Turn(self.question, self.answer)


class AskIn(Strict):
    """A question."""

    question: Question
    filters: FiltersIn = FiltersIn()
    history: list[TurnIn] = Field(default=[], max_length=200)
    conversation: str | None = Field(default=None, description='an id; "new" begins one')
    stream: bool = Field(default=False, description="answer with server-sent events")
    quote_only: bool = Field(default=False, description="quote, even where a language model is set")
    passage_texts: bool = Field(
        default=True, description="with the words of the retrieved passages"
    )

    @model_validator(mode="after")
    def _one_past(self) -> Self:
        if self.history and self.conversation is not None:
            raise ValueError("give earlier turns as history, or a conversation that has them")
        return self


class SearchIn(Strict):
    """A search for passages."""

    question: Question
    depth: int | None = Field(default=None, ge=1, le=200, description="how many passages")
    filters: FiltersIn = FiltersIn()


class CheckIn(Strict):
    """A draft to check against the library."""

    text: str = Field(max_length=200_000)
    filters: FiltersIn = FiltersIn()


class RoleIn(Strict):
    """The role a stretch of a document really has."""

    start: int = Field(ge=0)
    end: int
    role: Role

    @model_validator(mode="after")
    def _a_stretch(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"{self.start}-{self.end} is no stretch: end lies after start")
        return self


class EditIn(Strict):
    """Corrections of a document's provenance and roles; what is left out stays as it is."""

    title: str | None = None
    publisher: str | None = None
    authors: list[str] | None = None
    published: str | None = None
    languages: list[str] | None = None
    kind: str | None = None
    origin: str | None = None
    note: str | None = None
    roles: list[RoleIn] = []

    def provenance(self) -> dict[str, object]:
        """The fields that were given."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"roles"}}

    def corrected_roles(self) -> dict[Span, Role]:
        """The stretches with their roles."""
        return {Span(each.start, each.end): each.role for each in self.roles}


class NameIn(Strict):
    """A conversation's name."""

    name: str = Field(min_length=1, max_length=500)


class FeedbackIn(Strict):
    """What a reader says of a kept answer; `feedback` null takes it back."""

    turn: str
    feedback: Feedback | None
    comment: str = Field(default="", max_length=5_000)


class EvaluateIn(Strict):
    """Questions with their gold, as lines of an evaluation file; at least `id` and `question`."""

    questions: list[dict[str, Any]] = Field(min_length=1, max_length=2_000)
    quote_only: bool = False


class SignInIn(Strict):
    """Who signs in."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=1_000, repr=False)
