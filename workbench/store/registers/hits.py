"""The register of hits (464.7(g)): one for each read and entry, marked until verified, shown on a receipt alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from workbench.errors import BadInput
from workbench.policy.caller import Realm
from workbench.policy.hits import CLOCKS_DIFFER, LOOKED_UP, OPEN, Matched, Status, mark
from workbench.policy.reviews import Outcome, Said, hit_note
from workbench.store.receipt import Receipt, demand
from workbench.store.registers import hit_words
from workbench.store.registers.alert_tables import AlertMarkRow, AlertRow
from workbench.store.registers.bell import Bell
from workbench.store.registers.database import Database, insert_all_unless_there
from workbench.store.registers.hotlist_tables import HitRow, HotlistRow, VerificationRow
from workbench.store.registers.review_tables import ReviewedReadRow
from workbench.store.registers.watched import Listed
from workbench.wire.hits import Hit, HitQuery, Place, Verification, VerifyHit, WithdrawHit

_AT_ONCE = 500
_LOOKED_THROUGH = 50_000
"""Hits whose reads are asked for together."""


@dataclass(frozen=True, slots=True)
class NewHit:
    """A read that met an entry. ``read`` has the read's columns under the names of ``wire.reads``."""

    read: Mapping[str, Any]
    listed: Listed
    matched: Matched
    resolved_plate: str | None = None
    """As a review resolved it, when that is what met the entry."""


class Hits:
    """Hits, and what people found who looked them up; every look needs a receipt for the agency's reads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.bell = Bell()
        """Rung when there is a new hit, or a new word on one."""

    def add(self, hits: Sequence[NewHit], receipt: Receipt) -> None:
        """Keep hits, durable when this returns; those that stand already stay as they are."""
        demand(receipt, Realm.LIVE)
        if not hits:
            return
        with self._database.writing() as session:
            for start in range(0, len(hits), _AT_ONCE):
                rows = [_row(hit, receipt.index) for hit in hits[start : start + _AT_ONCE]]
                insert_all_unless_there(session, HitRow, rows, ("read_id", "entry_id"))
        self.bell.ring()

    def purge(self, lacking: Callable[[Collection[str]], Collection[str]], receipt: Receipt) -> int:
        """Remove, physically, the hits whose reads are gone and what was found of them; how many hits (464.9).

        ``lacking`` tells of some reads which the store has no more. What was begun and not ended is ended.
        """
        demand(receipt, Realm.LIVE)
        gone = self._without_reads(lacking)
        with self._database.writing() as session:
            for start in range(0, len(gone), _AT_ONCE):
                numbers = gone[start : start + _AT_ONCE]
                session.execute(delete(VerificationRow).where(VerificationRow.hit.in_(numbers)))
                session.execute(delete(AlertRow).where(AlertRow.hit.in_(numbers)))
                session.execute(delete(HitRow).where(HitRow.number.in_(numbers)))
            # A database may give the number of the newest hit again once that is gone.
            newest = session.scalar(select(func.max(HitRow.number))) or 0
            session.execute(update(AlertMarkRow).where(AlertMarkRow.hit > newest).values(hit=newest))
        self._database.settle(HitRow, VerificationRow)
        return len(gone)

    def page(self, query: HitQuery, sources: Collection[str], receipt: Receipt) -> tuple[list[Hit], int]:
        """Hits that fit, the newest read first, and how many fit on all pages.

        Both the read and the list are of these sources (464.7(f)).
        """
        demand(receipt, Realm.LIVE)
        fitting = _fitting(query, sources)
        wanted = select(HitRow).where(*fitting).order_by(*_order(query))
        if query.before is not None:
            wanted = wanted.where(_after(query.before, by_open=query.first == "open"))
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(HitRow).where(*fitting)) or 0
            return _shown(session, session.scalars(wanted.limit(query.limit)).all()), total

    def counts(self, query: HitQuery, sources: Collection[str], receipt: Receipt) -> dict[Status, int]:
        """How many hits stand at what, of those that fit whatever was said of them."""
        demand(receipt, Realm.LIVE)
        fitting = _fitting(query.model_copy(update={"status": None, "open": False}), sources)
        counted = select(HitRow.status, func.count()).where(*fitting).group_by(HitRow.status)
        with self._database.reading() as session:
            return {Status(status): count for status, count in session.execute(counted)}

    def news(self, after: hit_words.Place, sources: Collection[str], username: str) -> hit_words.News:
        """How far hits and words are, and how many came after a place; no plate, so no receipt."""
        with self._database.reading() as session:
            return hit_words.news(session, after, sources, username)

    def last_word(self, hit: int) -> hit_words.Word | None:
        """Who said what counts on a hit, and when; None when nothing does."""
        with self._database.reading() as session:
            return hit_words.last_word(session, hit)

    def get(self, hit: int, sources: Collection[str], receipt: Receipt) -> Hit | None:
        """The hit, when both its read and its list are of these sources."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            row = session.get(HitRow, hit)
            return _shown(session, [row])[0] if row is not None and _of(row, sources) else None

    def verify(self, said: VerifyHit, sources: Collection[str], by: str, now: datetime, receipt: Receipt) -> Hit | None:
        """Keep what this person found; the hit as it stands then, or None when there is none of these sources.

        Raises ``BadInput`` for a look-up from before the read.
        """
        demand(receipt, Realm.LIVE)
        looked_up = (said.looked_up or now) if said.result in LOOKED_UP else None
        word = VerificationRow(
            hit=said.hit, result=said.result.value, by=by, at=now, reference=said.reference, note=said.note,
            record=receipt.index, looked_up=looked_up,
        )  # fmt: skip
        return self._said(word, sources)

    def withdraw(
        self, said: WithdrawHit, sources: Collection[str], by: str, now: datetime, receipt: Receipt
    ) -> Hit | None:
        """Keep that this person takes the word back that counts; as ``verify``.

        Raises ``BadInput`` when that word is not his or her own.
        """
        demand(receipt, Realm.LIVE)
        word = VerificationRow(
            hit=said.hit, result=Status.WITHDRAWN.value, by=by, at=now, reference="", note=said.note,
            record=receipt.index, looked_up=None,
        )  # fmt: skip
        return self._said(word, sources)

    def _said(self, word: VerificationRow, sources: Collection[str]) -> Hit | None:
        with self._database.writing() as session:
            row = session.get(HitRow, word.hit, with_for_update=True)
            if row is None or not _of(row, sources):
                return None
            if word.looked_up is not None and word.looked_up < row.time - CLOCKS_DIFFER:
                raise BadInput(
                    "The look-up is said to have been made before the plate was read.",
                    where="looked_up",
                    how="Give the time that stands on the answer of CLETS.",
                    section="464.7(g)",
                )
            last = hit_words.last_word(session, row.number)
            if word.result == Status.WITHDRAWN and (last is None or last.by != word.by):
                raise BadInput("Nothing of yours stands on this hit.", where="hit", how="Look at the hit anew.")
            session.add(word)
            session.flush()
            row.status = hit_words.status(session, row.number).value
            session.flush()
            (shown,) = _shown(session, [row])
        self.bell.ring()
        return shown

    def _without_reads(self, lacking: Callable[[Collection[str]], Collection[str]]) -> list[int]:
        gone: list[int] = []
        after = 0
        while True:
            asked = select(HitRow.number, HitRow.read_id).where(HitRow.number > after).order_by(HitRow.number)
            with self._database.reading() as session:
                lines = session.execute(asked.limit(_LOOKED_THROUGH)).all()
            if not lines:
                return gone
            after = lines[-1].number
            reads = frozenset(lacking({line.read_id for line in lines}))
            gone += [line.number for line in lines if line.read_id in reads]


def _row(hit: NewHit, record: int) -> dict[str, Any]:
    read, entry, hotlist = hit.read, hit.listed.entry, hit.listed.hotlist
    same = ("read_id", "time", "camera", "latitude", "longitude", "source", "plate", "state", "confidence")
    return {
        **{name: read[name] for name in same},
        "entry_id": entry.entry_id,
        "matched": hit.matched.value,
        "hotlist": hotlist.name,
        "version": hotlist.version,
        "hotlist_source": hotlist.source,
        "listed_plate": entry.plate,
        "listed_state": entry.state,
        "reason": entry.reason,
        "case_number": entry.case_number,
        "entered": hit.listed.entered,
        "expires": hit.listed.expires,
        "listed_note": entry.note,
        "status": Status.UNVERIFIED.value,
        "batch_record": record,
        "resolved_plate": hit.resolved_plate,
    }


def _fitting(query: HitQuery, sources: Collection[str]) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [HitRow.source.in_(sources), HitRow.hotlist_source.in_(sources)]
    if query.window is not None:
        asked += [HitRow.time >= query.window.start, HitRow.time < query.window.end]
    if query.hotlist is not None:
        asked.append(HitRow.hotlist == query.hotlist)
    if query.status is not None:
        asked.append(HitRow.status == query.status.value)
    if query.open:
        asked.append(HitRow.status.in_(OPEN))
    return asked


def _order(query: HitQuery) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [HitRow.time.desc(), HitRow.number.desc()]
    return [_settled(), *newest] if query.first == "open" else newest


def _settled() -> ColumnElement[int]:
    return case((HitRow.status.in_(OPEN), 0), else_=1)


def _after(place: Place, *, by_open: bool) -> ColumnElement[bool]:
    """What comes after this hit, the newest first, after all that wait where those come first."""
    older = or_(HitRow.time < place.time, and_(HitRow.time == place.time, HitRow.number < place.hit))
    if not by_open:
        return older
    there = 0 if place.open else 1
    return or_(_settled() > there, and_(_settled() == there, older))


def _of(row: HitRow, sources: Collection[str]) -> bool:
    return row.source in sources and row.hotlist_source in sources


def _shown(session: Session, rows: Sequence[HitRow]) -> list[Hit]:
    numbers = [row.number for row in rows]
    kept = select(VerificationRow).where(VerificationRow.hit.in_(numbers)).order_by(VerificationRow.number)
    verified: dict[int, list[Verification]] = {}
    for found in session.scalars(kept):
        verified.setdefault(found.hit, []).append(_verification(found))
    reviews, versions = _reviews(session, rows), _versions(session, rows)
    return [
        _hit(
            row,
            verified.get(row.number, []),
            reviews.get(row.read_id),
            versions.get((row.hotlist, row.version)),
        )
        for row in rows
    ]


def _reviews(session: Session, rows: Sequence[HitRow]) -> dict[str, Said]:
    """What counts of the reviews of these hits' reads."""
    mine = select(ReviewedReadRow).where(ReviewedReadRow.read_id.in_({row.read_id for row in rows}))
    return {
        row.read_id: Said(row.counts or 0, Outcome(row.outcome), row.said_by or "", row.corrected, row.corrected_state)
        for row in session.scalars(mine)
        if row.outcome is not None
    }


def _versions(session: Session, rows: Sequence[HitRow]) -> dict[tuple[str, int], HotlistRow]:
    """The versions of lists that these hits' entries stood in."""
    named = HotlistRow.name.in_({row.hotlist for row in rows}), HotlistRow.version.in_({row.version for row in rows})
    return {(found.name, found.version): found for found in session.scalars(select(HotlistRow).where(*named))}


def _verification(row: VerificationRow) -> Verification:
    return Verification(
        result=Status(row.result),
        by=row.by,
        at=row.at,
        reference=row.reference,
        note=row.note,
        record=row.record,
        looked_up=row.looked_up,
    )


def _hit(row: HitRow, verifications: list[Verification], said: Said | None, version: HotlistRow | None) -> Hit:
    status = Status(row.status)
    same = {name: getattr(row, name) for name in Hit.model_fields if name not in _MADE}
    review = hit_note(row.plate, said, row.listed_plate, corrected_to=row.resolved_plate)
    return Hit(
        **same,
        hit=row.number,
        matched=Matched(row.matched),
        status=status,
        resolved_plate=said.plate if said else None,
        mark=" ".join(words for words in (review, mark(status)) if words),
        verifications=verifications,
        version_installed=version.installed_at if version else None,
        version_in_force=version is not None and version.active_name is not None,
    )


_MADE = frozenset(
    {"hit", "matched", "status", "resolved_plate", "mark", "verifications", "version_installed", "version_in_force"}
)
