"""What somebody sent that can't be used, as a record keeps it (464.5): cut to a size that nobody can abuse.

A text that is too long is kept by its beginning, its length and its hash, so that the same one is known again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

LONGEST = 200
"""Characters of a text that are kept."""
MOST = 20
"""Members of an object or a list that are kept."""
DEEPEST = 3
"""Levels of objects and lists that are kept."""
_WHOLE = range(-(2**63), 2**63)


def cut(value: object, depth: int = 0) -> Any:
    """The same value where it is short and can be written into a record, else what tells it apart."""
    match value:
        case None | bool():
            return value
        case int() if value in _WHOLE:
            return value
        case float() if math.isfinite(value):
            return value
        case str() | bytes():
            return _text(value)
        case Mapping() if depth < DEEPEST:
            kept = {_name(name): cut(member, depth + 1) for name, member in islice(value.items(), MOST)}
            return kept | _left_out(len(value))
        case list() | tuple() if depth < DEEPEST:
            return [*_members(value, depth), *filter(None, [_left_out(len(value))])]
        case _:
            return {"kind": type(value).__name__}


def _members(values: Iterable[object], depth: int) -> list[Any]:
    return [cut(member, depth + 1) for member in islice(values, MOST)]


def _left_out(members: int) -> dict[str, int]:
    return {"members": members} if members > MOST else {}


def _name(name: object) -> str:
    told = _text(str(name))
    return told if isinstance(told, str) else f"{told['begins']}... {told['sha256']}"


def _text(text: str | bytes) -> str | dict[str, Any]:
    """Half a character, which no record can hold, is written out."""
    sent = text.encode(errors="backslashreplace") if isinstance(text, str) else text
    if len(text) <= LONGEST:
        return sent.decode(errors="backslashreplace")
    begins = sent[: 4 * LONGEST].decode(errors="backslashreplace")[:LONGEST]
    return {"begins": begins, "characters": len(text), "sha256": hashlib.sha256(sent).hexdigest()}
