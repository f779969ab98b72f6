"""A record as it is kept (464.5): its leaf in clear, its body sealed beside it, and both read back."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from workbench.accesslog.keyring import BLOCK, Keyring
from workbench.accesslog.leaf import leaf_of
from workbench.accesslog.merkle import leaf_hash
from workbench.accesslog.record import Kind, Record, canonical, stamp
from workbench.accesslog.sealed import seal, unseal
from workbench.errors import LogUnavailable, Unavailable

SHREDDED = "shredded"
"""Stands in the body of a record whose details are no more."""


class Testimony(NamedTuple):
    """The rows of one record, and the hash that goes into the tree."""

    row: dict[str, Any]
    detail: dict[str, Any]
    hash: bytes


def testimony(record: Record, keys: Keyring) -> Testimony:
    """How a record is kept; ``BadInput`` when its leaf is too long."""
    if (key := keys.key(record.index)) is None:
        raise LogUnavailable(
            "The access log's keys say that a record which is yet to come was shredded.",
            how="The database is older than its keys: restore the newest backup.",
            section="464.5",
            diagnostic=f"record {record.index}",
        )
    leaf = leaf_of(record.body, key)
    hashed = leaf_hash(leaf)
    row = {
        "seq": record.index,
        "at": stamp(record.time),
        "kind": record.kind.value,
        "username": record.user,
        "action": record.action,
        "realm": str(record.body.get("realm", "")),
        "case_tag": case_tag(keys, record.index // BLOCK, record.case_number),
        "leaf": leaf.decode(),
    }
    return Testimony(row, {"seq": record.index, "sealed": seal(canonical(record.body), key, hashed)}, hashed)


def case_tag(keys: Keyring, block: int, case_number: str) -> bytes:
    """What a case number is found by in one block of records; empty for none."""
    folded, key = case_number.strip().lower(), keys.index_key(block)
    return hmac.digest(key, b"case " + folded.encode(), "sha256")[:16] if folded and key else b""


def record_of(seq: int, leaf: str, sealed: bytes | None, keys: Keyring) -> Record:
    """The record in these rows; ``Unavailable`` when they don't belong together.

    Of a record whose key is shredded only what its leaf says in clear is left, and ``SHREDDED``.
    """
    body: Mapping[str, Any] | None = None
    try:
        clear = json.loads(leaf)
        if (key := keys.key(seq)) is None:
            body = {**{name: value for name, value in clear.items() if name != "commitments"}, SHREDDED: True}
        elif sealed is not None:
            body = json.loads(unseal(bytes(sealed), key, leaf_hash(leaf.encode())))
        if body is None:
            raise ValueError("its details are missing")
        return Record(
            seq,
            datetime.fromisoformat(clear["time"]),
            Kind(clear["kind"]),
            str(clear["user"]),
            str(clear["action"]),
            body,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unavailable(
            f"Record {seq} of the access log can't be read: it was changed from outside.",
            how="Keep the file as it is and report it as a breach (464.10).",
            section="464.5",
            diagnostic=str(problem),
        ) from problem
