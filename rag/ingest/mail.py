"""Reads mail: a message as one document, a mailbox as one for each message in it.

The sender speaks; lines quoted with ">" are quotations of somebody else, and what stands under
the signature mark is a note (RFC 3676).
"""

from __future__ import annotations

import email
import email.message
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header

from rag.errors import UnreadableFile
from rag.ingest import html
from rag.ingest.assembly import LINE_GAP, Assembly
from rag.ingest.bounds import require_messages
from rag.ingest.decode import decoded
from rag.ingest.mail_body import add_plain
from rag.ingest.read import Read
from rag.ingest.signatures import require_text
from rag.records import Provenance, Role

_SEPARATOR = re.compile(rb"(?:\A|(?<=\n))From [^\n]*\d\d:\d\d[^\n]*\n")
_HEADER = re.compile(rb"\A(?:From |>?[!-9;-~]+:[ \t\r\n])")
_SHOWN = ("From", "To", "Cc", "Date")
_TOO_DEEP = "its parts are nested too deeply to be read"


def read(source: str, data: bytes) -> list[Read]:
    """A single message. Raises UnreadableFile where it is no mail or has no text."""
    require_text(source, data)
    if not _HEADER.match(data.lstrip()):
        raise UnreadableFile(source, "not a mail as its name says: it begins with no header")
    return [_message(source, data)]


def read_mailbox(source: str, data: bytes) -> list[Read]:
    """The messages of a mailbox, as `source/0001` and so on (mbox, RFC 4155).

    Messages that cannot be read are reported with the next one that can. Raises UnreadableFile
    where no message can be read.
    """
    require_text(source, data)
    reads: list[Read] = []
    problems: list[str] = []
    for number, message in enumerate(_split(source, data), start=1):
        try:
            reads.append(_message(f"{source}/{number:04d}", message, tuple(problems)))
            problems = []
        except UnreadableFile as error:
            problems.append(str(error))
    if not reads:
        raise UnreadableFile(source, problems[0] if problems else "no message in it")
    return reads


def _split(source: str, data: bytes) -> Iterator[bytes]:
    data = data.replace(b"\r\n", b"\n")
    starts = [match for match in _SEPARATOR.finditer(data) if _opens(data, match.start())]
    if not starts or starts[0].start() != 0:
        raise UnreadableFile(source, "not a mailbox as its name says: it begins with no From line")
    require_messages(len(starts))
    ends = [*(match.start() for match in starts[1:]), len(data)]
    for match, end in zip(starts, ends, strict=True):
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[match.end() : end])


def _opens(data: bytes, start: int) -> bool:
    """Whether a From line opens a message: it stands at the top or after an empty line."""
    return start == 0 or data[start - 2 : start] == b"\n\n"


def _message(source: str, data: bytes, problems: tuple[str, ...] = ()) -> Read:
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(message.walk())
    except (RecursionError, MessageError) as error:
        raise UnreadableFile(source, _TOO_DEEP) from error
    assembly = Assembly()
    sender = _sender(message)
    assembly.add(_header(message, "Subject") or "", Role.HEADING)
    assembly.add(_shown(message), Role.NOTE)
    before = len(assembly.blocks)
    notes = [note for part in _bodies(parts) for note in _add_body(assembly, source, part, sender)]
    if len(assembly.blocks) == before:
        raise UnreadableFile(source, "a mail without text")
    notes += _attachments(parts)
    provenance = Provenance(
        title=_header(message, "Subject"),
        authors=(sender,) if sender else (),
        published=_date(message),
        kind="mail",
    )
    return Read(source, assembly.text, assembly.blocks, provenance, (*problems, *notes))


def _shown(message: email.message.Message) -> str:
    lines = ((name, _header(message, name)) for name in _SHOWN)
    return LINE_GAP.join(f"{name}: {words}" for name, words in lines if words)


def _bodies(parts: list[email.message.Message]) -> list[email.message.Message]:
    """The parts to read: all plain text, else all HTML; attached files are no body."""
    own = [part for part in parts if not part.is_multipart() and not _file_name(part)]
    plain = [part for part in own if part.get_content_type() == "text/plain"]
    pages = [part for part in own if part.get_content_type() == "text/html"]
    return plain if any(_payload(part).strip() for part in plain) else pages


def _add_body(
    assembly: Assembly, source: str, part: email.message.Message, sender: str | None
) -> tuple[str, ...]:
    """Append one part's text and return what could not be read as it says."""
    payload = _payload(part)
    if part.get_content_type() == "text/html":
        label = part.get_content_charset()
        found = decoded(source, payload, label) if label else html.decoded(source, payload)
        html.add(assembly, found.text, speaker=sender)
        return found.problems
    found = decoded(source, payload, part.get_content_charset())
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    add_plain(assembly, found.text, sender, flowed=flowed)
    return found.problems


def _attachments(parts: list[email.message.Message]) -> list[str]:
    names = [name for part in parts if (name := _file_name(part))]
    return [f"attachment not read: {name}" for name in names]


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: email.message.Message) -> str | None:
    try:
        name = part.get_filename()
    except (LookupError, UnicodeError, ValueError):
        return "an unnamed file"
    if name:
        return _readable(str(name))
    return "an unnamed file" if part.get_content_disposition() == "attachment" else None


def _header(message: email.message.Message, name: str) -> str | None:
    raw = message.get(name)
    return (" ".join(_readable(str(raw)).split()) or None) if raw is not None else None


def _readable(raw: str) -> str:
    """A header's words (RFC 2047); raw bytes outside ASCII are taken as UTF-8 or left out."""
    whole = raw.encode("utf-8", "surrogateescape").decode("utf-8", "ignore")
    try:
        return str(make_header(decode_header(whole)))
    except (LookupError, UnicodeError, MessageError, ValueError):
        return whole


def _sender(message: email.message.Message) -> str | None:
    name, address = email.utils.parseaddr(_header(message, "From") or "")
    return name or address or None


def _date(message: email.message.Message) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(_header(message, "Date") or "").date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
