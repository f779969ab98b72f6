"""Checkpoints of the log and receipts under them (464.5): signed here, cosigned by witnesses elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import Connection

from workbench.accesslog import tree_tables
from workbench.accesslog.atomic import take_a_page
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.database import file_of, or_unavailable, parse, reading, writing
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.ledger import End
from workbench.accesslog.merkle import Node, inclusion
from workbench.accesslog.note import Note, sign
from workbench.accesslog.notekeys import VerifierKey
from workbench.accesslog.proof import Receipt
from workbench.accesslog.recent import Recent
from workbench.accesslog.schema import records
from workbench.accesslog.tiles import Source, export
from workbench.errors import NotFound


class Notary:
    """Signs for an open log, which says where it ends; threads share it."""

    def __init__(self, end: Callable[[], End], url: str, keys: Keyring, recent: Recent | None = None) -> None:
        place = self._place = parse(url)
        self._recent = recent or Recent()
        self._end = end
        self._keys = keys
        self._reading, self._writing = reading(place), writing(place)
        self._newest: tuple[int, Note] | None = None
        self._cosigned = _sized(self.last_witnessed())

    def checkpoint(self) -> Note:
        """The log as it is now, under the log's own signature."""
        end, newest = self._end(), self._newest
        if newest is None or newest[0] != end.index:
            key = self._keys.signing
            newest = end.index, Checkpoint(key.name, end.index, end.root).signed(key)
            self._newest = newest
        return newest[1]

    def receipt(self, index: int) -> bytes:
        """A record's receipt (C2SP tlog-proof); the leaf's bytes are its ``extra``.

        Under the newest checkpoint that witnesses cosigned, where it has the record already, else under the log's own.
        ``NotFound`` when the log is not that long, ``LogUnavailable`` when it can't be read.
        """
        size, cosigned = self._cosigned
        note = cosigned if cosigned is not None and index < size else self.checkpoint()
        with suppress(KeyError, ValueError):  # not in memory, or not in the log
            return _of_recent(self._recent, index, note)
        with or_unavailable("read"), self._reading.connect() as connection:
            return receipt_of(connection, index, note)

    def statement(self, text: str) -> Note:
        """A text under the log's own signature; ``ValueError`` for one that could be taken for a checkpoint of it."""
        key = self._keys.signing
        if text.partition("\n")[0] == key.name:
            raise ValueError("a checkpoint is signed as one, or not at all")
        return Note(text, (sign(text, key),))

    def keep_checkpoint(self, note: Note, *, witnessed: bool) -> None:
        """Keep a checkpoint beside the keys, and a cosigned one in the log's history too."""
        self._keys.keep_checkpoint(note.encode())
        if witnessed:
            with or_unavailable("written"), self._writing.connect() as connection, connection.begin():
                tree_tables.keep_witnessed(connection, note.encode())
            self._cosigned = _sized(note)

    def last_witnessed(self) -> Note | None:
        """The newest checkpoint that was kept as cosigned."""
        with or_unavailable("read"), self._reading.connect() as connection:
            return newest_witnessed(connection)

    def demand_writable(self) -> None:
        """Return when a writer has its turn and the disk takes more; nothing of it is kept. Else ``LogUnavailable``."""
        with or_unavailable("written"), self._writing.connect() as connection, connection.begin() as turn:
            if (file := file_of(self._place)) is not None:
                take_a_page(file.parent)
            else:
                connection.execute(select(func.txid_current()))  # what only reads has none
            self._keys.demand_room()
            turn.rollback()

    def octets(self) -> int | None:
        """Bytes of the log's database with its write-ahead log; None where it isn't a file."""
        if (file := file_of(self._place)) is None:
            return None
        beside = (file, file.with_name(f"{file.name}-wal"))
        return sum(each.stat().st_size for each in beside if each.exists())

    @property
    def checkpoint_at(self) -> datetime | None:
        """When a checkpoint was last kept apart from the database (UTC)."""
        return self._keys.checkpoint_at

    @property
    def key(self) -> VerifierKey:
        """What others check the log's checkpoints with."""
        return self._keys.signing.public()

    def node(self, node: Node) -> bytes:
        """A subtree of the log, on any thread; ``KeyError`` for one that does not stand."""
        with or_unavailable("read"), self._reading.connect() as connection:
            return tree_tables.nodes(connection)(node)

    def began(self) -> datetime | None:
        """When the first record was made (UTC); None for an empty log."""
        with or_unavailable("read"), self._reading.connect() as connection:
            at = connection.execute(select(records.c.at).where(records.c.seq == 0)).scalar_one_or_none()
        return datetime.fromisoformat(at) if at else None

    def close(self) -> None:
        """Give up the connections."""
        self._reading.dispose()
        self._writing.dispose()


def _of_recent(recent: Recent, index: int, note: Note) -> bytes:
    """As ``Notary.receipt``, of what is in memory; ``KeyError`` when something of it is not."""
    leaf = recent.leaf(index)
    path = inclusion(recent.node, index, Checkpoint.parse(note.text).size)
    return Receipt(index, tuple(path), note.encode(), leaf.encode()).encode()


def _sized(note: Note | None) -> tuple[int, Note | None]:
    return (0, None) if note is None else (Checkpoint.parse(note.text).size, note)


def receipt_of(connection: Connection, index: int, note: Note) -> bytes:
    """As ``Notary.receipt``, under a checkpoint that is at hand."""
    size = Checkpoint.parse(note.text).size
    leaf = connection.execute(select(records.c.leaf).where(records.c.seq == index)).scalar_one_or_none()
    if leaf is None or index >= size:
        raise NotFound(f"There is no record {index} under this checkpoint of the access log.", section="464.5")
    path = tree_tables.from_nodes(connection, lambda nodes: inclusion(nodes, index, size))
    return Receipt(index, tuple(path), note.encode(), leaf.encode()).encode()


def newest_witnessed(connection: Connection) -> Note | None:
    """The newest cosigned checkpoint that is kept."""
    if not (count := tree_tables.witnessed_count(connection)):
        return None
    return Note.parse(tree_tables.witnessed(connection, count - 1, count)[0])


def export_log(url: str, keys: Keyring, folder: Path, upto: Note | None = None) -> list[str]:
    """Bring an export up to date while the log may be growing; returns the paths that were written.

    Up to the newest cosigned checkpoint; to the one kept beside the keys while no witness has cosigned any; ``upto``
    another one, where it is given.
    ``NotFound`` when there is no checkpoint yet.
    """
    engine: Engine = reading(parse(url))
    try:
        with or_unavailable("read"), engine.connect() as connection:
            count = tree_tables.witnessed_count(connection)
            note = upto or newest_witnessed(connection)
            if note is None and (kept := keys.checkpoint) is not None:
                note = Note.parse(kept)
            if note is None:
                raise NotFound(
                    "The access log has no checkpoint yet.",
                    how="Start the custodian; a minute later there is one.",
                    section="464.5",
                )

            def leaves(begin: int, end: int) -> list[bytes]:
                column = records.c
                rows = select(column.leaf).where(column.seq >= begin, column.seq < end).order_by(column.seq)
                return [leaf.encode() for leaf in connection.execute(rows).scalars()]

            def witnessed(begin: int, end: int) -> list[bytes]:
                return list(tree_tables.witnessed(connection, begin, end))

            source = Source(leaves, tree_tables.nodes(connection), witnessed)
            return export(folder, source, note, witnessed=count)
    finally:
        engine.dispose()
