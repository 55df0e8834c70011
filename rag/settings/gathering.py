"""Settings gathered from flags, the environment and the data folder's file."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from rag.errors import SettingsError
from rag.settings.parsing import parsed
from rag.settings.records import Settings
from rag.settings.rules import broken

FILE = "footnote.toml"
_PREFIX = "FOOTNOTE_"
_ELSEWHERE = frozenset({"FOOTNOTE_SHARED"})


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
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError([f"{path}: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: not UTF-8 (byte {error.start})"]) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{path}: not TOML ({error})"]) from error
    if "data" in content:
        raise SettingsError([f"{path}: data names the folder of this very file; leave it out"])
    flat: dict[str, object] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": v for inner, v in value.items()}
        else:
            flat[key] = value
    return flat


def _build(values: Mapping[str, object], known: Mapping[str, type]) -> Settings:
    """The settings; raises SettingsError with all values that are unknown, no such type or out
    of range.
    """
    problems: list[str] = []
    sections: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name not in known:
            problems.append(_unknown(name, known))
            continue
        section, _, key = name.rpartition(".")
        try:
            sections.setdefault(section, {})[key] = parsed(value, known[name])
        except ValueError as error:
            problems.append(f"{name}: {error}")
    settings = replace(Settings(), **sections.pop("", {}))
    parts = {name: replace(getattr(settings, name), **part) for name, part in sections.items()}
    settings = replace(settings, **parts)
    problems += broken(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _unknown(name: str, known: Mapping[str, type]) -> str:
    """What is said of an unknown key: what it may have meant, else all there is."""
    close = get_close_matches(name, known, n=3)
    section = [each for each in known if each.startswith(f"{name.partition('.')[0]}.")]
    meant = close or section or sorted(known)
    return f"unknown key {name!r} ({'close to it' if close else 'known'}: {', '.join(meant)})"
