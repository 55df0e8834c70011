"""What an HTML element says of the text inside it: its role, or that it is no text at all.

Elements and ARIA roles are believed first; class and id names follow the conventions that
Mozilla's Readability collected from the web, matched as whole words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.records import Role


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DROPPED = _set(
    "script style noscript template head svg iframe object video audio canvas rt rp datalist"
)
BLOCKS = _set(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " legend li main menu nav ol optgroup option p pre search section select summary table tbody"
    " textarea tfoot thead title tr ul"
)
CELLS = frozenset({"td", "th"})
LINES = frozenset({"li", "tr", "dt", "dd", "option"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_WHOLE_PAGE = frozenset({"html", "body", "main"})
_BY_TAG = {
    **dict.fromkeys(HEADINGS, Role.HEADING),
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "blockquote": Role.QUOTATION,
    "nav": Role.BOILERPLATE,
    "button": Role.BOILERPLATE,
    "select": Role.BOILERPLATE,
    "menu": Role.BOILERPLATE,
    "search": Role.BOILERPLATE,
    "dialog": Role.BOILERPLATE,
    "textarea": Role.BOILERPLATE,
}
_SOFT_TAGS = frozenset({"aside", "form"})
_PAGE_EDGES = frozenset({"header", "footer"})
_ARIA_FURNITURE = _set(
    "navigation banner contentinfo search dialog alertdialog complementary menu menubar toolbar"
    " tablist"
)
_BY_ROLE = {
    "heading": Role.HEADING,
    "comment": Role.COMMENT,
    "doc-abstract": Role.ABSTRACT,
    "doc-footnote": Role.NOTE,
    "doc-endnotes": Role.NOTE,
    "footnote": Role.NOTE,
    "rearnote": Role.NOTE,
    "doc-bibliography": Role.REFERENCE,
    "bibliography": Role.REFERENCE,
    "doc-toc": Role.BOILERPLATE,
    "toc": Role.BOILERPLATE,
    "doc-pagebreak": Role.BOILERPLATE,
    "pagebreak": Role.BOILERPLATE,
    **dict.fromkeys(_ARIA_FURNITURE, Role.BOILERPLATE),
}
_FURNITURE = _set(
    "ad ads advert advertisement banner breadcrumb breadcrumbs consent cookie cookies copyright"
    " footer gdpr login masthead menu modal nav navbar navigation newsletter pager pagination popup"
    " promo recommended related respond search share sharing sidebar signin signup skip social"
    " sponsored subscribe subscription toolbar widget"
)
_CONSENT = frozenset({"cookie", "cookies", "consent", "gdpr"})
_CONTENT = frozenset({"article", "body", "content", "hentry", "main"})
_COMMENTS = frozenset({"comment", "comments", "commentlist", "disqus", "replies"})
_COMMENT_PARTS = _set(
    "add author button count counter date form link links meta metadata number open reply respond"
    " time toggle avatar icon"
)
_BY_WORD = {
    **dict.fromkeys(("footnote", "footnotes", "endnote", "endnotes"), Role.NOTE),
    **dict.fromkeys(("references", "reflist", "bibliography"), Role.REFERENCE),
    "abstract": Role.ABSTRACT,
}
_CONTENT_IDS = frozenset({"content", "main", "main-content", "article", "mw-content-text"})
_ONE_COMMENT = re.compile(r"comment[-_]?\d+")
_COMMENTER = frozenset({"author", "fn", "username", "user", "commenter", "nickname"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Said:
    """What one element says. `soft` marks a role that may be wrong (it comes from a name).

    `content` means that the element holds the page's own text, `comment` that it is one reader's
    comment, `commenter` that it names who wrote the comment it is in.
    """

    role: Role | None = None
    soft: bool = False
    content: bool = False
    comment: bool = False
    commenter: bool = False


def said(tag: str, attributes: Mapping[str, str], *, in_content: bool, in_comment: bool) -> Said:
    """What an element says of the text in it, given where it stands."""
    classes = attributes.get("class", "")
    identity = attributes.get("id", "").strip().lower()
    words = frozenset(_WORDS.findall(_CAMEL.sub(" ", classes).lower()))
    content = tag in ("main", "article") or identity in _CONTENT_IDS
    content = content or attributes.get("itemprop") == "articleBody"
    if tag in _WHOLE_PAGE:
        return Said(content=content)
    commenter = in_comment and _names_commenter(words, attributes)
    if role := _stated(tag, attributes, in_content=in_content):
        comment = role is Role.COMMENT
        return Said(role, content=content, comment=comment, commenter=commenter)
    if in_comment and (commenter or words & _COMMENT_PARTS or tag == "time"):
        return Said(Role.BOILERPLATE, soft=True, commenter=commenter)
    if _is_comment(words, identity):
        one = "comment" in classes.lower().split() or bool(_ONE_COMMENT.fullmatch(identity))
        return Said(Role.COMMENT, comment=one)
    role = _named(tag, words, identity, attributes)
    return Said(role, soft=role is Role.BOILERPLATE, content=content)


def _stated(tag: str, attributes: Mapping[str, str], *, in_content: bool) -> Role | None:
    """What the element itself or a semantic attribute states."""
    kinds = " ".join(attributes.get(key, "") for key in ("role", "epub:type")).lower().split()
    for kind in kinds:
        if kind in _BY_ROLE:
            return _BY_ROLE[kind]
    if attributes.get("itemprop") == "comment" or attributes.get("itemtype", "").endswith(
        "/Comment"
    ):
        return Role.COMMENT
    if tag in _PAGE_EDGES and not in_content:
        return Role.BOILERPLATE
    return _BY_TAG.get(tag)


def _named(
    tag: str, words: frozenset[str], identity: str, attributes: Mapping[str, str]
) -> Role | None:
    """What class, id and style suggest."""
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if tag in _SOFT_TAGS or hidden or _HIDDEN.search(attributes.get("style", "")):
        return Role.BOILERPLATE
    if tag not in ("article", *HEADINGS) and not words & _CONTENT:
        consent = _CONSENT.intersection(_WORDS.findall(identity))
        if words & _FURNITURE or identity in _FURNITURE or consent:
            return Role.BOILERPLATE
    return next((_BY_WORD[word] for word in (*words, identity) if word in _BY_WORD), None)


def _is_comment(words: frozenset[str], identity: str) -> bool:
    if words & _COMMENT_PARTS:
        return False
    named = words & _COMMENTS or identity in _COMMENTS or identity == "disqus_thread"
    return bool(named or _ONE_COMMENT.fullmatch(identity))


def _names_commenter(words: frozenset[str], attributes: Mapping[str, str]) -> bool:
    return bool(words & _COMMENTER) or attributes.get("itemprop") in ("author", "creator")
