"""Finds where an article ends and its readers' comments begin when nothing marks the border.

Each paragraph gets a register score: how much it speaks as one person to another (first and second
person, opinion and reply openings, contractions, loose punctuation) against how much it reports.
The border is the change point with the greatest likelihood gain (Page's CUSUM, Biometrika 1954,
on the scores). Where the gain is small the paragraphs round the border are left undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

_PERSONAL = regex.compile(
    r"""\b(?:i|i'm|i'd|i've|i'll|im|me|my|mine|you|your|you're|u|guys|we're|let's)\b
    | 我(?!国|们|军|方|党|省|市) | 你 | 您 | 楼主 | 楼上 | 咱
    | \b(?:я|мне|меня|мой|моя|моё|ты|тебе|тебя|твой|вы\s+правы)\b
    | (?<!\p{L})(?:به\s+نظرم|به\s+نظر\s+من|فکر\s+می‌?کنم|شما|تو|خودم|من)(?!\p{L})
    | (?<!\p{L})(?:أنا|برأيي|في\s+رأيي|أظن|أعتقد|أنت|يا\s+أخي)(?!\p{L})""",
    regex.IGNORECASE | regex.VERBOSE,
)
_COLLOQUIAL = regex.compile(
    r"""\b\w+(?:'ll|'re|n't|'ve|'d)\b
    | \b(?:yeah|yep|nope|lol|imo|imho|btw|tbh|honestly|actually|frankly|gonna|wanna|kinda|reckon
          |guess|pretty\s+much|by\s+the\s+way|come\s+on|dude|nonsense|lmao|wow|nah|meh|ok|okay)\b
    | [吧呢啊嘛哈呀]+[。！？!?，,]? | 哈哈 | 其实 | 说实话 | 老实说 | 呵呵 | 顶 | 胡说
    | \b(?:имхо|лол|ну|вот|ага|короче|честно\s+говоря|ерунда|бред|кстати|спасибо)\b
    | (?<!\p{L})(?:راستش|خب|آره|نه\s+بابا|واقعا|دمت\s+گرم|مزخرف|ممنون)(?!\p{L})
    | (?<!\p{L})(?:والله|يعني|بصراحة|طيب|لا\s+يا|شكرا|هههه+|كلام\s+فارغ)(?!\p{L})""",
    regex.IGNORECASE | regex.VERBOSE,
)
_REPLY = regex.compile(
    r"""^\W*(?:yes|yeah|no|nope|not\s+really|not\s+quite|agree|agreed|disagree|exactly|right|wrong
        |true|false|which\s+is|but|and\s+yet|so\s+what|well|oh|why\s+would|what\s+about|you|if\s+you
        |that's|it's|they're|this\s+is|same|interesting|good|great|nice|thanks|sure|lol|hmm
        |不是|不对|对的?|同意|是的|没错|说得|你|楼上|支持|反对|呵呵|那|可是|但是
        |да|нет|не\s+согласен|согласен|согласна|верно|а\s+вы|а\s+что|ну|это\s+же|точно
        |موافقم|مخالفم|دقیقا|درسته|خب|أوافق|بالضبط|كلام|(?:بله|نه|نعم|لا)(?=\s*[،,.!]))\b""",
    regex.IGNORECASE | regex.VERBOSE,
)
_REPORTING = regex.compile(
    r"""\b(?:according\s+to|said|says|told|reported|announced|noted|stated|percent|per\s+cent
          |respectively|moreover|furthermore|therefore|thus)\b
    | 表示 | 指出 | 据 | 报道 | 宣布 | 认为 | 此外 | 因此
    | \b(?:сообщил\w*|заявил\w*|отметил\w*|по\s+словам|по\s+данным|согласно|кроме\s+того)\b
    | به\s+گزارش | اعلام\s+کرد | اظهار | گفت | افزود
    | وقال | وأضاف | أعلن | ذكر | وفقا | بحسب""",
    regex.IGNORECASE | regex.VERBOSE,
)
_CLOSED = regex.compile(r"[.!?。！？؟۔…][\"'”’»）)\]]*\s*$")
_OPENING = 240
_CERTAIN = 4.0
_LEAST = 2.0
_PERSONAL_SCORE = 1.0


@dataclass(frozen=True, slots=True)
class Border:
    """Paragraph indices: comments are possible from `possible` on and certain from `certain` on."""

    possible: int
    certain: int


def register(paragraph: str) -> float:
    """How personal a paragraph is: above 0 for talk, below 0 for reporting; about -2 to 4.

    People address one another where they begin; a long excerpt after that does not take it back.
    """
    loose = 0.7 if not _CLOSED.search(paragraph) else 0.0
    return loose + max(_register(paragraph), _register(paragraph[:_OPENING]))


def _register(paragraph: str) -> float:
    length = max(1.0, len(paragraph) / 200)
    personal = min(3.0, len(_PERSONAL.findall(paragraph)) / length)
    colloquial = min(3.0, len(_COLLOQUIAL.findall(paragraph)) / length)
    reply = 1.5 if _REPLY.match(paragraph) else 0.0
    loose = 0.5 if paragraph[:1].islower() else 0.0
    reporting = min(3.0, len(_REPORTING.findall(paragraph)) / length)
    return personal + 0.8 * colloquial + reply + loose - 0.8 * reporting - 0.9


def border(paragraphs: Sequence[str]) -> Border | None:
    """Where comments begin, or None when the text never changes its register for good.

    Parameters: `paragraphs` in order, headings and template leftovers taken out. At least two
    paragraphs must stand on either side, and the first commenter must speak personally.
    """
    scores = [max(-1.0, min(2.5, register(paragraph))) for paragraph in paragraphs]
    best, gain = 0, 0.0
    after = 0.0
    for index in range(len(scores) - 1, 1, -1):
        after += scores[index]
        total = after - sum(scores[:index])
        if len(scores) - index >= 2 and scores[index] > 0 and total > gain:
            best, gain = index, total
    speaking = sum(score >= _PERSONAL_SCORE for score in scores[best:])
    if not best or speaking < 2 or sum(scores[best:]) < _LEAST:
        return None
    certain = best if gain - _second(scores, best) > 0 and gain >= _CERTAIN else best + 1
    return Border(_doubtful(scores, best), certain)


def _second(scores: Sequence[float], best: int) -> float:
    """Gain of the strongest border that is not next to the best one."""
    others = [
        sum(scores[index:]) - sum(scores[:index])
        for index in range(2, len(scores))
        if abs(index - best) > 1
    ]
    return max(others, default=0.0)


def _doubtful(scores: Sequence[float], best: int) -> int:
    """First paragraph of the run before the border that does not clearly report."""
    first = best
    while first > 2 and scores[first - 1] > 0:
        first -= 1
    return first
