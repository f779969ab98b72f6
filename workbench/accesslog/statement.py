"""Statements of the log's writer, put together once (464.5): an append waits for them each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Connection, CursorResult, Dialect


class _Made(NamedTuple):
    sql: str
    order: Sequence[str] | None
    """The names in the order of the places, where the database's driver knows places only."""


class Statement:
    """One statement with named values, for whichever database it is run on."""

    def __init__(self, clause: ClauseElement, *names: str) -> None:
        self._clause = clause
        self._names = names
        self._made: dict[str, _Made] = {}

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it once for each row of values; inside the caller's transaction."""
        made = self._made.get(connection.dialect.name) or self._compiled(connection.dialect)
        order = made.order
        given: list[Any] = [dict(row) if order is None else tuple(row[name] for name in order) for row in rows]
        return connection.exec_driver_sql(made.sql, given if len(given) > 1 else given[0])

    def _compiled(self, dialect: Dialect) -> _Made:
        compiled = self._clause.compile(dialect=dialect, column_keys=list(self._names) or None)
        made = self._made[dialect.name] = _Made(str(compiled), getattr(compiled, "positiontup", None))
        return made
