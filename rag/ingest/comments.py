"""Marks readers' comments: by a heading over them, by the lines between them, by their register.

The three are tried in this order; the first that finds a thread decides. Where the signs leave
room for doubt the paragraphs become `unknown`, never `comment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.ingest import comment_headings, speakers, thread
from rag.ingest.comment_headers import Sign
from rag.ingest.comment_headings import CommentHeading
from rag.ingest.register import closes_sentence, register
from rag.ingest.thread_lines import Line, is_answering_subject, is_name_over
from rag.ingest.thread_words import folded
from rag.records import Block, Role

_NEAR = 4
_TITLE_BLOCKS = 4
_PER_COMMENT = 4
_BYLINE_GAP = 3
_LONG_HEADING = 50


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines from `start` to `end` are a thread; `certain` from the line of that index on."""

    start: int
    end: int
    certain: int
    named_lines: bool = False


def find(lines: Sequence[Line]) -> Zone | None:
    """The stretch that is a thread, or None."""
    return _headed(lines) or _parted(lines) or _spoken(lines)


def _headed(lines: Sequence[Line]) -> Zone | None:
    for index, line in enumerate(lines):
        if line.heading is not None and (zone := _under(lines, index, line.heading)):
            return zone
    return None


def _under(lines: Sequence[Line], index: int, heading: CommentHeading) -> Zone | None:
    """The thread under a comments heading, where what follows looks like one."""
    start, end = index + 1, _end(lines, index + 1)
    after = [line for line in lines[start:end] if line.running]
    before = sum(line.running for line in lines[:index])
    if not after:
        return None
    named = _has_name_lines(lines[start:end])
    signs = [line for line in lines[start : start + _NEAR] if line.header is not None]
    if named or any(line.header and line.header.speaks for line in signs):
        return Zone(start, end, start, named)
    if before < 2:
        return None
    fits = heading.count is not None and len(after) <= _PER_COMMENT * heading.count + 2
    talk = thread.talks([line.words for line in after]) and not (
        thread.talks([line.words for line in lines[:index] if line.running])
    )
    told = sum(line.opening is not None for line in after) >= 2
    if signs or (heading.sure and fits) or told or talk:
        return Zone(start, end, start)
    return Zone(start, end, end) if heading.sure else None


def _end(lines: Sequence[Line], start: int) -> int:
    """The line at which the page goes on with something else."""
    closing = (i for i in range(start, len(lines)) if comment_headings.closes(lines[i].words))
    return next((i for i in closing if lines[i].header is None or i + 1 < len(lines)), len(lines))


def _has_name_lines(lines: Sequence[Line]) -> bool:
    """Whether two lines or more are names, each over something longer."""
    names = [i for i in range(len(lines) - 1) if is_name_over(lines, i)]
    running = sum(line.running for line in lines) - len(names)
    return len(names) >= 2 and running <= 3 * len(names)


def _parted(lines: Sequence[Line]) -> Zone | None:
    """A thread whose parts stand under lines that tell who speaks and when."""
    over = [i for i in range(len(lines)) if _tells_who(lines, i)]
    over = _without_byline(lines, over)
    if len(over) < 2:
        return None
    start, end = over[0], _end(lines, over[0])
    if sum(_is_byline(lines, i) for i in over) * 2 > len(over):
        return None
    words = [line.words for line in lines[start:end] if line.running]
    sure = _is_talk(lines[start:end]) or thread.talks(words)
    return Zone(start, end, start if sure else end) if words else None


def _tells_who(lines: Sequence[Line], index: int) -> bool:
    header = lines[index].header or lines[index].opening
    if header is not None and header.strong:
        return True
    following = lines[index + 1].header if index + 1 < len(lines) else None
    over_time = following is not None and not following.speaks and following.signs.moment
    return over_time and ((header is not None and header.speaks) or is_name_over(lines, index))


def _is_byline(lines: Sequence[Line], index: int) -> bool:
    """Whether a headline stands right over a header, as in a list of articles."""
    above, header = lines[index - 1] if index else None, lines[index].header
    if above is None or above.header is not None or above.heading is not None:
        return False
    if above.opening is not None or is_answering_subject(above.words):
        return False
    by = header is not None and bool(header.signs & Sign.BY)
    return above.block.role is Role.HEADING or (by and not closes_sentence(above.words))


def _without_byline(lines: Sequence[Line], over: list[int]) -> list[int]:
    """The header lines without the article's own: its text is far longer than a comment's."""
    if len(over) < 2 or any(line.running for line in lines[: over[0]]):
        return over
    own = sum(line.running for line in lines[over[0] : over[1]])
    others = sum(line.running for line in lines[over[1] :]) / (len(over) - 1)
    return over[1:] if own >= _BYLINE_GAP and own > 2 * others else over


def _is_talk(lines: Sequence[Line]) -> bool:
    """Whether the lines between hold what only talk has: buttons, votes, "wrote:", mail labels,
    nicknames as chats write them, subjects of answers."""
    found = [line.header or line.opening for line in lines]
    telling = Sign.AGO | Sign.VOTES | Sign.BUTTON | Sign.NUMBER | Sign.SAID | Sign.FROM
    told = sum(header is not None and bool(header.signs & telling) for header in found)
    return told + sum(is_answering_subject(line.words) for line in lines) >= 2


def _spoken(lines: Sequence[Line]) -> Zone | None:
    """A thread told by its register alone."""
    body = [i for i, line in enumerate(lines) if _is_paragraph(line, i)]
    found = thread.border([lines[i].words for i in body])
    if found is None:
        return None
    certain = body[found.certain] if found.certain < len(body) else len(lines)
    return Zone(body[found.possible], _end(lines, body[found.possible]), certain)


def _is_paragraph(line: Line, index: int) -> bool:
    """Whether a line is running text: a long one without a full stop may look like a heading."""
    if line.header is not None or line.heading is not None:
        return False
    if line.block.role is Role.BODY:
        return True
    loose = line.formed and line.block.role is Role.HEADING and index >= _TITLE_BLOCKS
    return loose and (len(folded(line.words)) >= _LONG_HEADING or register(line.words).reply)


def marked(lines: Sequence[Line], zone: Zone) -> list[Block]:
    """The blocks with the thread's roles and speakers."""
    told = speakers.of_thread(lines, range(zone.start, zone.end), named_lines=zone.named_lines)
    out = [line.block for line in lines]
    if zone.start and lines[zone.start - 1].heading is not None:
        out[zone.start - 1] = replace(out[zone.start - 1], role=Role.HEADING)
    for index in range(zone.start, zone.end):
        line = lines[index]
        if line.header is not None or index in told.over or is_answering_subject(line.words):
            out[index] = replace(line.block, role=Role.BOILERPLATE)
        elif line.running:
            role = Role.COMMENT if index >= zone.certain else Role.UNKNOWN
            name = line.block.speaker or told.of.get(index)
            out[index] = replace(line.block, role=role, speaker=name)
    return out
