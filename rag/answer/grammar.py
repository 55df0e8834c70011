"""The form of an answer as a grammar, for a model that can be held to one while it writes.

The notation is GBNF, llama.cpp's (`grammars/README.md` in its repository). Within it a model can
neither invent a key nor leave a stretch of text without one; what it says is as free as ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from rag import prompts

_LONGEST_CHARS = 400
"""How much a model may write before it has to say where that stands."""

_GRAMMAR = r"""root ::= "{refusal}" | cited+
cited ::= gap words key+ end?
gap ::= [ \n]{{0,2}}
words ::= [^\[\]【】［］〔〕〖〗⟦⟧\n]{{2,{longest}}}
key ::= "[" ({keys}) "]"
end ::= [.!?。！？؟]
"""


def of_answer(keys: Iterable[str]) -> str:
    """The refusal, or sentences that each end with one or more of `keys` in square brackets."""
    offered = " | ".join(f'"{key}"' for key in keys)
    return _GRAMMAR.format(refusal=prompts.REFUSAL, longest=_LONGEST_CHARS, keys=offered)
