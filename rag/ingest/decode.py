"""Turns bytes into text strictly: byte order mark, UTF-8, label, or the one sure reading.

Nothing is replaced or dropped. Without a mark or a valid label an encoding is taken only if its
letters read like writing and no other encoding's do, or charset-normalizer settles between them.
Labels are understood as browsers do (WHATWG Encoding Standard: latin-1 means windows-1252).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rag.errors import UnreadableFile
from rag.ingest.plausible import has_controls, plausibility

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = {
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "cp1252": "windows-1252",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "cp1251": "windows-1251",
    "koi8_r": "KOI8-R",
    "cp866": "IBM866",
    "iso8859_5": "ISO-8859-5",
    "cp1256": "windows-1256",
    "iso8859_6": "ISO-8859-6",
    "cp1250": "windows-1250",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp874": "windows-874",
}
_LABELS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
# Escape sequences make these look like plain ASCII, so their label must be believed first.
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz", "utf-7"})
_NO_LABELS = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"})
_SURE = 0.8
_MARGIN = 0.1
_SAMPLE_BYTES = 100_000
_ENOUGH_BYTES = 60
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_CONTROL_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in; `guessed` where nothing but the text itself told it."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def problems(self) -> tuple[str, ...]:
        """What a reader should know: that the encoding was worked out, not stated."""
        return (f"read as {self.encoding}",) if self.guessed else ()


def decode(source: str, data: bytes) -> str:
    """The text of a file. Raises UnreadableFile where it is not text or its encoding is unsure."""
    return decoded(source, data).text


def decoded(source: str, data: bytes, label: str | None = None) -> Decoded:
    """The text of a file and how it was encoded.

    Parameters: `source` names the file in errors; `label` is the encoding the file declares,
    used unless the bytes contradict it (valid UTF-8 is UTF-8 whatever it says). Raises
    UnreadableFile where the bytes are not text, break the rules of their encoding, or fit
    several encodings equally well.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(source, data.removeprefix(mark), encoding)
    codec = _codec(label) if label else None
    if codec in _SEVEN_BIT and (found := _as(data, codec)):
        return found
    if b"\0" not in data and (found := _as(data, "utf-8")):
        return _without_controls(source, found)
    found = _as(data, codec)
    return found if found and not has_controls(found.text) else _guessed(source, data)


def _without_controls(source: str, found: Decoded) -> Decoded:
    if len(_CONTROLS.findall(found.text)) > _CONTROL_SHARE * len(found.text):
        raise UnreadableFile(source, "not text: it is full of control characters")
    return found


def _marked(source: str, data: bytes, encoding: str) -> Decoded:
    found = _as(data, encoding)
    if found is None or "\0" in found.text:
        raise UnreadableFile(source, f"starts like {encoding.upper()} but is not valid {encoding}")
    return found


def _as(data: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding), _CANDIDATES.get(encoding, encoding))
    except UnicodeDecodeError:
        return None


def _codec(label: str) -> str | None:
    """The Python codec of an encoding's label; None for labels that name no text encoding."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NO_LABELS else _LABELS.get(name, name)


def _guessed(source: str, data: bytes) -> Decoded:
    """The text in the one encoding whose reading is sure; of two that fit, the second judge's."""
    fitting = _fitting(data[:_SAMPLE_BYTES])
    if len(fitting) > 1:
        fitting = _settled(data[:_SAMPLE_BYTES], fitting)
    found = _as(data, fitting[0]) if len(fitting) == 1 else None
    if found is not None:
        return Decoded(found.text, found.encoding, guessed=True)
    if fitting:
        names = " and ".join(_CANDIDATES[encoding] for encoding in fitting[:2])
        raise UnreadableFile(source, f"its encoding is unsure ({names} fit); save it as UTF-8")
    reason = "binary data (NUL bytes)" if b"\0" in data else "neither UTF-8 nor a sure encoding"
    raise UnreadableFile(source, f"not readable as text: {reason}; save it as UTF-8")


def _fitting(sample: bytes) -> list[str]:
    """Encodings in which a sample reads like writing, those that give the same text once."""
    readings: dict[str, str] = {}
    for encoding in _CANDIDATES:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        readings.setdefault(text, encoding)
    scores = {encoding: plausibility(text) for text, encoding in readings.items()}
    best = max(scores.values(), default=0.0)
    least = max(_SURE, best - _MARGIN)
    return [encoding for encoding, score in scores.items() if score >= least]


def _settled(sample: bytes, fitting: list[str]) -> list[str]:
    """Western European where that fits; else the second judge's choice, given enough to judge."""
    from charset_normalizer import from_bytes

    if "cp1252" in fitting:
        return ["cp1252"]
    if sum(byte > 0x7F for byte in sample) < _ENOUGH_BYTES:
        return fitting
    best = from_bytes(sample, cp_isolation=fitting).best()
    return [best.encoding] if best else fitting
