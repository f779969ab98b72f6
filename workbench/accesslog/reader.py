"""Reading the access log (464.6) over a connection that can't write; details are opened with the keyring's keys."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Engine, Row, Select, func, or_, select
from sqlalchemy.engine import Connection

from workbench.accesslog import mentions, unsaid
from workbench.accesslog.covering import covers
from workbench.accesslog.database import file_of, or_unavailable, parse, reading
from workbench.accesslog.filters import earliest, fits
from workbench.accesslog.keyring import Keyring, Span
from workbench.accesslog.merkle import leaf_hash
from workbench.accesslog.record import Kind, Record, canonical
from workbench.accesslog.schema import details, records
from workbench.accesslog.testimony import case_tag, record_of
from workbench.errors import NotFound
from workbench.plates.normalise import normalise
from workbench.policy.caller import Realm
from workbench.wire.log import LogQuery

_Item = TypeVar("_Item")
_FILE = "export.reads"
_LOOKED_AT = 500
"""A person's answered searches that are opened to see whether they hold a read, the newest first."""
_AT_ONCE = 5_000
"""Indexes that one statement names."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records fit, by person and by kind."""

    by_user: dict[str, int]
    by_kind: dict[str, int]


class Old(NamedTuple):
    """Records that still have details and are old enough to lose them; times are UTC.

    ``held`` says how many records of which held case are left out for the hold's sake.
    """

    indexes: list[int]
    oldest: datetime | None
    newest: datetime | None
    held: dict[str, int]


class _Found(NamedTuple):
    """A record that fits: as much of it as counting and paging need."""

    seq: int
    user: str
    kind: str


class LogReader:
    """A read-only view of a log that threads share; every method raises ``LogUnavailable`` when it can't."""

    def __init__(self, engine: Engine, keys: Keyring) -> None:
        self._engine = engine
        self._keys = keys
        self._last: tuple[str, list[_Found]] = "", []

    @classmethod
    def open(cls, url: str, keys: Keyring) -> LogReader:
        """Open an existing log, at the URL that the journal was opened with."""
        place = parse(url)
        with or_unavailable("read"):
            if file := file_of(place):
                file.stat()
            return cls(reading(place), keys)

    def close(self) -> None:
        """Give up the connections."""
        self._engine.dispose()

    def page(self, query: LogQuery, *, below: int | None = None) -> tuple[list[Record], int]:
        """The newest records that fit, newest first, and how many fit in all pages together.

        ``below`` leaves out records from that index on, such as that of the look itself.
        """
        with or_unavailable("read"), self._engine.connect() as connection:
            if (narrowed := self._narrowed(connection, query, below)) is not None:
                wanted = [each.seq for each in narrowed if query.before is None or each.seq < query.before]
                return self._opened(connection, wanted[: query.limit]), len(narrowed)
            fitting = fits(query, self._keys, below)
            page = fitting if query.before is None else [*fitting, records.c.seq < query.before]
            total = connection.execute(select(func.count()).select_from(records).where(*fitting)).scalar_one()
            newest = _whole().where(*page).order_by(records.c.seq.desc()).limit(query.limit)
            return [self._record(row) for row in connection.execute(newest).all()], total

    def counts(self, query: LogQuery, *, below: int | None = None) -> Counts:
        """How many records fit in all pages together, by person and by kind."""
        with or_unavailable("read"), self._engine.connect() as connection:
            if (narrowed := self._narrowed(connection, query, below)) is not None:
                users, kinds = (Counter(names) for names in ([e.user for e in narrowed], [e.kind for e in narrowed]))
            else:
                users, kinds = self._tallied(connection, fits(query, self._keys, below))
        return Counts(dict(sorted(users.items())), dict(sorted(kinds.items())))

    def shown(self, username: str, realm: Realm, read_ids: Collection[str], *, after: int = -1) -> bool:
        """Whether one of this person's newest searches released any of these reads from that store.

        ``after`` leaves out records up to that index.
        """
        column, wanted = records.c, set(read_ids)
        answered = _whole().where(
            column.seq > after,
            column.username == username,
            column.kind == Kind.RESULT,
            column.action.startswith("search."),
            column.realm == realm,
        )
        newest = answered.order_by(column.seq.desc()).limit(_LOOKED_AT)
        with or_unavailable("read"), self._engine.connect() as connection:
            bodies = (self._record(row).body for row in connection.execute(newest))
            return any(
                body.get("outcome") == "released" and not wanted.isdisjoint(body.get("read_ids", ())) for body in bodies
            )

    def get(self, index: int) -> Record:
        """One record; ``NotFound`` when the log is not that long."""
        if found := self.between(index, index + 1):
            return found[0]
        raise NotFound(f"There is no record {index} in the access log.", section="464.5")

    def between(self, begin: int, end: int) -> list[Record]:
        """The records from index ``begin`` to before ``end``, in order; fewer when the log is shorter."""
        column = records.c.seq
        wanted = _whole().where(column >= begin, column < end).order_by(column)
        with or_unavailable("read"), self._engine.connect() as connection:
            return [self._record(row) for row in connection.execute(wanted).all()]

    def stood(self, moment: datetime) -> int:
        """How many records stood when this moment (UTC) came."""
        wanted = select(func.count()).select_from(records).where(records.c.at < earliest(moment))
        with or_unavailable("read"), self._engine.connect() as connection:
            return int(connection.execute(wanted).scalar_one())

    def in_clear(self, begin: int, end: int) -> Iterator[dict[str, Any]]:
        """What the leaves from index ``begin`` to before ``end`` say in clear, in order; no detail is opened."""
        column = records.c
        with or_unavailable("read"), self._engine.connect() as connection:
            for some in range(begin, end, _AT_ONCE):
                there = column.seq >= some, column.seq < min(end, some + _AT_ONCE)
                for leaf in connection.execute(select(column.leaf).where(*there).order_by(column.seq)).scalars():
                    yield json.loads(leaf)

    def span(self, begin: datetime, end: datetime) -> Span:
        """The indexes of the records from ``begin`` to before ``end`` (UTC): the first, and the one after the last."""
        column = records.c
        told = select(func.min(column.seq), func.max(column.seq))
        within = told.where(column.at >= earliest(begin), column.at < earliest(end))
        with or_unavailable("read"), self._engine.connect() as connection:
            first, last = connection.execute(within).one()
        return (0, 0) if first is None else (int(first), int(last) + 1)

    def older(self, before: datetime, held_cases: Collection[str], spared: Collection[str]) -> Old:
        """The records from before a time (UTC) that still have details, in order, but for those of held cases.

        A record belongs to a case by the number that its purpose states, whatever its case and its spaces, and a file
        also to the case that it was taken out for. Records of the actions ``spared`` are none of them.
        """
        column = records.c
        blocks = range(self._keys.blocks)
        tags = {case_tag(self._keys, block, case): case for case in held_cases for block in blocks}
        tags.pop(b"", None)
        old = select(column.seq, column.at, column.case_tag, column.action).join(details, details.c.seq == column.seq)
        wanted = old.where(column.at < earliest(before), column.action.not_in(spared)).order_by(column.seq)
        with or_unavailable("read"), self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
            files = [row.seq for row in rows if row.action == _FILE] if held_cases else []
            taken_for = self._taken_for(connection, files, held_cases)
        cases = [tags.get(bytes(row.case_tag)) or taken_for.get(row.seq) for row in rows]
        free = [row for row, case in zip(rows, cases, strict=True) if case is None]
        times = [datetime.fromisoformat(row.at) for row in (free[:1] + free[-1:])]
        held = Counter(case for case in cases if case is not None)
        oldest, newest = times or (None, None)
        return Old([row.seq for row in free], oldest, newest, dict(sorted(held.items())))

    def released_to(self, cases: Collection[str], realm: Realm) -> dict[str, frozenset[str]]:
        """The reads of that store that were released for each of these cases, by searches, looks and files.

        A record belongs to a case as in ``older``, and a file also to the case that it was taken out for. What was
        shredded is no longer told.
        """
        column, folded = records.c, {case.strip().lower(): case for case in cases}
        tags = {case_tag(self._keys, block, case): case for case in cases for block in range(self._keys.blocks)}
        tags.pop(b"", None)
        theirs = or_(column.case_tag.in_(list(tags)), column.action == _FILE)
        wanted = _whole().where(column.kind == Kind.RESULT, column.realm == realm, theirs).order_by(column.seq)
        found: dict[str, set[str]] = {case: set() for case in cases}
        with or_unavailable("read"), self._engine.connect() as connection:
            for row in connection.execute(wanted).all() if cases else ():
                record = self._record(row)
                for number in {record.case_number, record.stated_case}:
                    if (case := folded.get(number.strip().lower())) is not None:
                        found[case].update(record.body.get("read_ids", ()))
        return {case: frozenset(read_ids) for case, read_ids in found.items()}

    def _taken_for(self, connection: Connection, files: Sequence[int], cases: Collection[str]) -> dict[int, str]:
        """Of these files' records those that were taken out for one of these cases, and for which."""
        folded = {case.strip().lower(): case for case in cases}
        opened = (record for some in _chunks(files) for record in self._opened(connection, some))
        stated = ((record.index, folded.get(record.stated_case.strip().lower())) for record in opened)
        return {index: case for index, case in stated if case is not None}

    def leaf_hashes(self, spans: Sequence[Span]) -> Iterator[bytes]:
        """The hashes of these leaves, in order."""
        column = records.c
        with or_unavailable("read"), self._engine.connect() as connection:
            for begin, end in spans:
                rows = select(column.leaf).where(column.seq >= begin, column.seq < end).order_by(column.seq)
                for leaf in connection.execute(rows).scalars():
                    yield leaf_hash(leaf.encode())

    def _record(self, row: Row[Any]) -> Record:
        return record_of(row.seq, row.leaf, row.sealed, self._keys)

    def _opened(self, connection: Connection, wanted: Sequence[int]) -> list[Record]:
        """These records, in this order."""
        found = {
            row.seq: row
            for some in _chunks(wanted)
            for row in connection.execute(_whole().where(records.c.seq.in_(some)))
        }
        return [self._record(found[seq]) for seq in wanted]

    def _narrowed(self, connection: Connection, query: LogQuery, below: int | None) -> list[_Found] | None:
        """What fits, newest first, when that takes a look into the details or the index; None when it doesn't."""
        if not query.text and not query.plate:
            return None
        asked = f"{below} {query.model_dump_json(exclude={'before', 'limit', 'context', 'purpose_id'})}"
        if (last := self._last)[0] == asked and below is not None:
            return last[1]
        fitting = fits(query, self._keys, below)
        if query.plate:
            mentioning = self._mentioning(connection, normalise(query.plate))
            found = [each for some in _chunks(mentioning) for each in self._rows(connection, fitting, some)]
        else:
            found = list(self._rows(connection, fitting, None))
        if query.text:
            found = self._holding(connection, found, query.text)
        self._last = asked, found
        return found

    def _rows(
        self, connection: Connection, fitting: list[ColumnElement[bool]], among: Sequence[int] | None
    ) -> Iterator[_Found]:
        column = records.c
        wanted = select(column.seq, column.username, column.kind).where(*fitting).order_by(column.seq.desc())
        if among is not None:
            wanted = wanted.where(column.seq.in_(among))
        return (_Found(*row) for row in connection.execute(wanted))

    def _mentioning(self, connection: Connection, plate: str) -> list[int]:
        """The records in which somebody asked for this plate or was shown it, newest first."""
        found = mentions.look(connection, self._keys, plate)
        asked = (seqs for what, seqs in found.asked.items() if covers(what, plate))
        return sorted({*found.seen, *(seq for seqs in asked for seq in seqs)}, reverse=True)

    def _holding(self, connection: Connection, found: Sequence[_Found], text: str) -> list[_Found]:
        """Those whose body holds the text anywhere, without regard to case; a reviewer's word is not looked into."""
        wanted = json.dumps(text, ensure_ascii=False)[1:-1].lower()
        holding: list[_Found] = []
        for some in _chunks(found):
            opened = self._opened(connection, [each.seq for each in some])
            holding += [
                each
                for each, record in zip(some, opened, strict=True)
                if wanted in canonical(unsaid.told(record)).decode().lower()
            ]
        return holding

    def _tallied(self, connection: Connection, fitting: list[ColumnElement[bool]]) -> tuple[Counter[str], Counter[str]]:
        who = (records.c.username, records.c.kind)
        users, kinds = Counter[str](), Counter[str]()
        for user, kind, count in connection.execute(select(*who, func.count()).where(*fitting).group_by(*who)):
            users[user] += count
            kinds[kind] += count
        return users, kinds


def _whole() -> Select[Any]:
    column = records.c
    together = records.outerjoin(details, details.c.seq == column.seq)
    return select(column.seq, column.leaf, details.c.sealed).select_from(together)


def _chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
