"""The documented configuration file, written from the same declarations that check it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from workbench.errors import ConfigError
from workbench.settings.load import Settings
from workbench.settings.parts import Part

_HEAD = """\
# Configuration of the ALPR workbench. Every key is listed with its default.
# An unknown key, or a value under a legal floor, stops the start with the section that says why.
"""


def sample(values: Mapping[str, Any] | None = None) -> str:
    """The documented TOML text with defaults; ``values`` replaces some, e.g. ``{"hub.port": 8100}``.

    Keys whose default follows the data folder are written as comments unless a value is given.
    ``ConfigError`` for a name that is no key.
    """
    given = dict(values or {})
    parts = [_HEAD]
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            parts.append(_part(name, field.annotation, given))
    if given:
        raise ConfigError(f"{', '.join(given)} is not a key of the configuration.", how="See the sample for every key.")
    return "\n".join(parts)


def _part(name: str, part: type[Part], given: dict[str, Any]) -> str:
    lines = [f"# {' '.join((part.__doc__ or '').split())}", f"[{name}]"]
    inner = []
    for key, field in part.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            inner.append(_part(f"{name}.{key}", field.annotation, given))
        else:
            lines += _key(f"{name}.{key}", key, field, given)
    return "\n".join(("\n".join(lines) + "\n", *inner))


def _key(full: str, key: str, field: FieldInfo, given: dict[str, Any]) -> list[str]:
    extra = field.json_schema_extra
    cited = f" [{extra['section']}]" if isinstance(extra, dict) else ""
    follows = "When left out" in (field.description or "") and full not in given
    comment = f"{field.description}{cited}".splitlines()
    return [
        *(f"# {line}" for line in comment),
        f"{'# ' if follows else ''}{key} = {_toml(given.pop(full, field.default))}",
    ]


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, Enum):
        return _toml(value.value)
    # A JSON string without \\u escapes is also a TOML basic string; so are numbers, true and false.
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
