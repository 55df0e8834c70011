"""Judges the properties that programs write into files: most are left over, few are true."""

from __future__ import annotations

import re

from rag.ingest import names

_PROGRAM = re.compile(
    r"^(?:microsoft (?:office )?(?:word|powerpoint|excel)|word|powerpoint|print)\s*[-–:]\s*",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S+\.(?:docx?|dotx?|pptx?|xlsx?|pdf|rtf|odt|txt|html?|indd|qxd|pmd|tex|dvi|ps|eps|tiff?|jpe?g)$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:untitled|no title|title|unspecified|document|presentation|powerpoint presentation|slide"
    r"|book|sheet|new document|template|презентация(?: powerpoint)?|документ|без названия"
    r"|幻灯片|演示文稿|文档|无标题|ارائه|سند|عرض تقديمي|مستند|untitled document)\s*\d*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:admin(?:istrator)?|user|windows user|unknown|anonymous|author|owner|default|guest|root"
    r"|microsoft(?: office)?(?: user)?|python-docx|python-pptx|openpyxl|xlsxwriter|reportlab"
    r"|apache poi|steve canny|libreoffice|openoffice|acer|asus|dell|hp|lenovo|toshiba|pc|home"
    r"|office|test|пользователь|администратор|用户|管理员|微软用户|کاربر|مستخدم|المستخدم)\s*\d*",
    re.IGNORECASE,
)
_LONGEST = 1000
_ONLY_MARKS = re.compile(r"[\W\d_]*")


def title(value: str | None) -> str | None:
    """A title property, None where it is a file's or a program's name or says nothing."""
    words = _PROGRAM.sub("", _words(value))
    if _NO_TITLE.fullmatch(words) or _ONLY_MARKS.fullmatch(words) or _FILE_NAME.search(words):
        return None
    return words


def authors(value: str | None) -> tuple[str, ...]:
    """The people in an author property, without the names that programs put there."""
    return tuple(
        name
        for name in names.split(_words(value))
        if not _NO_AUTHOR.fullmatch(name) and not _ONLY_MARKS.fullmatch(name) and "@" not in name
    )


def _words(value: str | None) -> str:
    """A property on one line, cut where no title or list of people goes on."""
    return " ".join((value or "")[:_LONGEST].replace("\0", "").split())
