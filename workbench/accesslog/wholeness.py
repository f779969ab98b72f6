"""What a log must show before its writer goes on with it (464.5): no gap, its tree, and the checkpoint kept apart."""

from __future__ import annotations

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from workbench.accesslog import schema, tree_tables
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.merkle import leaf_hash, root
from workbench.accesslog.note import Note
from workbench.errors import FormatError, LogUnavailable

_LOOKED_AT = 2048
"""The newest records whose leaves are hashed again; ``workbench log verify`` looks through all of them."""


def demand_schema(connection: Connection) -> None:
    """``LogUnavailable`` for a log from before its records stood in a tree: it can't be gone on with."""
    if "leaf" not in {column["name"] for column in inspect(connection).get_columns(schema.records.name)}:
        raise LogUnavailable(
            "This access log was written by a version whose records stood in no tree; it can't be gone on with.",
            how="Keep it for the audit under another name, then start again: a new log begins.",
            section="464.5",
        )


def demand_whole(connection: Connection, keys: Keyring, size: int) -> None:
    """``LogUnavailable`` for records that are missing, or other than when the checkpoint beside the keys was made."""
    column = schema.records.c
    count, first = connection.execute(select(func.count(column.seq), func.min(column.seq))).one()
    if count != size or first not in (None, 0):
        raise missing(f"{count} records, from {first} to {size - 1}")
    nodes = tree_tables.nodes(connection)
    newest = select(column.seq, column.leaf).where(column.seq >= size - _LOOKED_AT)
    hashes = tree_tables.leaves(connection, size - _LOOKED_AT)
    for seq, leaf in connection.execute(newest):
        if hashes.get(seq) != leaf_hash(leaf.encode()):
            raise _altered(f"record {seq} does not belong to the tree")
    if (kept := _kept(keys)) is None:
        return
    if kept.size > size:
        raise missing(f"{size} records, {kept.size} stood at the last checkpoint")
    if root(nodes, kept.size) != kept.root:
        raise _altered(f"the first {kept.size} records are not those of the last checkpoint")


def _kept(keys: Keyring) -> Checkpoint | None:
    if (data := keys.checkpoint) is None:
        return None
    try:
        return Checkpoint.parse(Note.parse(data).text)
    except FormatError as problem:
        raise _altered(f"the last checkpoint: {problem.message}") from problem


def missing(diagnostic: str) -> LogUnavailable:
    """The error for a log that lacks records."""
    return LogUnavailable(
        "The access log is not whole: records are missing from it.", how=_HOW, section="464.5", diagnostic=diagnostic
    )


def replaced() -> LogUnavailable:
    """The error for another file in the place of the log that a writer has open."""
    return LogUnavailable(
        "The access log is not whole: another file stands in its place.",
        how="Nothing is released. Put the file back that stood there, or restore the newest backup and start again.",
        section="464.5",
        diagnostic="the file was replaced by another one",
    )


def _altered(diagnostic: str) -> LogUnavailable:
    return LogUnavailable(
        "The access log is not what it was: records were changed.", how=_HOW, section="464.5", diagnostic=diagnostic
    )


_HOW = (
    "Nothing is released until it is restored. Keep the damaged copy for the audit, restore the "
    "newest backup and report it as a breach (464.10)."
)
