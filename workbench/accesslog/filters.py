"""A query of the log as conditions of the database (464.6), as far as a database without the keys can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement

from workbench.accesslog.keyring import Keyring
from workbench.accesslog.record import stamp
from workbench.accesslog.schema import records
from workbench.accesslog.testimony import case_tag
from workbench.wire.log import LogQuery

_HUNDREDTH = timedelta(milliseconds=10)


def fits(query: LogQuery, keys: Keyring, below: int | None) -> list[ColumnElement[bool]]:
    """What a row of the records must be; ``below`` leaves out records from that index on."""
    column = records.c
    fitting: list[ColumnElement[bool]] = []
    if below is not None:
        fitting.append(column.seq < below)
    if query.start:
        fitting.append(column.at >= earliest(query.start))
    if query.end:
        fitting.append(column.at < earliest(query.end))
    if query.user:
        fitting.append(column.username == query.user)
    if query.kind:
        fitting.append(column.kind == query.kind)
    if query.action:
        fitting.append(column.action == query.action)
    if query.case_number.strip():
        tags = (case_tag(keys, block, query.case_number) for block in range(keys.blocks))
        fitting.append(column.case_tag.in_([tag for tag in tags if tag]))
    return fitting


def earliest(time: datetime) -> str:
    """The first hundredth of a second that is not before ``time``, as records are stamped."""
    utc = time.astimezone(UTC)
    past = utc.microsecond % 10_000
    return stamp(utc if not past else utc + _HUNDREDTH - timedelta(microseconds=past))
