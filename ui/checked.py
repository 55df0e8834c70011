"""A checked draft as HTML: every sentence with its verdict, what it rests on and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.records import CheckedDraft, CheckedSentence, Citation, Difference, DraftVerdict
from ui.answers import verdict_line
from ui.marks import mark, source_row, stretch
from ui.render import Html, element, filled, isolated, join, prose
from ui.strings import Words


def checked(draft: CheckedDraft, words: Words) -> Html:
    """The whole draft; a draft without sentences has nothing to say, an empty library neither."""
    if not draft.searched.documents:
        return element("p", words.library_is_empty, class_="notice", role="status")
    return _told(_summary(draft, words), draft.sentences, words)


def so_far(sentences: Sequence[CheckedSentence], draft: str, words: Words) -> Html:
    """The sentences checked until now, under how much of the draft they are."""
    reached = sentences[-1].span.end if sentences else 0
    count = words.fill(words.draft_progress, count=len(sentences))
    head = element(
        "div",
        verdict_line("searching", words.checking, count if sentences else None),
        element("progress", value=reached, max=len(draft), aria_label=words.checking),
        class_="comparing",
    )
    return _told(head, sentences, words, busy=True)


def broken_off(sentences: Sequence[CheckedSentence], words: Words) -> Html:
    """The sentences that were checked when the comparison was stopped."""
    return _told(verdict_line("stopped", words.stopped), sentences, words)


def _told(
    head: Html, sentences: Sequence[CheckedSentence], words: Words, *, busy: bool = False
) -> Html:
    """A head over sentences and what they rest on; while `busy` more are to come."""
    return element(
        "section",
        head,
        element("ol", join(_sentence(each, words) for each in sentences), class_="sentences"),
        None if busy else _sources(sentences, words),
        class_="checked",
        data_places=True,
        aria_busy="true" if busy else None,
    )


def verdict_word(verdict: DraftVerdict, words: Words) -> str:
    """A sentence's verdict as the interface calls it."""
    return {
        DraftVerdict.SUPPORTED: words.supported,
        DraftVerdict.CONTRADICTED: words.contradicted,
        DraftVerdict.ABSENT: words.absent,
    }[verdict]


def _summary(draft: CheckedDraft, words: Words) -> Html:
    counted = Counter(each.verdict.value for each in draft.sentences if each.states)
    counts = {verdict.value: counted[verdict.value] for verdict in DraftVerdict}
    searched = words.fill(
        words.searched,
        documents=draft.searched.documents,
        passages=draft.searched.passages,
        ms=round(draft.timings_ms.get("total", 0)),
    )
    return element(
        "p",
        element("strong", words.fill(words.draft_counts, **counts)),
        element("span", searched, class_="searched"),
        class_="verdict",
        role="status",
    )


def _sentence(sentence: CheckedSentence, words: Words) -> Html:
    marks = [_mark(each, words) for each in sentence.citations]
    kind = sentence.verdict.value if sentence.states else "silent"
    word = verdict_word(sentence.verdict, words) if sentence.states else words.no_statement
    return element(
        "li",
        element("p", element("strong", word), class_=f"verdict verdict-{kind}"),
        prose("p", sentence.text, sentence.text.strip(), *marks, class_="said"),
        _differences(sentence.differences, words),
        _opposing(sentence),
        class_=f"sentence sentence-{kind}",
    )


def _mark(citation: Citation, words: Words) -> Html:
    return mark(citation, words, **stretch(citation.document_id, citation.span))


def _differences(differences: Sequence[Difference], words: Words) -> Html | None:
    """Where the draft and its source part, in the words of both."""
    if not differences:
        return None
    lines = [
        filled(words.differs, draft=each.draft, source=each.source)
        if each.source is not None
        else filled(words.not_there, draft=each.draft)
        for each in differences
        if not any(_says_more(other, each) for other in differences)
    ]
    return element("ul", join(element("li", line) for line in lines), class_="differences")


def _says_more(one: Difference, other: Difference) -> bool:
    """Whether one tells the same difference in more words: "500 metres" where the other has 500."""
    return (
        (one.draft, one.source) != (other.draft, other.source)
        and other.draft in one.draft
        and (other.source or "") in (one.source or "")
        and (other.source is None) == (one.source is None)
    )


def _opposing(sentence: CheckedSentence) -> Html | None:
    """The words that contradict a sentence, to be read beside it."""
    if sentence.verdict is not DraftVerdict.CONTRADICTED:
        return None
    quotes = [
        prose("blockquote", each.quote, lang=each.language or None) for each in sentence.citations
    ]
    return element("div", join(quotes), class_="opposing") if quotes else None


def _sources(sentences: Sequence[CheckedSentence], words: Words) -> Html | None:
    """Everything the verdicts rest on, each once."""
    cited = {each.number: each for sentence in sentences for each in sentence.citations}
    if not cited:
        return None
    rows = [source_row(cited[number], _mark(cited[number], words)) for number in sorted(cited)]
    label = element("h3", isolated(words.source), class_="label")
    return element("div", label, element("ol", join(rows)), class_="sources")
