"""An answer as HTML: its verdict, its sentences with their citations, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answer.nearest import first_sentence, nearest
from rag.records import Answer, AnswerVerdict, Claim, ClaimVerdict, Hit, Passage, Provenance
from ui import disputes
from ui.marks import credit, mark, source_row
from ui.provenance import language_names, title_of, verdict_word
from ui.render import Child, Html, direction, element, isolated, join, prose
from ui.strings import Words

_NEAREST = 5
_SNIPPET_CHARS = 400
"""More than is seen of a passage: its card shows a few lines and no more."""

Known = Mapping[str, Provenance]
"""Where documents come from, by their ids; those that are gone are not in it."""


def answer(given: Answer, turn_id: str, words: Words, known: Known) -> Html:
    """An answer whole; its citation marks carry `turn_id` so that they can be followed.

    `known` has the documents of the passages that are shown where nothing answers.
    """
    found = given.verdict is not AnswerVerdict.NOT_FOUND
    shown = _Shown(given, turn_id, words, known)
    return join(
        (
            shown.verdict(),
            shown.remark(words.understood, given.understood),
            prose("p", given.notice, class_="notice") if given.notice else None,
            shown.direct(),
            shown.disagreements(),
            shown.claims(),
            shown.sources() if given.citations else None,
            shown.nearest() if given.retrieved and not found else None,
        )
    )


def verdict_line(kind: str, word: str, searched: Child = None) -> Html:
    """The verdict in a word and a colour, with what was searched."""
    return element("p", element("strong", word), searched, class_=f"verdict verdict-{kind}")


class _Shown:
    """One answer with what its pieces need to know of one another."""

    def __init__(self, given: Answer, turn_id: str, words: Words, known: Known) -> None:
        self._answer = given
        self._turn = turn_id
        self._words = words
        self._known = known
        self._cited = {citation.number: citation for citation in given.citations}

    def verdict(self) -> Html:
        """The verdict line; a reply that searched nothing has none."""
        given, searched = self._answer, self._answer.searched
        if not given.citations and given.verdict is AnswerVerdict.ANSWERED:
            return join(())
        line = self._words.fill(
            self._words.searched,
            documents=searched.documents,
            passages=searched.passages,
            ms=round(given.timings_ms.get("total", 0)),
        )
        left_out = (
            self._words.fill(self._words.undated, count=searched.undated)
            if searched.undated
            else ""
        )
        languages = language_names(searched.languages)
        detail = element(
            "span",
            f"{line} {left_out}".strip(),
            join((" · ", isolated(languages))) if languages else None,
            class_="searched",
        )
        return verdict_line(given.verdict.value, verdict_word(given.verdict, self._words), detail)

    def remark(self, label: str, text: str | None) -> Html | None:
        """A line about the question, where there is something to say."""
        if not text:
            return None
        return element("p", f"{label}: ", isolated(text), class_="understood")

    def direct(self) -> Html | None:
        """The short answer, running the way of the sentence it is taken from."""
        given = self._answer
        if not given.direct_answer:
            return None
        around = given.claims[0].text if given.claims else given.direct_answer
        return prose("p", around, given.direct_answer, class_="direct")

    def claims(self) -> Html | None:
        """The sentences, in paragraphs that break where the answer's text or language does.

        Those that stand side by side with what opposes them are not said twice.
        """
        paragraphs: list[list[Claim]] = []
        for claim in disputes.undisputed(self._answer):
            if not paragraphs or self._breaks(paragraphs[-1][-1], claim):
                paragraphs.append([])
            paragraphs[-1].append(claim)
        told = join(self._paragraph(each) for each in paragraphs)
        return element("div", told, class_="claims") if told else None

    def _breaks(self, last: Claim, claim: Claim) -> bool:
        between = self._answer.text[last.span.end : claim.span.start]
        return "\n" in between or direction(last.text) != direction(claim.text)

    def _paragraph(self, claims: list[Claim]) -> Html:
        sentences = [self._sentence(claim) for claim in claims]
        parts = [part for sentence in sentences for part in (sentence, Html(" "))]
        return prose("p", claims[0].text, *parts, lang=self._language(claims[0]))

    def _language(self, claim: Claim) -> str | None:
        """The language of a sentence's evidence, which picks its letter forms and its voice."""
        cited = [
            self._cited[number].language for number in claim.citations if number in self._cited
        ]
        return cited[0] if cited and self._answer.model is None else None

    def _sentence(self, claim: Claim) -> Html:
        doubt = {
            ClaimVerdict.UNSUPPORTED: self._words.unsupported,
            ClaimVerdict.UNCITED: self._words.uncited,
            None: None,
        }[self._answer.doubt(claim)]
        return element(
            "span",
            claim.text,
            join(self._mark(number) for number in claim.citations),
            element("span", doubt, class_="doubt") if doubt else None,
            class_=f"claim claim-{claim.verdict.value}",
        )

    def _mark(self, number: int) -> Html | None:
        """The small numbered button after a sentence."""
        citation = self._cited.get(number)
        if citation is None:
            return None
        return mark(citation, self._words, data_turn=self._turn, data_citation=number)

    def disagreements(self) -> Html:
        """Opposing statements side by side."""
        return join(
            disputes.side_by_side(each, self._cited, self._mark, self._words)
            for each in self._answer.disagreements
        )

    def sources(self) -> Html:
        """The list of what is cited, each with who says it and when."""
        count = self._answer.independent_sources
        return element(
            "div",
            element("p", self._words.fill(self._words.independent, count=count), class_="label")
            if self._answer.cited_documents > 1
            else None,
            element(
                "ol",
                join(source_row(each, self._mark(each.number)) for each in self._answer.citations),
            ),
            class_="sources",
        )

    def nearest(self) -> Html:
        """The passages that come closest where none answers."""
        given = self._answer
        return element(
            "div",
            element("p", self._words.not_found_hint, class_="label"),
            element("ol", join(self._hit(each) for each in nearest(given.retrieved, _NEAREST))),
            class_="nearest",
        )

    def _hit(self, hit: Hit) -> Html:
        """A passage to open: how its text begins, and whose it is, the way its words run."""
        passage = hit.passage
        source = self._answer.sources.get(passage.document_id, passage.document_id)
        about = self._known.get(passage.document_id, Provenance())
        snippet = _beginning(passage)
        title = title_of(about, source)
        return element(
            "li",
            prose(
                "button",
                snippet,
                element("span", snippet, class_="snippet", lang=passage.language),
                element(
                    "span",
                    credit(about, source, passage),
                    class_="credit",
                ),
                type="button",
                class_="hit",
                data_turn=self._turn,
                data_hit=hit.rank,
                aria_label=self._words.fill(self._words.passage, number=hit.rank, title=title),
            ),
        )


def _beginning(passage: Passage) -> str:
    """The first words of a passage, without the headings over them."""
    sentence = first_sentence(passage)
    words = " ".join(passage.text[sentence.start if sentence else 0 :].split())
    return words if len(words) <= _SNIPPET_CHARS else f"{words[:_SNIPPET_CHARS].rstrip()}…"
