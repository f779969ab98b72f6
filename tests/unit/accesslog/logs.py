"""A log, its witnesses and their policy for tests, with keys that are the same in every run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosign
from workbench.accesslog.merkle import Frontier, Node, leaf_hash
from workbench.accesslog.note import Note
from workbench.accesslog.notekeys import KeyType, SigningKey
from workbench.accesslog.record import canonical, stamp
from workbench.accesslog.tlog_policy import Group, Party, Policy

ORIGIN = "log.example.org/plates"
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def key_of(name: str, key_type: KeyType = KeyType.NOTE) -> SigningKey:
    return SigningKey(name, key_type, sha256(name.encode()).digest())


LOG = key_of(ORIGIN)
WITNESSES = {name: key_of(f"{name}.example.org/w", KeyType.COSIGNATURE) for name in ("north", "south", "east")}


def policy_of(quorum: str = "two", needed: int = 2, logs: Sequence[SigningKey] = (LOG,)) -> Policy:
    """Two of three witnesses, or what is said."""
    witnesses = {name: Party(key.public()) for name, key in WITNESSES.items()}
    groups = {quorum: Group(needed, tuple(witnesses))} if quorum not in ("none", *witnesses) else {}
    return Policy(tuple(Party(key.public()) for key in logs), witnesses, groups, quorum)


def leaf(time: datetime, **more: object) -> bytes:
    """The bytes of one record as the log keeps them."""
    return canonical({"kind": "event", "user": "ana", "action": "x", "time": stamp(time), **more})


def leaves(count: int, begin: datetime = BEGINNING, step: timedelta = timedelta(seconds=20)) -> list[bytes]:
    return [leaf(begin + number * step, n=number) for number in range(count)]


def time_of(record: bytes) -> datetime:
    return datetime.fromisoformat(json.loads(record)["time"])


def tree(records: Sequence[bytes]) -> tuple[Frontier, dict[Node, bytes]]:
    frontier, nodes = Frontier(), {}
    for record in records:
        nodes.update(frontier.append(leaf_hash(record)))
    return frontier, nodes


def checkpoint_of(records: Sequence[bytes], origin: str = ORIGIN) -> Checkpoint:
    frontier, _ = tree(records)
    return Checkpoint(origin, frontier.size, frontier.root())


def cosigned(
    checkpoint: Checkpoint, at: datetime, by: Sequence[str] = ("north", "south"), key: SigningKey = LOG
) -> Note:
    """The checkpoint as the log publishes it after these witnesses saw it."""
    note = checkpoint.signed(key)
    return note.with_signatures(cosign(note.text, WITNESSES[name], int(at.timestamp())) for name in by)
