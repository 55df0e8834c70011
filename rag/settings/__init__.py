"""Settings: frozen, one record a stage, gathered as flag > environment > footnote.toml > default.

A key `key` of section `section` is `section.key` in `footnote.toml` and `FOOTNOTE_SECTION_KEY` in
the environment; keys outside a section (`data`, `cache`, `embedder`, `chroma`) are `FOOTNOTE_KEY`.
`records` lists every setting with its default, `rules` what a value must be.
"""

from rag.settings.gathering import FILE, Loaded, load
from rag.settings.records import (
    AnswerSettings,
    ChatSettings,
    IngestSettings,
    PassageSettings,
    SearchSettings,
    ServerSettings,
    Settings,
)

__all__ = [
    "FILE",
    "AnswerSettings",
    "ChatSettings",
    "IngestSettings",
    "Loaded",
    "PassageSettings",
    "SearchSettings",
    "ServerSettings",
    "Settings",
    "load",
]
