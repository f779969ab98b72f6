"""What the tree hashes of a record (464.5): some fields in clear, everything else as commitments.

The public may hold the leaves. All plates there are can be tried against a bare hash in minutes, so each field that
is not in clear enters as HMAC-SHA256 under a salt of its own, derived from the record's key; one field can be opened
to somebody by its salt alone, and with the key the salts are gone.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbench.accesslog.encoding import base64
from workbench.accesslog.record import canonical, unwritable

LARGEST_LEAF = 65_535
"""Bytes; an entry of a tile stands behind its length in two bytes (C2SP tlog-tiles)."""
_MOST_MEMBERS = 60
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST_WORD = 200
_ROOM = 4 * _LONGEST_WORD * 4
"""Bytes for what the log itself puts into a record: kind, user, action, time."""


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_WORD


def _is_number(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 2**53


def _are_words(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _MOST_MEMBERS and all(map(_is_word, value))


CLEAR: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(("kind", "user", "organisation", "action", "realm", "time", "outcome", "section"), _is_word),
    **dict.fromkeys(("needs", "policy_version", "category"), _is_word),
    **dict.fromkeys(("schema", "training_record", "intent", "count", "total", "repeated"), _is_number),
    "roles": _are_words,
}
"""Fields that stand in a leaf as they are, if they are of this form: none says what was looked for or found."""


def leaf_of(body: Mapping[str, Any], key: bytes) -> bytes:
    """The leaf's bytes for a record with this body and this key, always the same."""
    commitments = {name: base64(commitment(value, salt(key, name))) for name, value in _committed(body)}
    return canonical({**_clear(body), "commitments": commitments})


def demand_room(body: Mapping[str, Any]) -> None:
    """``BadInput`` when the leaf of a record with this body would be too long for an entry of a tile."""
    longest = canonical({**_clear(body), "commitments": {name: "=" * 44 for name, _ in _committed(body)}})
    if len(longest) > LARGEST_LEAF - _ROOM:
        raise unwritable(f"its leaf has {len(longest)} bytes")


def salt(key: bytes, name: str) -> bytes:
    """The salt of one field, 32 bytes; it tells nothing of the key or of another field's."""
    return hmac.digest(key, b"salt of " + name.encode(), "sha256")


def commitment(value: Any, salted: bytes) -> bytes:
    """What stands for a value in the leaf, 32 bytes."""
    return hmac.digest(salted, canonical({"value": value}), "sha256")


def _clear(body: Mapping[str, Any]) -> dict[str, Any]:
    clear = {name: value for name, value in body.items() if name in CLEAR and CLEAR[name](value)}
    purpose = body.get("purpose")
    if isinstance(purpose, Mapping) and CLEAR["category"](purpose.get("category")):
        clear["category"] = purpose["category"]
    return clear


def _committed(body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A field by its name, a member of one by ``field.member``; names that somebody may have made up are no names."""
    others: dict[str, Any] = {}
    for name, value in body.items():
        if value is None or (name in CLEAR and CLEAR[name](value)):
            continue
        if not _NAME.fullmatch(name) or name == "others":
            others[name] = value
        elif isinstance(value, Mapping) and 0 < len(value) <= _MOST_MEMBERS and all(map(_NAME.fullmatch, value)):
            yield from ((f"{name}.{member}", inner) for member, inner in value.items())
        else:
            yield name, value
    if others:
        yield "others", others
