"""The configuration with its explanations (464.3.1): read-only, as this service runs with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.settings.parts import Part
from workbench.wire.programme import Configuration, Setting

LOOK = "administration.configuration"
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)")


def configuration(gate: Gate, settings: Settings, caller: Caller) -> Configuration:
    """Every key with its value, default and meaning; the look is on record, with the digest of what was shown."""
    receipt = gate.admit(caller, None, Request(LOOK, Operation.OVERSEE, {}))
    shown = list(settings_shown(settings))
    sha256 = digest_of(shown)
    released = gate.release(receipt, {"count": len(shown), "sha256": sha256})
    return Configuration(settings=shown, sha256=sha256, record=receipt.index, result_record=released.index)


def digest_of(shown: list[Setting]) -> str:
    """SHA-256 of the values, a line ``key = value`` each: two installations compare it, and so do two days."""
    text = "".join(f"{each.key} = {each.value}\n" for each in shown)
    return hashlib.sha256(text.encode()).hexdigest()


def settings_shown(settings: Settings) -> Iterator[Setting]:
    """Each key in the order of the file; a password in an address is left out."""
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            part = getattr(settings, name)
            for key, each in field.annotation.model_fields.items():
                yield _setting(f"{name}.{key}", getattr(part, key), each)


def _setting(full: str, value: Any, field: FieldInfo) -> Setting:
    extra = field.json_schema_extra
    return Setting(
        key=full,
        value=_told(value),
        default=_told(field.default),
        explained=" ".join((field.description or "").split()),
        section=str(extra["section"]) if isinstance(extra, dict) and "section" in extra else "",
    )


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_told(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _PASSWORD.sub(r"\1:…", str(value))
