"""The register of measured confusions (464.7(d)): what was counted, and which matrix is in force.

Counts are of characters, from the agency's own reads; no plate is kept. A version keeps what it was made of, so that
a ranking can be told later from the version that its answer named. Each batch and each reviewed read counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.plates.confusion import Confusion, Counts
from workbench.plates.confusion_counts import together
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.confusion_tables import ConfusionCountRow, ConfusionTakenRow, ConfusionVersionRow
from workbench.store.registers.database import Database, insert_or_add, insert_unless_there

GROWN = 0.1
"""By this share of the characters of the version in force the counts grow before there is a new one ..."""
GROWN_LEAST = 1000
"""... and by so many characters at least."""


class Origin(StrEnum):
    """Who said what a plate really was."""

    CANDIDATES = "candidates"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is due: all that is counted by now, ``by_origin``; ``characters`` were compared."""

    number: int
    characters: int
    by_origin: Mapping[Origin, Counts]

    @property
    def name(self) -> str:
        """As answers and records name the matrix."""
        return _name(self.number)


class Confusions:
    """Counts, and versions made of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_force = (0, Confusion.prior())

    def add_candidates(self, batch_id: str, counts: Counts, receipt: Receipt) -> None:
        """Add what the other readings of a batch of live reads say; once for each batch, durable when this returns."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            values = {"origin": Origin.CANDIDATES.value, "key": batch_id, "record": receipt.index}
            if insert_unless_there(session, ConfusionTakenRow, values, ("origin", "key")):
                change_counts(session, Origin.CANDIDATES, {}, counts)

    def counts(self) -> Mapping[Origin, Counts]:
        """All that is counted by now."""
        with self._database.reading() as session:
            return _counts(session)

    def due(self) -> Draft | None:
        """The next version, when enough was counted or taken back since the last one; None when it was not."""
        with self._database.reading() as session:
            last = session.scalars(select(ConfusionVersionRow).order_by(ConfusionVersionRow.number.desc())).first()
            counts = _counts(session)
        number, before = (last.number, last.characters) if last else (0, 0)
        characters = compared(counts.values())
        if abs(characters - before) < max(GROWN_LEAST, GROWN * before):
            return None
        return Draft(number + 1, characters, counts)

    def put_in_force(self, draft: Draft, record: int, now: datetime) -> None:
        """Let a version be in force from now on; ``record`` of the access log tells of it.

        When another process made the same number meanwhile, that one stands.
        """
        counts = together(draft.by_origin.values())
        values = {
            "number": draft.number,
            "made_at": now,
            "characters": draft.characters,
            "counts": _kept(counts),
            "reviewed": _kept(draft.by_origin.get(Origin.REVIEW, {})),
            "record": record,
        }
        with self._database.writing() as session:
            insert_unless_there(session, ConfusionVersionRow, values, ("number",))

    def in_force(self) -> Confusion:
        """The matrix that searches rank with: the newest version, or the assumed one before anything was measured."""
        known, matrix = self._in_force
        with self._database.reading() as session:
            number = session.scalar(select(func.max(ConfusionVersionRow.number))) or 0
            if number == known:
                return matrix
            row = session.get_one(ConfusionVersionRow, number)
            matrix = Confusion.measured(_told(row.counts), _name(number), _told(row.reviewed or []))
        self._in_force = (number, matrix)
        return matrix


def change_counts(session: Session, origin: Origin, before: Counts, after: Counts) -> None:
    """Let what was counted before count no more, and this instead, within the caller's transaction."""
    change = together([after, {pair: -count for pair, count in before.items()}])
    # In one order, so that two processes never wait for each other's rows.
    rows = [
        {"meant": meant, "observed": observed, "origin": origin.value, "count": count}
        for (meant, observed), count in sorted(change.items())
        if count
    ]
    if rows:
        insert_or_add(session, ConfusionCountRow, rows, ("meant", "observed", "origin"), "count")


def compared(parts: Iterable[Counts]) -> int:
    """How many characters were compared: those that were on a plate, not those that were read too many."""
    return round(sum(count for (meant, _), count in together(parts).items() if meant))


def _counts(session: Session) -> Mapping[Origin, Counts]:
    counts: dict[Origin, dict[tuple[str, str], float]] = {origin: {} for origin in Origin}
    for row in session.scalars(select(ConfusionCountRow)):
        if row.count:
            counts[Origin(row.origin)][row.meant, row.observed] = row.count
    return counts


def _kept(counts: Counts) -> list[list[Any]]:
    return [[meant, observed, count] for (meant, observed), count in sorted(counts.items())]


def _told(kept: Iterable[Any]) -> Counts:
    return {(meant, observed): count for meant, observed, count in kept}


def _name(number: int) -> str:
    return f"measured-{number}"
