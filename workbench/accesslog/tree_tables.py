"""Where the log's tree and its cosigned checkpoints are kept (464.5): beside the records, in the same transaction.

Nothing here is testimony: the tree can be grown again from the records, and the checkpoints are signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TextClause,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.engine import Connection

from workbench.accesslog.merkle import HASH_BYTES, Frontier, Node, Nodes
from workbench.accesslog.statement import Statement

metadata = MetaData()
_Made = TypeVar("_Made")

_nodes = Table(
    "access_node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

_ADD_NODES = Statement(insert(_nodes), *_nodes.c.keys())

_witnessed = Table(
    "access_witnessed",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
)


def create(connection: Connection) -> None:
    """Make the tables where they are missing, inside the caller's transaction."""
    metadata.create_all(connection)


def keep_nodes(connection: Connection, made: Iterable[tuple[Node, bytes]]) -> None:
    """Keep the subtrees that appends completed."""
    if rows := [{"level": node.level, "place": node.at, "hash": top} for node, top in made]:
        _ADD_NODES.run(connection, *rows)


def nodes(connection: Connection) -> Nodes:
    """Looks up subtrees while the connection is open; ``KeyError`` for one that does not stand."""
    column = _nodes.c

    def hash_of(node: Node) -> bytes:
        found = connection.execute(select(column.hash).where(column.level == node.level, column.place == node.at))
        if (row := found.one_or_none()) is None:
            raise KeyError(node)
        return bytes(row.hash)

    return hash_of


def leaves(connection: Connection, begin: int) -> dict[int, bytes]:
    """The hashes of the leaves from index ``begin`` on, by their indexes."""
    column = _nodes.c
    kept = select(column.place, column.hash).where(column.level == 0, column.place >= begin)
    return {place: bytes(top) for place, top in connection.execute(kept)}


def from_nodes(connection: Connection, made: Callable[[Nodes], _Made]) -> _Made:
    """What ``made`` makes of subtrees, all of them looked up at once; ``KeyError`` for one that does not stand."""
    wanted: list[Node] = []

    def noted(node: Node) -> bytes:
        wanted.append(node)
        return bytes(HASH_BYTES)

    made(noted)
    if not wanted:
        return made(noted)
    places = {f"{name}{number}": at for number, node in enumerate(wanted) for name, at in zip("lp", node, strict=True)}
    rows = connection.execute(_some_nodes(len(wanted)), places)
    held = {Node(level, place): bytes(top) for level, place, top in rows}
    return made(held.__getitem__)


@lru_cache(maxsize=128)
def _some_nodes(count: int) -> TextClause:
    """The statement that looks so many subtrees up; put together once, for a receipt goes with every answer."""
    asked = " OR ".join(f"(level = :l{number} AND place = :p{number})" for number in range(count))
    return text(f"SELECT level, place, hash FROM {_nodes.name} WHERE {asked}")  # noqa: S608 - numbered places only


def frontier(connection: Connection) -> Frontier:
    """The right edge of the tree that is kept."""
    last = connection.execute(select(func.max(_nodes.c.place)).where(_nodes.c.level == 0)).scalar_one()
    return Frontier.resumed(nodes(connection), 0 if last is None else last + 1)


def keep_witnessed(connection: Connection, note: bytes) -> int:
    """Keep a cosigned checkpoint as the next one; returns its number, from 0."""
    number = witnessed_count(connection)
    connection.execute(insert(_witnessed).values(number=number, note=note))
    return number


def witnessed_count(connection: Connection) -> int:
    """How many cosigned checkpoints are kept."""
    return connection.execute(select(func.count()).select_from(_witnessed)).scalar_one()


def witnessed(connection: Connection, begin: int, end: int) -> Sequence[bytes]:
    """The cosigned checkpoints from number ``begin`` to before ``end``."""
    column = _witnessed.c
    kept = select(column.note).where(column.number >= begin, column.number < end).order_by(column.number)
    return [bytes(note) for note in connection.execute(kept).scalars()]
