"""An answer as a chat message: Markdown with real footnotes, safe to render.

    The contract was signed in 2014.[^1]

    [^1]: “Контракт … подписал осенью 2014 года” — North Meridian, 2021-02-04, 06.txt:1384-1650

Marks and notes are this file's alone: brackets and tags in what documents or a model say are
escaped, so that no document can plant a footnote, a link, an image or HTML in the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.attribution import attribution
from rag.records import Answer, AnswerVerdict, Citation, Claim, ClaimVerdict, Fragment
from rag.text.normalise import unbroken

_LIVE = re.compile(r"[\[<]")
_ESCAPED = re.compile(r"\\([\[<])")
_MARK = re.compile(r"(?<!\\)\[\^(\d+)\](?!:)")
_NOTE = re.compile(r"^\[\^\d+\]: .*$", re.MULTILINE)
_BREAK = "\n\n"

# Said in the question's language, in English where there is no translation.
_NOT_FOUND = {
    "en": "The documents do not say.",
    "zh": "文档中没有说明。",
    "fa": "اسناد در این باره چیزی نمی‌گویند.",
    "ru": "В документах об этом не сказано.",
    "ar": "لا تذكر الوثائق ذلك.",
}
_DOUBTS = {
    ClaimVerdict.UNSUPPORTED: {
        "en": "not supported by the documents",
        "zh": "文档不支持此句",
        "fa": "اسناد این را تأیید نمی‌کنند",
        "ru": "документами не подтверждено",
        "ar": "لا تدعمه الوثائق",
    },
    ClaimVerdict.UNCITED: {
        "en": "no citation given",
        "zh": "未注明出处",
        "fa": "بدون ارجاع",
        "ru": "без ссылки",
        "ar": "بلا استشهاد",
    },
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark in a message: its stretch, in code points, and its citation."""

    start: int
    end: int
    citation: Citation


def message(answer: Answer) -> str:
    """The whole message: the claims with their marks, a notice if there is one, the notes."""
    said = _claims(answer) if answer.text else [_not_found(answer)]
    return _BREAK.join(part for part in ("".join(said), *_closing(answer)) if part)


def marks(text: str, answer: Answer) -> list[Mark]:
    """The footnote marks of a message over an answer, in their order."""
    cited = {each.number: each for each in answer.citations}
    return [
        Mark(found.start(), found.end(), cited[int(found[1])])
        for found in _MARK.finditer(text)
        if int(found[1]) in cited
    ]


def without_notes(text: str) -> str:
    """The words of a message as they were before marks and notes, for a talk to lean on."""
    bare = _MARK.sub("", _NOTE.sub("", text))
    return _ESCAPED.sub(r"\1", bare).strip()


class Telling:
    """The same message in pieces, as an answer streams.

    What `fragment` and then `rest` return, put together, is `message(answer)` wherever the stream
    said what the answer says. Where it did not (a model's marks are known only afterwards, or a
    sentence was struck out), `rest` lists the sentences that stand, each with its marks.
    """

    def __init__(self) -> None:
        self._sent = ""

    @property
    def sent(self) -> str:
        """Everything returned so far."""
        return self._sent

    def fragment(self, piece: Fragment) -> str:
        """What to send for a fragment.

        Whole claims stand in paragraphs of their own, apart from what a model broke off, too.
        """
        joint = _BREAK if self._sent and piece.citations and piece.text else ""
        return self._send(joint + _escaped(piece.text) + _marks(piece.citations))

    def rest(self, answer: Answer) -> str:
        """What to send last, when the whole answer is known."""
        whole = message(answer)
        if whole.startswith(self._sent):
            return self._send(whole[len(self._sent) :])
        standing = [f"- {_marked(claim, answer)}" for claim in answer.claims]
        listed = "\n".join(standing) if answer.text else _not_found(answer)
        return self._send(_BREAK + _BREAK.join((listed, *_closing(answer))))

    def _send(self, text: str) -> str:
        self._sent += text
        return text


def _claims(answer: Answer) -> Iterator[str]:
    """The answer's text with a mark after each claim; whole quotes in paragraphs of their own."""
    end = 0
    for claim in answer.claims:
        quoted = answer.model is None and bool(claim.citations) and end > 0
        yield _BREAK if quoted else _escaped(answer.text[end : claim.span.start])
        yield _marked(claim, answer)
        end = claim.span.end
    yield _escaped(answer.text[end:])


def _marked(claim: Claim, answer: Answer) -> str:
    doubt = answer.doubt(claim)
    flag = f" ({_in(_DOUBTS[doubt], answer.language)})" if doubt else ""
    return _escaped(claim.text) + _marks(claim.citations) + flag


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _closing(answer: Answer) -> list[str]:
    """What stands after the claims: a notice, then the notes, a line each."""
    notes = "\n".join(_note(each) for each in answer.citations)
    notice = _escaped(answer.notice or "") if answer.verdict is not AnswerVerdict.NOT_FOUND else ""
    return [part for part in (notice, notes) if part]


def _note(citation: Citation) -> str:
    place = f"{citation.source}:{citation.span}"
    page = f"p. {citation.page}" if citation.page else None
    told = (attribution(citation), page, place)
    quote = unbroken(citation.quote).replace("\n", " ")
    line = f"“{quote}” — {', '.join(part for part in told if part)}"
    return f"[^{citation.number}]: {_escaped(line)}"


def _not_found(answer: Answer) -> str:
    return _escaped(answer.notice or "") or _in(_NOT_FOUND, answer.language)


def _in(forms: dict[str, str], language: str) -> str:
    return forms.get(language, forms["en"])


def _escaped(text: str) -> str:
    return _LIVE.sub(r"\\\g<0>", text)
