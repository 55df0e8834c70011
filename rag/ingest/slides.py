"""Reads PowerPoint slides: the title first, then each shape's paragraphs, table rows and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rag.ingest import package, properties
from rag.ingest.assembly import LINE_GAP, PARAGRAPH_GAP, Assembly
from rag.ingest.declared import language_codes
from rag.ingest.read import Read
from rag.records import Provenance, Role

_LINE_BREAK = "\v"

Shape = Any  # a shape of python-pptx


def read(source: str, data: bytes) -> list[Read]:
    """The presentation as one document, slides as pages. Raises UnreadableFile where damaged."""
    import pptx
    from pptx.exc import PythonPptxError

    assembly = Assembly()
    with package.office(source, data, PythonPptxError) as file:
        presentation = pptx.Presentation(file)
        slides = {slide.part.partname: slide for slide in presentation.slides}
        for number, slide in enumerate(slides.values(), start=1):
            _add_slide(assembly, slide, number)
        stated = presentation.core_properties
        provenance = Provenance(
            title=properties.title(stated.title),
            authors=properties.authors(stated.author),
            languages=language_codes(stated.language) if stated.language else (),
            kind="slides",
        )
    return [Read(source, assembly.text, assembly.blocks, provenance)]


def _add_slide(assembly: Assembly, slide: Any, page: int) -> None:
    title = slide.shapes.title
    if title is not None:
        assembly.add(_shown(title.text_frame.text), Role.HEADING, page=page)
    for shape in _flat(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            _add_shape(assembly, shape, page)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        words = _shown(slide.notes_slide.notes_text_frame.text)
        assembly.add(words, Role.NOTE, page=page)


def _flat(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Shapes in order, those in groups in their group's place."""
    from pptx.shapes.group import GroupShape

    pending = list(reversed(list(shapes)))
    while pending:
        shape = pending.pop()
        if isinstance(shape, GroupShape):
            pending.extend(reversed(list(shape.shapes)))
        else:
            yield shape


def _add_shape(assembly: Assembly, shape: Shape, page: int) -> None:
    gap = PARAGRAPH_GAP
    if shape.has_text_frame:
        role = _role(shape)
        for paragraph in shape.text_frame.paragraphs:
            assembly.add(_shown(paragraph.text), role, page=page, gap=gap)
            gap = LINE_GAP
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            cells = (_shown(cell.text_frame.text).replace("\n", " ") for cell in row.cells)
            assembly.add("\t".join(cells), page=page, gap=gap)
            gap = LINE_GAP


def _role(shape: Shape) -> Role:
    """Page furniture by its placeholder's type, a subtitle as a heading."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    if not shape.is_placeholder:
        return Role.UNKNOWN
    kind = shape.placeholder_format.type
    furniture = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    if kind in furniture:
        return Role.BOILERPLATE
    return Role.HEADING if kind == PP_PLACEHOLDER.SUBTITLE else Role.UNKNOWN


def _shown(words: str) -> str:
    return words.replace(_LINE_BREAK, "\n")
