"""Reading the access log (464.6) over a connection that can't write."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, false, func, or_, select

from workbench.accesslog.database import file_of, or_unavailable, parse, reading
from workbench.accesslog.record import Kind, Record, stamp
from workbench.accesslog.schema import records
from workbench.errors import NotFound, Unavailable
from workbench.policy.caller import Realm
from workbench.wire.log import LogQuery

_HUNDREDTH = timedelta(milliseconds=10)
_LOOKED_AT = 50
"""Records that are opened to see whether they hold a read, the newest first."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records fit, by person and by kind."""

    by_user: dict[str, int]
    by_kind: dict[str, int]


class LogReader:
    """A read-only view of a log that threads share; every method raises ``LogUnavailable`` when it can't."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> LogReader:
        """Open an existing log, at the URL that the journal was opened with."""
        place = parse(url)
        with or_unavailable("read"):
            if file := file_of(place):
                file.stat()
            return cls(reading(place))

    def close(self) -> None:
        """Give up the connections."""
        self._engine.dispose()

    def page(self, query: LogQuery, *, below: int | None = None) -> tuple[list[Record], int]:
        """The newest records that fit, newest first, and how many fit in all pages together.

        ``below`` leaves out records from that index on, such as that of the look itself.
        """
        fits = _fits(query, below)
        page = fits if query.before is None else [*fits, records.c.seq < query.before]
        newest = select(records).where(*page).order_by(records.c.seq.desc()).limit(query.limit)
        with or_unavailable("read"), self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(records).where(*fits)).scalar_one()
            rows = connection.execute(newest).all()
        return [_record(row.seq, row.at, row.kind, row.username, row.action, row.body) for row in rows], total

    def counts(self, query: LogQuery, *, below: int | None = None) -> Counts:
        """How many records fit in all pages together, by person and by kind."""
        who = (records.c.username, records.c.kind)
        tally = select(*who, func.count()).where(*_fits(query, below)).group_by(*who).order_by(*who)
        counts = Counts({}, {})
        with or_unavailable("read"), self._engine.connect() as connection:
            for user, kind, count in connection.execute(tally):
                counts.by_user[user] = counts.by_user.get(user, 0) + count
                counts.by_kind[kind] = counts.by_kind.get(kind, 0) + count
        return counts

    def shown(self, username: str, realm: Realm, read_ids: Collection[str], *, after: int = -1) -> bool:
        """Whether a search of this person's released any of these reads from that store.

        ``after`` leaves out records up to that index.
        """
        column = records.c
        named = or_(false(), *(column.body.contains(f'"{read_id}"') for read_id in read_ids))
        answered = select(column.body).where(
            column.seq > after,
            column.username == username,
            column.kind == Kind.RESULT,
            column.action.startswith("search."),
            column.realm == realm,
            named,
        )
        newest = answered.order_by(column.seq.desc()).limit(_LOOKED_AT)
        with or_unavailable("read"), self._engine.connect() as connection:
            bodies = [json.loads(body) for body in connection.execute(newest).scalars()]
        # The text may stand in what somebody typed as well, so each body is read.
        return any(
            body.get("outcome") == "released" and not set(read_ids).isdisjoint(body.get("read_ids", ()))
            for body in bodies
        )

    def get(self, index: int) -> Record:
        """One record; ``NotFound`` when the log is not that long."""
        with or_unavailable("read"), self._engine.connect() as connection:
            row = connection.execute(select(records).where(records.c.seq == index)).one_or_none()
        if row is None:
            raise NotFound(f"There is no record {index} in the access log.", section="464.5")
        return _record(row.seq, row.at, row.kind, row.username, row.action, row.body)


def _record(seq: int, at: str, kind: str, username: str, action: str, body: str) -> Record:
    try:
        return Record(seq, datetime.fromisoformat(at), Kind(kind), username, action, json.loads(body))
    except ValueError as problem:
        raise Unavailable(
            f"Record {seq} of the access log can't be read: it was changed from outside.",
            how="Keep the file as it is and report it as a breach (464.10).",
            section="464.5",
            diagnostic=str(problem),
        ) from problem


def _fits(query: LogQuery, below: int | None) -> list[ColumnElement[bool]]:
    column = records.c
    fits: list[ColumnElement[bool]] = []
    if below is not None:
        fits.append(column.seq < below)
    if query.start:
        fits.append(column.at >= _hundredths(query.start))
    if query.end:
        fits.append(column.at < _hundredths(query.end))
    if query.user:
        fits.append(column.username == query.user)
    if query.kind:
        fits.append(column.kind == query.kind)
    if query.action:
        fits.append(column.action == query.action)
    if query.case_number:
        fits.append(func.lower(column.case_number) == query.case_number.strip().lower())
    if query.text:
        kept = json.dumps(query.text, ensure_ascii=False)[1:-1]
        fits.append(func.lower(column.body).contains(kept.lower(), autoescape=True))
    return fits


def _hundredths(time: datetime) -> str:
    """The first hundredth of a second that is not before ``time``, as records are stamped."""
    utc = time.astimezone(UTC)
    past = utc.microsecond % 10_000
    return stamp(utc if not past else utc + _HUNDREDTH - timedelta(microseconds=past))
