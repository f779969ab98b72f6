"""Who asked for or saw a plate (464.5, 464.6): the look-up index over the log, kept beside it in the same transaction.

A plate that was shown stands here as a keyed hash, a pattern that was asked for sealed; both under the key of the
index of their block of records, which never leaves the keyring and is shredded with the block's details. The blocks
that are complete are folded: their hashes into 256 pages, of which a look-up reads one, their patterns into one page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Connection

from workbench.accesslog.asked_page import Asked, packed, unpacked
from workbench.accesslog.keyring import BLOCK, Keyring, Span
from workbench.accesslog.sealed import seal, unseal
from workbench.accesslog.statement import Statement

__all__ = ["Asked"]

metadata = MetaData()
_BIG = BigInteger().with_variant(Integer, "sqlite")
_PAGES = 256

_fresh = Table(
    "access_mention",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=False),
    Column("shown", LargeBinary, nullable=False),
    Column("asked", LargeBinary, nullable=False),
)
_seen = Table(
    "access_seen",
    metadata,
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("entries", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
_asked = Table(
    "access_asked",
    metadata,
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
_ENTRY = np.dtype([("tag", "<u8"), ("seq", "<u8")])
_ADD_FRESH = Statement(insert(_fresh), *_fresh.c.keys())
_ENTRIES = select(_seen.c.entries).where(_seen.c.page == bindparam("page"), _seen.c.block == bindparam("block"))
Tags = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Mention:
    """What a record says of plates: those that it released, and what was asked for."""

    shown: Collection[str] = ()
    asked: Asked | None = None


@dataclass(slots=True)
class Found:
    """Indexes of records in which a plate was released, and what was asked for in which records."""

    seen: list[int] = field(default_factory=list)
    asked: dict[Asked, list[int]] = field(default_factory=dict)


def create(connection: Connection) -> None:
    """Make the tables where they are missing, inside the caller's transaction."""
    metadata.create_all(connection)


def keep(connection: Connection, keys: Keyring, mentions: Mapping[int, Mention]) -> None:
    """Keep what these records say of plates, by their indexes."""
    rows = [
        {"seq": seq, "shown": _tags(key, mention.shown).tobytes(), "asked": _sealed_one(key, seq, mention.asked)}
        for seq, mention in mentions.items()
        if (mention.shown or mention.asked) and (key := keys.index_key(seq // BLOCK))
    ]
    if rows:
        _ADD_FRESH.run(connection, *rows)


def unfolded(connection: Connection, size: int) -> list[int]:
    """The blocks of a log of this size that are complete and not folded yet."""
    first = connection.execute(select(func.min(_fresh.c.seq))).scalar_one()
    return [] if first is None else list(range(first // BLOCK, size // BLOCK))


def fold(connection: Connection, keys: Keyring, block: int) -> None:
    """Turn the rows of one complete block into its pages."""
    within = _fresh.c.seq.between(block * BLOCK, block * BLOCK + BLOCK - 1)
    rows = connection.execute(select(_fresh).where(within)).all()
    if rows and (key := keys.index_key(block)):
        _write(connection, block, _entries((row.seq, row.shown) for row in rows))
        asked = [(row.seq, one) for row in rows if (one := _opened(key, row.seq, row.asked)) is not None]
        _write_asked(connection, key, block, asked)
    connection.execute(delete(_fresh).where(within))


def look(connection: Connection, keys: Keyring, plate: str) -> Found:
    """Where the log speaks of a plate; of what was asked for, all that may fit: whether it does is another's matter."""
    found = Found()
    blocks: dict[int, tuple[bytes, int]] = {}
    for block in _blocks(connection):
        if key := keys.index_key(block):
            blocks[block] = key, int(_tags(key, [plate])[0])
    for block, (_, tag) in blocks.items():
        entries = connection.execute(_ENTRIES, {"page": tag % _PAGES, "block": block}).scalar_one_or_none()
        held = np.frombuffer(entries or b"", _ENTRY)
        found.seen += held["seq"][held["tag"] == tag].tolist()
    for block, sealed in connection.execute(select(_asked.c.block, _asked.c.sealed)):
        if block in blocks:
            for one, seqs in unpacked(_opened_page(blocks[block][0], block, sealed), plate):
                found.asked.setdefault(one, []).extend(seqs)
    _look_at_fresh(connection, keys, plate, found)
    return found


def shred(connection: Connection, keys: Keyring, spans: Sequence[Span]) -> None:
    """Take what these records say of plates out of the index; while their keys still stand."""
    for begin, end in spans:
        connection.execute(delete(_fresh).where(_fresh.c.seq.between(begin, end - 1)))
        for block in range(begin // BLOCK, -(-end // BLOCK)):
            _shred_in(connection, keys, block, begin, end)


def _shred_in(connection: Connection, keys: Keyring, block: int, begin: int, end: int) -> None:
    kept = connection.execute(select(_seen.c.entries).where(_seen.c.block == block)).scalars()
    entries = np.concatenate([np.zeros(0, _ENTRY), *(np.frombuffer(page, _ENTRY) for page in kept)])
    asked = connection.execute(select(_asked.c.sealed).where(_asked.c.block == block)).scalar_one_or_none()
    connection.execute(delete(_seen).where(_seen.c.block == block))
    connection.execute(delete(_asked).where(_asked.c.block == block))
    if (key := keys.index_key(block)) is None:
        return
    _write(connection, block, entries[(entries["seq"] < begin) | (entries["seq"] >= end)])
    if asked is not None:
        kept_asked = unpacked(_opened_page(key, block, asked))
        left = [(seq, one) for one, seqs in kept_asked for seq in seqs if not begin <= seq < end]
        _write_asked(connection, key, block, left)


def _look_at_fresh(connection: Connection, keys: Keyring, plate: str, found: Found) -> None:
    tags: dict[int, int] = {}
    for seq, shown, asked in connection.execute(select(_fresh)):
        if (key := keys.index_key(seq // BLOCK)) is None:
            continue
        if shown:
            tag = tags.get(seq // BLOCK) or tags.setdefault(seq // BLOCK, int(_tags(key, [plate])[0]))
            if tag in np.frombuffer(shown, "<u8"):
                found.seen.append(seq)
        if (one := _opened(key, seq, asked)) is not None:
            found.asked.setdefault(one, []).append(seq)


def _blocks(connection: Connection) -> list[int]:
    seen = select(_seen.c.block).where(_seen.c.page == 0)
    return sorted({*connection.execute(seen).scalars(), *connection.execute(select(_asked.c.block)).scalars()})


def _tags(key: bytes, plates: Iterable[str]) -> Tags:
    """The keyed hashes of plates, sorted."""
    hashed = partial(hashlib.blake2b, digest_size=8, key=key)
    joined = b"".join(hashed(plate.encode()).digest() for plate in plates)
    return np.unique(np.frombuffer(joined, "<u8"))


def _entries(rows: Iterable[tuple[int, bytes]]) -> npt.NDArray[np.void]:
    parts = [np.zeros(0, _ENTRY)]
    for seq, shown in rows:
        tags = np.frombuffer(shown, "<u8")
        part = np.empty(len(tags), _ENTRY)
        part["tag"], part["seq"] = tags, seq
        parts.append(part)
    return np.concatenate(parts)


def _write(connection: Connection, block: int, entries: npt.NDArray[np.void]) -> None:
    page = entries["tag"] % np.uint64(_PAGES)
    # Page 0 stands for every block, so that it says which blocks there are.
    rows = [
        {"page": number, "block": block, "entries": held.tobytes()}
        for number in range(_PAGES)
        if len(held := entries[page == number]) or not number
    ]
    connection.execute(insert(_seen), rows)


def _sealed_one(key: bytes, seq: int, asked: Asked | None) -> bytes:
    return b"" if asked is None else seal(_told(asked), key, b"record %d" % seq)


def _opened(key: bytes, seq: int, sealed: bytes) -> Asked | None:
    return Asked(*json.loads(unseal(sealed, key, b"record %d" % seq))) if sealed else None


def _write_asked(connection: Connection, key: bytes, block: int, asked: Sequence[tuple[int, Asked]]) -> None:
    if asked:
        sealed = seal(packed(asked), key, _bound(block), packed=False)
        connection.execute(insert(_asked).values(block=block, sealed=sealed))


def _opened_page(key: bytes, block: int, sealed: bytes) -> bytes:
    return unseal(sealed, key, _bound(block))


def _bound(block: int) -> bytes:
    return b"block %d" % block


def _told(asked: Asked) -> bytes:
    return json.dumps([asked.pattern, asked.lookalikes, asked.distance]).encode()
