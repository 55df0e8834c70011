"""What can be set: a frozen record a stage, and one that holds them all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

_SECTIONS_ASIDE = frozenset({"data", "cache", "calibration", "server"})
_KEYS_ASIDE = frozenset(
    {"chat.base_url", "chat.choices", "chat.input_price", "chat.output_price", "ingest.engine"}
)
"""Places, ports, prices and ways of working, none of which changes an answer."""


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """Limits of what is read: sizes in bytes, archive members, depth of nested archives.

    `engine` is where files are read and embedded: "local", this process, or "ray", its workers.
    """

    max_file_bytes: int = 100_000_000
    max_archive_bytes: int = 1_000_000_000
    max_archive_members: int = 10_000
    max_depth: int = 8
    threads: int = 0
    engine: str = "local"


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """Size of a passage in tokens of the budget tokenizer."""

    min_tokens: int = 60
    target_tokens: int = 180
    max_tokens: int = 400


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How deep each searcher looks, how their scores are added, and where exact search ends."""

    depth: int = 10
    dense_depth: int = 60
    lexical_depth: int = 60
    lexical_weight: float = 0.1
    exact_limit: int = 1_000_000


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """Bounds of an answer written without a model, and what a model is given.

    `reader` is "trained" (the one that ships), "similarity" (no model judges sentences) or the
    file of one made with `training/`; it reads at most `passages_read` passages and `chars_read`
    characters of them, and stops before where nothing to come can matter. A model's sentence that
    nothing supports is marked or, with `unsupported` "remove", left out; `judged` asks the model
    once more about each that is supported.
    """

    reader: str = "trained"
    passages_read: int = 6
    chars_read: int = 8_000
    max_sentences: int = 5
    max_chars: int = 600
    context_tokens: int = 3_000
    unsupported: str = "mark"
    judged: bool = False


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The chat model: `provider:name`, `gguf:/path`, or `none`; keys stay in the environment.

    `choices` are further models, separated by commas, that readers of the page may choose.
    `timeout_s` bounds the silence before and between pieces of a reply, `reply_timeout_s` all that
    a model does for one question; below the server's own limit, so that quotes can still stand in.
    `grammar_field` is where the server of an `openai:` model takes a grammar in a request, if it
    does: `grammar` (llama.cpp), `structured_outputs.grammar` (vLLM).
    `input_price` and `output_price` are what a million tokens cost, for evaluations.
    """

    model: str = "none"
    choices: str = ""
    base_url: str = ""
    grammar_field: str = ""
    timeout_s: float = 60.0
    reply_timeout_s: float = 100.0
    max_tokens: int = 800
    temperature: float = 0.0
    input_price: float = 0.0
    output_price: float = 0.0


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the page and the API listen, who may come in, and how much they may ask.

    `accounts` is the file of people and keys (empty: `accounts.json` in the data folder). `hosts`
    and `origins` name, separated by commas, further names of this server and sites whose pages may
    use it. `workers` answer at a time (0: one a processor, at least two), `waiting` more stand in
    line. 0 requests a minute is no limit. `log_text` lets questions into the log.
    """

    host: str = "127.0.0.1"
    ui_port: int = 7860
    api_port: int = 8000
    accounts: str = ""
    session_hours: float = 12.0
    hosts: str = ""
    origins: str = ""
    requests_per_minute: int = 600
    max_body_bytes: int = 2_000_000
    max_upload_bytes: int = 200_000_000
    workers: int = 0
    waiting: int = 64
    timeout_s: float = 120.0
    log_text: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. `data` holds the library, `cache` what can be made again.

    `calibration` names a calibration file; empty means the data folder's own, if it has one.
    """

    data: Path = field(default_factory=lambda: platformdirs.user_data_path("footnote"))
    cache: Path = field(default_factory=lambda: platformdirs.user_cache_path("footnote"))
    embedder: str = "bundled"
    chroma: str = ""
    calibration: str = ""
    ingest: IngestSettings = IngestSettings()
    passages: PassageSettings = PassageSettings()
    search: SearchSettings = SearchSettings()
    answer: AnswerSettings = AnswerSettings()
    chat: ChatSettings = ChatSettings()
    server: ServerSettings = ServerSettings()

    @property
    def hash(self) -> str:
        """Short hash of the settings that decide."""
        digest = hashlib.sha256(json.dumps(self.deciding(), sort_keys=True).encode())
        return digest.hexdigest()[:12]

    def deciding(self) -> dict[str, object]:
        """Every setting that can change an answer, by its name "section.key"."""
        sections = {k: v for k, v in asdict(self).items() if k not in _SECTIONS_ASIDE}
        named = {
            f"{section}.{key}" if key else section: value
            for section, found in sections.items()
            for key, value in (found.items() if isinstance(found, dict) else [("", found)])
        }
        return {name: value for name, value in named.items() if name not in _KEYS_ASIDE}
