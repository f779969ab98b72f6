"""Rows from one database into another, whatever either is (464.10): all of them, the same, and numbered on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Select, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DataError

from workbench.errors import StoreUnavailable

_AT_ONCE, _AT_ONCE_HEAVY = 2_000, 100
"""Rows in memory; fewer of a table that may keep whole files."""
_SUM = 2**256


def filled(source: Connection, target: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """Copy every row of every table, in the order of its key, and tell how many of each.

    The log's guard takes its records in no other order. The caller's transaction decides whether they stay. Raises
    ``StoreUnavailable`` with the table's name where the target takes a row not.
    """
    counts: dict[str, int] = {}
    for table in tables:
        counts[table.name] = 0
        for some in _partitions(source, select(table).order_by(*table.primary_key), table):
            try:
                target.execute(insert(table), [dict(row) for row in some])
            except (DataError, UnicodeError) as problem:
                raise StoreUnavailable(
                    f"A row of {table.name} can't be written there as it is.",
                    how="Nothing was copied. Does a text in it hold a character NUL? PostgreSQL keeps none.",
                    section="464.10",
                    diagnostic=type(problem).__name__,
                ) from None  # its words would repeat the row's
            counts[table.name] += len(some)
    return counts


def fingerprint(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows there are, and a sum over what stands in them that no order of theirs changes.

    PostgreSQL sorts text as its locale does, SQLite by octets, so that two copies can't be read side by side.
    """
    count = total = 0
    for some in _partitions(connection, select(table), table):
        count += len(some)
        total += sum(int.from_bytes(sha256(repr(tuple(row.values())).encode()).digest()) for row in some)
    return count, total % _SUM


def numbered(source: Connection, target: Connection, tables: Iterable[Table]) -> None:
    """Let the target give the numbers that follow the source's last ones, those of rows that are gone included."""
    for table in tables:
        if (column := table.autoincrement_column) is not None and (last := _last(source, table, column.name)):
            _go_on(target, table, column.name, last)


def _partitions(connection: Connection, every: Select[Any], table: Table) -> Iterator[Sequence[RowMapping]]:
    heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
    some = _AT_ONCE_HEAVY if heavy else _AT_ONCE
    return connection.execute(every, execution_options={"yield_per": some}).mappings().partitions()


def _last(connection: Connection, table: Table, column: str) -> int:
    """The highest number that was ever given, as far as the database remembers; 0 for none."""
    remembered = None
    if connection.dialect.name == "postgresql":
        asked = text("SELECT pg_sequence_last_value(cast(:sequence AS regclass))")
        remembered = connection.execute(asked, {"sequence": _sequence(connection, table.name, column)}).scalar()
    elif _remembers(connection):
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        remembered = connection.execute(asked, {"name": table.name}).scalar()
    stands = connection.execute(select(func.max(table.c[column]))).scalar()
    return max(remembered or 0, stands or 0)


def _go_on(connection: Connection, table: Table, column: str, last: int) -> None:
    given = {"name": table.name, "last": last}
    if connection.dialect.name == "postgresql":
        given["name"] = _sequence(connection, table.name, column)
        connection.execute(text("SELECT setval(cast(:name AS regclass), :last)"), given)
    elif table.dialect_options["sqlite"]["autoincrement"]:  # of the others SQLite remembers nothing
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)


def _sequence(connection: Connection, table: str, column: str) -> str:
    names = {"table": table, "column": column}
    return str(connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), names).scalar_one())


def _remembers(connection: Connection) -> bool:
    return inspect(connection).has_table("sqlite_sequence")
