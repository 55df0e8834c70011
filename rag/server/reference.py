"""The server's OpenAPI description as a page to read.

FastAPI's own pages take their scripts from another host; this one is a single file without any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_Description = Mapping[str, Any]

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; text-transform: capitalize }
h3 { font: 600 1rem ui-monospace, monospace; margin-bottom: 0 }
p { margin-top: .25rem; white-space: pre-line }
table { border-collapse: collapse; margin-bottom: 1rem }
td { border-top: 1px solid #ccc; padding: .2rem 1rem .2rem 0; vertical-align: top }
code { font: .9rem ui-monospace, monospace }
"""


def page(description: _Description) -> str:
    """Every route by its tag: what it does, and what its parameters and its body hold."""
    about = description["info"]
    head = f"<title>{escape(about['title'])} API</title><style>{_STYLE}</style>"
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width">{head}',
        f"<h1>{escape(about['title'])} API {escape(about['version'])}</h1>",
        f"<p>{escape(about['description'])}</p>",
        '<p>The same for programs: <a href="openapi.json">openapi.json</a></p>',
    ]
    for tag, told in _by_tag(description).items():
        parts += [f"<h2>{escape(tag)}</h2>", *told]
    return "\n".join(parts) + "</html>"


def _by_tag(description: _Description) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            told = _operation(f"{method.upper()} {path}", operation, description)
            found.setdefault(operation["tags"][0], []).append(told)
    return found


def _operation(name: str, operation: _Description, description: _Description) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        for cells in _fields(operation, description)
    )
    table = f"<table>{rows}</table>" if rows else ""
    return f"<h3>{escape(name)}</h3><p>{escape(operation['description'])}</p>{table}"


def _fields(operation: _Description, description: _Description) -> Iterator[tuple[str, ...]]:
    """What a request may carry, a row each: name, type, what it means."""
    for each in operation.get("parameters", ()):
        yield _row(each["name"], each["schema"], each["required"], each.get("description"))
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(media["schema"], description)
        for name, field in schema.get("properties", {}).items():
            yield _row(name, field, name in schema.get("required", ()), field.get("description"))


def _row(name: str, schema: _Description, required: bool, about: str | None) -> tuple[str, ...]:
    needed = "needed" if required else ""
    return (f"<code>{escape(name)}</code>", escape(_kind(schema)), needed, escape(about or ""))


def _kind(schema: _Description) -> str:
    """A schema in a word or two: its type, what its list holds, or its values."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "anything"))


def _resolved(schema: _Description, description: _Description) -> _Description:
    name = schema.get("$ref", "").rpartition("/")[2]
    return description["components"]["schemas"][name] if name else schema
