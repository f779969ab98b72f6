"""Values of a message are what its schema says (464.5): ``false`` is no number, ``"5"`` is none, ``0`` is no day.

Pydantic would take each for the other, and a slip of a calling program would go on record as a value that nobody gave.
A whole number may still come as ``1.0``: JSON knows one kind of number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def _number(given: object) -> object:
    if isinstance(given, bool | str | bytes):
        raise PydanticCustomError("number", "Input should be a number")
    return given


def _yes_or_no(given: object) -> object:
    if isinstance(given, int | float | str | bytes) and not isinstance(given, bool):
        raise PydanticCustomError("yes_or_no", "Input should be true or false")
    return given


def _time(given: object) -> object:
    written = isinstance(given, str) and "-" in given[1:]  # else it would be read as seconds of an era
    if not written and not isinstance(given, date):
        raise PydanticCustomError("time", "Input should be a date or time as ISO 8601 writes it")
    return given


@dataclass(frozen=True)
class _BesidesSpaces:
    """Spaces around a text count for nothing, which ``minLength`` does not tell: so it is said in words of our own."""

    least: int

    def __call__(self, given: object) -> object:
        if isinstance(given, str) and len(given) >= self.least > len(given.strip()):
            many = "a character" if self.least == 1 else f"{self.least} characters"
            raise ValueError(f"must have {many} or more besides the spaces around")
        return given


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "int": _number,
    "float": _number,
    "bool": _yes_or_no,
    "date": _time,
    "datetime": _time,
}
"""By the kind of a value."""
MOST = 2**53 - 1
"""No whole number is larger, either way: readers of JSON tell those beyond from one another no longer (RFC 7493)."""
_LEFT = frozenset({"serialization", "metadata", "keys_schema"})
"""Parts of a schema that say nothing of what is taken, and names of a mapping, which JSON writes as text."""


def exact(schema: CoreSchema) -> CoreSchema:
    """The same schema, whose numbers, answers and times are taken in their own form alone; whole ones have bounds.

    A text without the spaces around it that is too short is told so.
    """
    return cast("CoreSchema", _exact(schema))


def _exact(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return type(part)(_exact(each) for each in part)
    if not isinstance(part, dict) or _checked(part):
        return part
    made = {name: each if name in _LEFT else _exact(each) for name, each in part.items()}
    if (check := _check(made)) is None:
        return made
    if made["type"] == "int":
        made |= {} if {"le", "lt"} & made.keys() else {"le": MOST}
        made |= {} if {"ge", "gt"} & made.keys() else {"ge": -MOST}
    return core_schema.no_info_before_validator_function(check, cast("CoreSchema", made))


def _check(part: dict[str, Any]) -> Callable[[Any], Any] | None:
    """What has to look at this value first, if anything has."""
    kind = part.get("type")
    if kind == "str" and part.get("strip_whitespace") and part.get("min_length"):
        return _BesidesSpaces(part["min_length"])
    return _CHECKS.get(kind) if isinstance(kind, str) else None


def _checked(part: dict[str, Any]) -> bool:
    """Whether it is a value that was made exact already, within another message."""
    called = part.get("function")
    function = called.get("function") if isinstance(called, dict) else None
    return isinstance(function, _BesidesSpaces) or function in _CHECKS.values()
