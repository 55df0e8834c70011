"""Questions drafted from a library's own words, for a person to edit.

Sentences that stand by themselves (`statements`) become questions by the grammar of their language
(one module a language), headings become questions about their sections, a name or a year that the
library never speaks of makes a question without an answer (`swapping`). Whatever does not read like
a question somebody would ask is dropped (`soundness`), and what is left is chosen by seed, every
language, kind and document getting its turn (`choosing`).
"""
