"""Markdown keeps its text; its marks decide the blocks."""

from __future__ import annotations

from rag.ingest.markdown import read
from rag.records import Role
from tests.unit.ingest.made_files import quotes

PAGE = """---
title: A page
---
# The *first* heading ##

A paragraph
over two lines.

Second heading
--------------

* one item
  that goes on
* another
1. numbered

> quoted words
> on two lines

| City | People |
|------|-------:|
| Qom  | 1200   |

```python
# no heading
print("x")
```

A claim.[^1]

[^1]: The note.
[home]: https://example.org
***
C#
"""


def test_blocks_follow_the_markup() -> None:
    found = read("a.md", PAGE.encode())[0]
    assert found.text == PAGE
    told = [
        (block.role, words)
        for block, words in zip(found.blocks, quotes(found.text, found.blocks), strict=True)
    ]
    assert told[1:] == [
        (Role.HEADING, "The *first* heading"),
        (Role.UNKNOWN, "A paragraph\nover two lines."),
        (Role.HEADING, "Second heading"),
        (Role.UNKNOWN, "one item\n  that goes on"),
        (Role.UNKNOWN, "another"),
        (Role.UNKNOWN, "numbered"),
        (Role.QUOTATION, "quoted words\n> on two lines"),
        (Role.UNKNOWN, "| City | People |"),
        (Role.UNKNOWN, "| Qom  | 1200   |"),
        (Role.UNKNOWN, '# no heading\nprint("x")'),
        (Role.UNKNOWN, "A claim.[^1]"),
        (Role.NOTE, "The note."),
        (Role.BOILERPLATE, "[home]: https://example.org"),
        (Role.UNKNOWN, "C#"),
    ]


def test_a_fence_that_is_never_closed_ends_with_the_file() -> None:
    found = read("a.md", b"```\ncode\n# code")[0]
    assert quotes(found.text, found.blocks) == ["code\n# code"]


def test_rules_made_of_very_many_marks_are_read_in_no_time() -> None:
    found = read(
        "a.md", b"a | b\n" + b"-" * 300_000 + b"x\n" + b"|" * 300_000 + b"\n" + b"# " * 100_000
    )
    assert found[0].blocks
