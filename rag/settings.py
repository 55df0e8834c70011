"""Settings: frozen, one record a stage, gathered as flag > environment > footnote.toml > default.

A key `key` of section `section` is `section.key` in `footnote.toml` and `FOOTNOTE_SECTION_KEY` in
the environment; keys outside a section (`data`, `cache`, `embedder`, `chroma`) are `FOOTNOTE_KEY`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

import platformdirs

from rag.errors import SettingsError

_PREFIX = "FOOTNOTE_"
FILE = "footnote.toml"
_PLACES = frozenset({"data", "cache", "calibration", "server"})
_ELSEWHERE = frozenset({"FOOTNOTE_SHARED"})


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
    exact_limit: int = 300_000


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """Bounds of an answer written without a model, and what a model is given.

    `reader` is "trained" (the one that ships), "similarity" (no model judges sentences) or the
    file of one made with `training/`; it reads at most `passages_read` passages and `chars_read`
    characters of them, and stops before where nothing to come can matter.
    """

    reader: str = "trained"
    passages_read: int = 6
    chars_read: int = 8_000
    max_sentences: int = 5
    max_chars: int = 600
    context_tokens: int = 3_000
    unsupported: str = "mark"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The chat model: `provider:name`, `gguf:/path`, or `none`; keys stay in the environment.

    `choices` are further models, separated by commas, that readers of the page may choose.
    `input_price` and `output_price` are what a million tokens cost, for evaluations.
    """

    model: str = "none"
    choices: str = ""
    base_url: str = ""
    timeout_s: float = 60.0
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
        """Short hash of every setting that can change an answer (places and ports cannot)."""
        kept = {k: v for k, v in asdict(self).items() if k not in _PLACES}
        for elsewhere in ("base_url", "choices", "input_price", "output_price"):
            kept["chat"].pop(elsewhere)
        kept["ingest"].pop("engine")
        digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode())
        return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the warnings met while gathering them."""

    settings: Settings
    warnings: tuple[str, ...] = ()


def load(
    flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Loaded:
    """Gather the settings.

    Parameters: `flags` maps dotted names to values given on the command line (None is unset);
    `environment` stands in for `os.environ`. Raises SettingsError listing every problem at once;
    an unknown FOOTNOTE_* variable is only a warning.
    """
    env = os.environ if environment is None else environment
    given = {k: v for k, v in (flags or {}).items() if v is not None}
    known = _known(Settings())
    from_env, warnings = _from_environment(env, known)
    data = Path(str(given.get("data") or from_env.get("data") or Settings().data)).expanduser()
    merged: dict[str, object] = {**_from_file(data / FILE), **from_env, **given}
    settings = _build(merged, known)
    return Loaded(replace(settings, data=data), tuple(warnings))


def _known(record: object, prefix: str = "") -> dict[str, type]:
    """Dotted name -> type of every setting."""
    hints = get_type_hints(type(record))
    known: dict[str, type] = {}
    for item in fields(record):  # type: ignore[arg-type]
        value = getattr(record, item.name)
        if is_dataclass(value):
            known |= _known(value, f"{prefix}{item.name}.")
        else:
            known[prefix + item.name] = hints[item.name]
    return known


def _from_environment(
    env: Mapping[str, str], known: Mapping[str, type]
) -> tuple[dict[str, object], list[str]]:
    names = {_PREFIX + name.replace(".", "_").upper(): name for name in known}
    values: dict[str, object] = {names[key]: env[key] for key in names if env.get(key)}
    unknown = sorted(k for k in env if k.startswith(_PREFIX) and k not in names.keys() | _ELSEWHERE)
    return values, [f"unknown variable {key} is ignored" for key in unknown]


def _from_file(path: Path) -> dict[str, object]:
    """Dotted names of the settings file; a missing file is an empty one."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError([f"{path}: {error}"]) from error
    flat: dict[str, object] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": v for inner, v in value.items()}
        else:
            flat[key] = value
    return flat


def _build(values: Mapping[str, object], known: Mapping[str, type]) -> Settings:
    problems: list[str] = []
    sections: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name not in known:
            problems.append(f"unknown key {name!r} (known: {', '.join(sorted(known))})")
            continue
        section, _, key = name.rpartition(".")
        try:
            sections.setdefault(section, {})[key] = _parse(value, known[name])
        except ValueError:
            problems.append(f"{name}: {value!r} is not {known[name].__name__}")
    if problems:
        raise SettingsError(problems)
    settings = replace(Settings(), **sections.pop("", {}))
    parts = {name: replace(getattr(settings, name), **part) for name, part in sections.items()}
    return _checked(replace(settings, **parts))


def _parse(value: object, kind: type) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    if kind is bool and isinstance(value, str):
        return value.strip().lower() in ("1", "true", "yes", "on")
    if isinstance(value, bool) and kind is not bool:
        raise ValueError(value)
    if not isinstance(value, str | int | float):
        raise ValueError(value)
    if isinstance(value, float) and kind is int and not value.is_integer():
        raise ValueError(value)
    return kind(value)


def _checked(settings: Settings) -> Settings:
    size = settings.passages
    checks = {
        "passages: min_tokens <= target_tokens <= max_tokens <= 450": 0
        < size.min_tokens
        <= size.target_tokens
        <= size.max_tokens
        <= 450,
        "answer.unsupported is 'mark' or 'remove'": settings.answer.unsupported
        in ("mark", "remove"),
        "answer.reader is 'trained', 'similarity' or a file": settings.answer.reader
        in ("trained", "similarity")
        or Path(settings.answer.reader).is_file(),
        "search depths are at least 1": min(
            settings.search.depth, settings.search.dense_depth, settings.search.lexical_depth
        )
        >= 1,
        "chat.model is 'none', 'gguf:PATH' or 'PROVIDER:NAME'": settings.chat.model == "none"
        or ":" in settings.chat.model,
        "server limits and times are above 0": min(
            settings.server.session_hours,
            settings.server.max_body_bytes,
            settings.server.max_upload_bytes,
            settings.server.timeout_s,
        )
        > 0,
        "server workers, waiting and requests_per_minute are at least 0": min(
            settings.server.workers, settings.server.waiting, settings.server.requests_per_minute
        )
        >= 0,
        "ingest.engine is 'local' or 'ray'": settings.ingest.engine in ("local", "ray"),
        "server ports lie in 1-65535": all(
            0 < port < 65_536 for port in (settings.server.ui_port, settings.server.api_port)
        ),
    }
    problems = [f"required: {rule}" for rule, holds in checks.items() if not holds]
    if problems:
        raise SettingsError(problems)
    return settings
