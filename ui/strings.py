"""The interface's own words, one record a language; `{name}` marks what is filled in,
and `{name:# file|# files}` a number with the form that goes with it (`rag.text.plurals`).

A language is complete or it does not type-check: every record has every field.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.text.plurals import Counted

_GROUPED = 10_000
"""Numbers from here on are set in groups of thousands; below are years, pages and counts."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of the interface in one language."""

    code: str
    direction: str
    name: str
    digits: str
    decimal: str
    thousands: str
    tagline: str
    skip_to_question: str
    # places
    ask: str
    library: str
    settings: str
    source: str
    conversations: str
    # conversations
    new_conversation: str
    search_conversations: str
    no_conversations: str
    nothing_matches: str
    rename: str
    delete: str
    delete_for_good: str
    # asking
    question: str
    question_hint: str
    send: str
    stop: str
    scope: str
    scope_all: str
    empty_title: str
    empty_hint: str
    try_asking: str
    library_is_empty: str
    which_documents: str
    summarise: str
    what_about: str
    # an answer
    answered: str
    partly: str
    not_found: str
    stopped: str
    searching: str
    searched: str
    undated: str
    understood: str
    not_found_hint: str
    unsupported: str
    uncited: str
    disagreement: str
    independent: str
    citation: str
    passage: str
    copy: str
    copied: str
    again: str
    edit: str
    replacing: str
    keep_both: str
    right: str
    wrong: str
    citation_wrong: str
    comment: str
    save: str
    # a source
    source_empty: str
    previous: str
    next: str
    close: str
    open_original: str
    place: str
    exact: str
    normalised: str
    elsewhere: str
    missing: str
    twin: str
    show_twin: str
    written_by: str
    published_by: str
    published: str
    language: str
    kind: str
    role: str
    speaker: str
    page: str
    note: str
    file: str
    show_page: str
    show_text: str
    page_picture: str
    what_was_read: str
    correct: str
    corrected: str
    author_list: str
    removed_source: str
    # roles
    body: str
    heading: str
    abstract: str
    quotation: str
    speech_comment: str
    caption: str
    footnote: str
    reference: str
    boilerplate: str
    unknown_role: str
    # the library
    title: str
    languages: str
    passages: str
    state: str
    problems: str
    ready: str
    indexing: str
    replaced: str
    removed: str
    remove: str
    was_removed: str
    undo: str
    filter: str
    sort: str
    library_count: str
    passage_count: str
    shown_of: str
    # adding documents
    drop: str
    folder: str
    add: str
    cancel: str
    ending: str
    reading: str
    progress: str
    rate: str
    left: str
    minutes_left: str
    finished: str
    busy: str
    added: str
    updated: str
    unchanged: str
    dropped: str
    failed_file: str
    skipped: str
    # keeping and taking along
    export: str
    judged_file: str
    interface_language: str
    theme: str
    light: str
    dark: str
    system: str
    about: str
    # checking a draft
    draft: str
    draft_box: str
    draft_hint: str
    draft_file: str
    check: str
    checking: str
    draft_progress: str
    supported: str
    contradicted: str
    absent: str
    no_statement: str
    draft_counts: str
    differs: str
    not_there: str
    # roles corrected
    change_role: str
    role_hint: str
    set_role: str
    role_changed: str
    role_restored: str
    # evaluating
    evaluation: str
    question_file: str
    question_progress: str
    question_rate: str
    runs: str
    no_runs: str
    questions: str
    question_count: str
    open_run: str
    compare: str
    unfinished: str
    by_language: str
    by_tag: str
    knowing: str
    risk_note: str
    risk_answered: str
    risk_wrong: str
    less_is_better: str
    compared: str
    figure: str
    before: str
    now: str
    given_answer: str
    gold: str
    not_answerable: str
    no_answer: str
    invented: str
    refused: str
    declined: str
    unjudged: str
    how_it_went: str
    everything: str
    take_report: str
    # how answers are made
    model: str
    own_words: str
    other_model: str
    use: str
    depth: str
    brief: str
    usual: str
    thorough: str
    search_languages: str
    all_languages: str
    sent_to_model: str
    broke_off: str
    # what went wrong, and the way out
    no_reader: str
    not_as_named: str
    too_large: str
    empty_file: str
    locked_file: str
    no_text: str
    unsure_letters: str
    damaged_file: str
    out_of_reach: str
    no_such_path: str
    library_busy: str
    disk_full: str
    library_damaged: str
    library_unusable: str
    model_unavailable: str
    gone: str
    not_usable: str
    # people
    sign_in: str
    sign_in_hint: str
    user_name: str
    passcode: str
    sign_in_failed: str
    sign_in_later: str
    signed_in: str
    sign_out: str

    def fill(self, template: str, **values: object) -> str:
        """A phrase with its blanks filled; numbers take the language's own digits and forms."""
        shown = {
            name: Counted(value, self.code, self.number(value))
            if isinstance(value, int | float)
            else value
            for name, value in values.items()
        }
        return template.format(**shown)

    def number(self, value: float) -> str:
        """A number in the language's own digits and marks."""
        written = f"{value:,}" if abs(value) >= _GROUPED else str(value)
        own = self.digits + self.decimal + self.thousands
        return written.translate(str.maketrans("0123456789.,", own))
