"""Tells the parts of a plain text mail apart: the sender's words, quoted words, the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.ingest import paragraphs
from rag.ingest.assembly import LINE_GAP, Assembly
from rag.records import Role, Span
from rag.text.normalise import canonical

_QUOTED = re.compile(r"^(?:>[ \t]?)+")
_SIGNATURE = "--"
_FORWARDED = re.compile(
    r"^(?:-{3,}\s*(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение"
    r"|原始邮件|转发邮件|پیام اصلی|رسالة أصلية).*|_{20,})$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^\W*(?:from|от|发件人|寄件者|از|من)\s*[:：]\s*(?P<name>[^<\n]+)", re.IGNORECASE
)
_ATTRIBUTION = re.compile(
    r"(?:,|:|\bon\b.*?\d|^)\s*(?P<name>[^,:<>\d]{2,60}?)\s*<[^<>\s]+@[^<>\s]+>"
)

_HEADER_LINES = 8


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of lines with one role; `depth` is how many ">" stand before them."""

    lines: tuple[str, ...]
    role: Role = Role.UNKNOWN
    depth: int = 0


def add_plain(assembly: Assembly, body: str, sender: str | None, *, flowed: bool = False) -> None:
    """Append a mail's plain text.

    Parameters: `flowed` undoes the soft line breaks of format=flowed (RFC 3676). Quoted text is
    spoken by whom the line before it names, or by nobody known.
    """
    quoted: dict[int, str | None] = {}
    before = _Part(())
    for part in _parts(canonical(body)):
        text = _joined(part.lines) if flowed else LINE_GAP.join(part.lines)
        if part.depth > before.depth:
            quoted[part.depth] = _attributed(before.lines)
        speaker = sender
        if part.role is Role.QUOTATION:
            speaker = quoted.get(part.depth) if part.depth else _forwarded_from(part.lines)
        for span in paragraphs.spans(text, Span(0, len(text))):
            assembly.add(span.of(text), part.role, speaker=speaker)
        before = part


def _parts(body: str) -> Iterator[_Part]:
    lines: list[str] = []
    role, depth = Role.UNKNOWN, 0
    lasting = Role.UNKNOWN
    for line in body.split("\n"):
        if line.rstrip() == _SIGNATURE:
            lasting = Role.NOTE
            continue
        if _FORWARDED.match(line.strip()):
            lasting = Role.QUOTATION
        mark = _QUOTED.match(line)
        now = (Role.QUOTATION if mark else lasting, mark[0].count(">") if mark else 0)
        if now != (role, depth) and (line.strip() or mark):
            yield _Part(tuple(lines), role, depth)
            lines, (role, depth) = [], now
        lines.append(line[mark.end() :] if mark else line)
    yield _Part(tuple(lines), role, depth)


def _attributed(lines: Sequence[str]) -> str | None:
    """Who is quoted next, from a closing line such as "On 3 May, Ann Lee <ann@x.org> wrote:"."""
    closing = " ".join([line.strip() for line in lines if line.strip()][-2:])
    if not closing.endswith((":", "：")):
        return None
    match = _ATTRIBUTION.search(closing)
    return match["name"].strip(" \"'") if match else None


def _forwarded_from(lines: Sequence[str]) -> str | None:
    """Who wrote a forwarded message, from the headers that open it."""
    found = (_FROM.match(line) for line in lines[:_HEADER_LINES])
    return next((match["name"].strip(" \"'") for match in found if match), None)


def _joined(lines: tuple[str, ...]) -> str:
    """Lines of format=flowed with soft breaks undone: a line that ends in a space goes on."""
    text = ""
    for line in lines:
        bare = line.removeprefix(" ") if line.startswith((" >", " From ", "  ")) else line
        text += bare if line.endswith(" ") and line != "-- " else bare + "\n"
    return text
