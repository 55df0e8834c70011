"""Reads Word documents: paragraphs, table rows, text boxes, notes and reviewers' comments in order.

Text is taken from the XML itself (ISO/IEC 29500), so that inserted text and content controls are
in and deleted text is out, as a reader sees the document with its changes accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.ingest import package, properties
from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP, Assembly
from rag.ingest.declared import language_codes
from rag.ingest.read import Read
from rag.ingest.word_styles import Styles
from rag.records import Provenance, Role

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "txbxContent", "rt")}
    | {_FALLBACK}
)
_WRITTEN = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_NOTES = ("/footnotes", "/endnotes")
_LONGEST_ROW_CHARS = 1500

Element = Any  # an lxml element of python-docx


def read(source: str, data: bytes) -> list[Read]:
    """The document as one. Raises UnreadableFile where it is damaged or encrypted."""
    import docx
    from docx.exceptions import PythonDocxError

    assembly = Assembly()
    with package.office(source, data, PythonDocxError) as file:
        document = docx.Document(file)
        styles = Styles(document.styles.element)
        for element in _content(document.element.body):
            _add(assembly, element, styles)
        for words in _notes(document):
            assembly.add(words, Role.NOTE)
        for comment in document.comments:
            author = properties.authors(comment.author)
            assembly.add(comment.text, Role.COMMENT, speaker=author[0] if author else None)
        provenance = _provenance(document)
    return [Read(source, assembly.text, assembly.blocks, provenance)]


def _content(container: Element) -> Iterator[Element]:
    """Paragraphs and tables of a container in order, those inside content controls too."""
    pending = list(reversed(container))
    while pending:
        element = pending.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag not in _SKIPPED:
            pending.extend(reversed(element))


def _add(assembly: Assembly, element: Element, styles: Styles) -> None:
    if element.tag == f"{_W}tbl":
        _add_table(assembly, element, styles)
        return
    assembly.add(_words(element), styles.role(element))
    for box in _text_boxes(element):
        for inner in _content(box):
            assembly.add(_words(inner), styles.role(inner))


def _add_table(assembly: Assembly, table: Element, styles: Styles) -> None:
    """A row is one block; a row of long cells is page layout and keeps its paragraphs."""
    gap = PARAGRAPH_GAP
    for row in table.iter(f"{_W}tr"):
        cells = [list(_paragraphs(cell)) for cell in row.iterchildren(f"{_W}tc")]
        texts = [" ".join(_words(p).replace("\n", " ") for p in cell).strip() for cell in cells]
        if len(cells) > 1 and sum(map(len, texts)) <= _LONGEST_ROW_CHARS:
            assembly.add("\t".join(texts), gap=gap)
        else:
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                assembly.add(_words(paragraph), styles.role(paragraph))
        gap = LINE_GAP


def _paragraphs(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell; a table inside it has rows of its own."""
    return (element for element in _content(cell) if element.tag == f"{_W}p")


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield box


def _words(paragraph: Element) -> str:
    """What a reader sees of a paragraph."""
    from lxml import etree

    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, node in walk:
        if node is not paragraph and node.tag in _SKIPPED:
            walk.skip_subtree()
        elif node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _WRITTEN:
            parts.append(_WRITTEN[node.tag])
    return "".join(parts)


def _notes(document: Document) -> Iterator[str]:
    from docx.oxml.parser import parse_xml

    parts = dict.fromkeys(
        relation.target_part
        for relation in document.part.rels.values()
        if not relation.is_external and relation.reltype.endswith(_NOTES)
    )
    for part in parts:
        for note in parse_xml(part.blob):
            yield LINE_GAP.join(_words(p) for p in note.iter(f"{_W}p"))


def _provenance(document: Document) -> Provenance:
    stated = document.core_properties
    return Provenance(
        title=properties.title(stated.title),
        authors=properties.authors(stated.author),
        languages=language_codes(stated.language) if stated.language else (),
        kind="document",
    )
