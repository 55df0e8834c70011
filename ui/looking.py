"""What the source panel shows for a citation, a passage or a document, on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.engine import Shown
from rag.errors import NotInLibrary, RagError
from rag.records import Answer, DocumentEntry, Role, Span
from ui import corrections, pages, roles, source
from ui.assets import script
from ui.controls import said
from ui.desk import Desk, owner_of
from ui.render import Html

Wanted = Mapping[str, Any]
"""What the page asks for, with a position: `{turn, citation}`, `{turn, hit}`, `{document}` or
`{document, start, end}`."""


def source_panel(desk: Desk) -> gr.HTML:
    """The panel; the rest of the page asks it to look at something by a `footnote:look` event."""
    panel = Panel(desk)

    def look(wanted: dict[str, Any], request: gr.Request) -> str:
        return panel.text(wanted, owner_of(request))

    def printed(wanted: dict[str, Any], request: gr.Request) -> str:
        return panel.page(wanted, owner_of(request))

    def correct(wanted: dict[str, Any]) -> str:
        return panel.correct(wanted)

    def give_role(wanted: dict[str, Any]) -> str:
        return panel.give_role(wanted)

    def give_back(wanted: dict[str, Any]) -> str:
        return panel.give_back(wanted)

    return gr.HTML(
        source.nothing(desk.words),
        js_on_load=script("source.js", "roles.js"),
        server_functions=[look, printed, correct, give_role, give_back],
        elem_id="source",
        apply_default_css=False,
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """Answers what the panel asks for, as HTML; what goes wrong is said there too."""

    desk: Desk

    def text(self, wanted: Wanted, owner: str) -> str:
        """The whole text with the words marked."""
        try:
            looking = self._found(wanted, owner)
            if looking.span is None:
                return self._document(self.desk.engine.entry(looking.document_id))
        except (RagError, KeyError, ValueError) as error:
            return source.problem(error, self.desk.words)
        return source.panel(looking, self._shown(looking.document_id), self.desk.words)

    def page(self, wanted: Wanted, owner: str) -> str:
        """The page of a PDF on which the words are printed."""
        try:
            looking = self._found(wanted, owner)
            document = self.desk.engine.show(looking.document_id).document
            return pages.page(
                self.desk.engine, document, looking.span, looking.page or 1, self.desk.words
            )
        except (RagError, KeyError, ValueError) as error:
            return source.problem(error, self.desk.words)

    def correct(self, wanted: Wanted) -> str:
        """Keep corrections to a document's provenance, and show it again."""
        try:
            entry = self.desk.engine.entry(str(wanted["document"]))
            fields = corrections.changed(entry.provenance, wanted.get("fields", {}))
            with self.desk.writing:
                edited = self.desk.engine.edit(entry.id, fields, {})
        except (RagError, KeyError) as error:
            return source.problem(error, self.desk.words)
        return self._document(edited, said(self.desk.words.corrected))

    def give_role(self, wanted: Wanted) -> str:
        """Give a stretch of a document a role, and show it again with the way back."""
        try:
            entry = self.desk.engine.entry(str(wanted["document"]))
            role, span = Role(str(wanted["role"])), _span(wanted)
            with self.desk.writing:
                before = roles.give(self.desk.engine, entry.id, span, role)
        except (RagError, KeyError, ValueError) as error:
            return source.problem(error, self.desk.words)
        return self._document(entry, roles.changed(role, before, self.desk.words))

    def give_back(self, wanted: Wanted) -> str:
        """Take a change of roles back."""
        try:
            entry = self.desk.engine.entry(str(wanted["document"]))
            with self.desk.writing:
                roles.give_back(self.desk.engine, entry.id, wanted["roles"])
        except (RagError, KeyError, ValueError, TypeError, IndexError) as error:
            return source.problem(error, self.desk.words)
        return self._document(entry, said(self.desk.words.role_restored))

    def _document(self, entry: DocumentEntry, remark: Html | None = None) -> str:
        """A document as such, with what was read from it and the form to correct it."""
        shown = self._shown(entry.id)
        report = self.desk.engine.report(entry.id) if shown else None
        looking = source.at_document(entry)
        return source.panel(looking, shown, self.desk.words, report=report, remark=remark)

    def _found(self, wanted: Wanted, owner: str) -> source.Looking:
        if "document" in wanted and "start" not in wanted:
            return source.at_document(self.desk.engine.entry(str(wanted["document"])))
        looking = self._stretch(wanted) if "document" in wanted else self._told(wanted, owner)
        position, total = int(wanted.get("position", 0)), int(wanted.get("total", 0))
        return replace(looking, position=position, total=total)

    def _stretch(self, wanted: Wanted) -> source.Looking:
        """Any stretch of a document, whoever points at it."""
        engine = self.desk.engine
        entry = engine.entry(str(wanted["document"]))
        shown, twin_of = engine.show(entry.id), engine.library.corpus.twin
        return source.at_stretch(entry, shown, _span(wanted), twin_of)

    def _told(self, wanted: Wanted, owner: str) -> source.Looking:
        """What an answer of the owner's rests on."""
        answer = self.desk.history.turn(owner, str(wanted["turn"])).answer
        if answer is None:
            raise NotInLibrary("this question was stopped before it was answered")
        return self._cited(answer, wanted)

    def _cited(self, answer: Answer, wanted: Wanted) -> source.Looking:
        if "citation" in wanted:
            citations = {each.number: each for each in answer.citations}
            return source.at_citation(citations[int(wanted["citation"])])
        passages = {each.rank: each.passage for each in answer.retrieved}
        passage = passages[int(wanted["hit"])]
        return source.at_passage(passage, self.desk.engine.entry(passage.document_id))

    def _shown(self, document_id: str) -> Shown | None:
        """The document, None where it has been removed since it was cited."""
        try:
            return self.desk.engine.show(document_id)
        except NotInLibrary:
            return None


def _span(wanted: Wanted) -> Span:
    return Span(int(wanted["start"]), int(wanted["end"]))
