"""English questions: the verb goes to the front, with "did" where it has no helper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evals.drafting import english_verbs
from rag.evals.drafting.asked import Asked, Kind, is_one_time, is_worth_asking, of_facts
from rag.evals.drafting.english_verbs import Verb
from rag.evals.drafting.lexicon import about
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number
from rag.text.stopwords import SPACED

# A time is taken out with its preposition; "since" and the like ask for something else.
_BEFORE_DATE = re.compile(r"\b(?:in|on|In|On)(?: (?:early|late|mid))?(?: the year)? $")
_BLURRED = re.compile(r"\s?(?:[-–—/]|and\b|to\b|or\b|until\b|through\b|s\b|when\b)")
# A comma before a capital goes on with a list of names.
_CLAUSE_END = re.compile(
    r"[;:(–—.]|,(?!\s(?:and\s)?[A-Z])|\s(?:but|while|whereas|although|though|because|so that)\s"
    r"|\sand\s(?=(?:was|were|is|are|has|had|it|they|he|she|then|also|later|that)\s|\w+ed\s)"
)
_NOUN = re.compile(r"\s?([a-z]+(?:-[a-z]+)?(?: [a-z]+){0,2})")
_SIZE = re.compile(r"\s(?:long|high|wide|deep|tall|old|thick)\b")
_THE = re.compile(r"(?:The|A|An) ")


def questions(statement: Statement) -> Iterator[Asked]:
    """Every question the sentence allows."""
    yield from of_facts(statement, _when, _how_many)
    yield from _what_is(statement)


def _when(of: Statement, date: DateFact) -> str | None:
    before = _BEFORE_DATE.search(of.text[: date.span.start])
    if not before or not is_one_time(of, date) or _BLURRED.match(of.text, date.span.end):
        return None
    phrase = Span(before.start(), date.span.end)
    inverted = _inverted(of, _after_lead(of.text, phrase), phrase, phrase)
    return f"When {inverted}?" if inverted else None


def _after_lead(text: str, phrase: Span) -> int:
    """Where the subject begins: behind a time that opens the sentence."""
    if phrase.start:
        return 0
    return phrase.end + len(text[phrase.end :]) - len(text[phrase.end :].lstrip(" ,"))


def inverted(of: Statement, end: Span) -> str | None:
    """The clause that opens the sentence, up to `end`, as it follows a word that asks."""
    verb = english_verbs.find(of.text, 0)
    if verb is None or verb.span.end > end.start:
        return None
    told = _rest(of.text, Span(verb.span.end, end.start), ())
    return _joined(verb, _small(of, Span(0, verb.span.start)), told)


def _joined(verb: Verb, subject: str, rest: str) -> str:
    """Helper, subject, verb and rest, in the order of a question."""
    words = (verb.auxiliary or "did", subject, verb.base, rest)
    return " ".join(word for word in words if word)


def _inverted(of: Statement, start: int, need: Span, *drop: Span) -> str | None:
    """Verb, subject and rest of the clause that begins at `start`, without some stretches.

    None where the clause is in doubt or does not reach `need`.
    """
    verb = english_verbs.find(of.text, start)
    if verb is None or start <= need.start < verb.span.end:
        return None
    end = _clause_end(of.text, max(verb.span.end, need.end))
    between = of.text[verb.span.end : max(verb.span.end, need.start)]
    if re.search(r"[,;:(–—]", between):
        return None
    subject = _small(of, Span(start, verb.span.start))
    rest = _rest(of.text, Span(verb.span.end, end), drop)
    if not subject or len(rest.split()) < 2:
        return None
    return _joined(verb, subject, rest)


def _clause_end(text: str, start: int) -> int:
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)


def _rest(text: str, span: Span, drop: tuple[Span, ...]) -> str:
    kept = "".join(
        " " if any(each.start <= at < each.end for each in drop) else text[at]
        for at in range(span.start, span.end)
    )
    return " ".join(kept.split()).strip(" ,.")


def _small(of: Statement, span: Span) -> str:
    """The subject, small at its front unless a name begins there."""
    words = span.of(of.text).strip(" ,")
    named = any(name.span.start == span.start for name in of.facts.names)
    return words if named and not _THE.match(words) else words[:1].lower() + words[1:]


def _how_many(of: Statement, number: Number) -> str | None:
    if not is_worth_asking(of.text, number) or (phrase := _counted(of.text, number)) is None:
        return None
    noun, end = phrase
    softened = about("en").search(of.text[: number.span.start].lower())
    start = softened.start() if softened else number.span.start
    return _how_much_of(of, number, noun, Span(start, end))


def _how_much_of(of: Statement, number: Number, noun: str, phrase: Span) -> str | None:
    opening = "What percentage" if number.percent else f"How many {noun}"
    if phrase.start == 0:
        end = _clause_end(of.text, phrase.end)
        predicate = of.text[phrase.end : end].strip(" .")
        wanted = _tells_of_share(predicate) if number.percent else _begins_finite(predicate)
        return f"{opening} {predicate}?" if wanted else None
    verb = english_verbs.find(of.text, 0)
    if verb is None or of.text[verb.span.end : phrase.start].strip() or number.percent:
        return None
    inverted = _inverted(of, 0, phrase, phrase) or _bare_inversion(of, verb, phrase)
    return f"{opening} {inverted}?" if inverted else None


def _bare_inversion(of: Statement, verb: Verb, phrase: Span) -> str | None:
    """ "How many metres is the bridge": nothing is left behind the figure."""
    if verb.auxiliary in ("is", "are", "was", "were") and of.text[phrase.end :].strip() == ".":
        return f"{verb.auxiliary} {_small(of, Span(0, verb.span.start))}"
    return None


def _tells_of_share(predicate: str) -> bool:
    return predicate.startswith("of ") and english_verbs.find(predicate, 3) is not None


def _begins_finite(predicate: str) -> bool:
    word = predicate.partition(" ")[0]
    return word in english_verbs.AUXILIARIES or english_verbs.base_of(word) is not None


def _counted(text: str, number: Number) -> tuple[str, int] | None:
    """What a figure counts, and where that ends."""
    if number.percent:
        return "percent", number.span.end
    match = _NOUN.match(text, number.digits.end)
    if not match or number.span.start < number.digits.start:
        return None
    kept: list[str] = []
    for word in match[1].split():
        if word in SPACED or english_verbs.base_of(word):
            break
        kept.append(word)
    if not kept or not kept[-1].endswith(("s", "people", "men", "women", "children")):
        return None
    noun = " ".join(kept)
    end = match.start(1) + len(noun)
    size = _SIZE.match(text, end)
    return (noun + size[0], size.end()) if size else (noun, end)


def _what_is(of: Statement) -> Iterator[Asked]:
    for name in of.facts.names[:1]:
        told = re.match(r" (is|was) (?:a|an|the) ", of.text[name.span.end :])
        if name.span.start == 0 and told and name.form.value not in ("place", "demonym"):
            word = "Who" if name.addressed else "What"
            yield Asked(f"{word} {told[1]} {name.text}?", Kind.DEFINITION, None)
