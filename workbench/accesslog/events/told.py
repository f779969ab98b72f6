"""What of a record an event may tell (464.10): words of closed lists, whole numbers, addresses, and who it was.

Nothing that somebody typed passes: a plate, a pattern, a place, a narrative or a case can't be among these words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, TypeVar

from workbench.accesslog.record import Record
from workbench.policy.caller import Realm
from workbench.policy.decision import Assent
from workbench.policy.purpose import Category
from workbench.policy.roles import Role
from workbench.policy.sections import Section

Word = TypeVar("Word", bound=StrEnum)

_UID = re.compile(r"uid ([0-9]{1,10})")
_PLACES = frozenset({"custodian", "edge", "drop folder"})
_OUTCOMES = frozenset({"admitted", "released", "failed", "refused"})
_SYSTEM, _SERVICE, _PERSON, _UNKNOWN = 3, 4, 1, 0
"""``type_id`` of a user."""


def outcome(record: Record) -> str:
    """How it ended: admitted, released, failed or refused; nothing where a record says none of these."""
    told = record.body.get("outcome")
    return told if isinstance(told, str) and told in _OUTCOMES else ""


def section(record: Record) -> Section | None:
    """The section of a refusal."""
    return _word(Section, record.body.get("section"))


def number(record: Record, name: str) -> int | None:
    """A whole number, from 0 up."""
    return whole(record.body.get(name))


def whole(value: object) -> int | None:
    """The value, if it is a whole number from 0 up that a signed 64-bit integer holds."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def words(record: Record) -> dict[str, Any]:
    """What the schema has no name for: the record's kind, the store, the purpose's category, numbers of reads."""
    found = {
        "kind": record.kind.value,
        "realm": _word(Realm, record.body.get("realm")),
        "purpose_category": _word(Category, record.purpose.get("category")),
        "needs": _word(Assent, record.body.get("needs")),
        "intent": number(record, "intent"),
        "reads": number(record, "count"),
    }
    return {name: value for name, value in found.items() if value is not None}


def person(record: Record, organisation: str) -> dict[str, Any]:
    """Who did it, with his or her roles then."""
    found: dict[str, Any] = {"name": record.user, "type_id": _type(record.user), "org": {"name": organisation}}
    given = record.body.get("roles")
    roles = [role for each in given if (role := _word(Role, each))] if isinstance(given, (list, tuple)) else []
    return {**found, "groups": [{"name": role.value} for role in roles]} if roles else found


def endpoint(record: Record) -> dict[str, Any]:
    """Where it came from: an address, an account of this machine, or a part of this product."""
    client = record.body.get("client")
    address = client.get("address") if isinstance(client, Mapping) else "custodian"
    if not isinstance(address, str):
        return {"name": "unknown"}
    if found := _UID.fullmatch(address):
        return {"name": "local", "owner": {"uid": found[1]}}
    if address in _PLACES:
        return {"name": address}
    try:
        return {"ip": str(ip_address(address.partition("%")[0]))}
    except ValueError:
        return {"name": "unknown"}


def _word(words: type[Word], value: object) -> Word | None:
    try:
        return words(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _type(user: str) -> int:
    if user == "custodian":
        return _SYSTEM
    if user == "demo" or user.startswith(("device:", "drop:")):
        return _SERVICE
    return _UNKNOWN if user in ("unknown", "others") or _UID.fullmatch(user) else _PERSON
