"""Questions that only a signed-in page answers (464.10(b), 464.12): confirmed, approved or refused, once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from workbench.errors import NotFound, Refused
from workbench.policy.assents import decide_answerer, decide_breaking
from workbench.policy.decision import Assent, Decision
from workbench.policy.sections import Section
from workbench.store.registers.database import Database, standing_or_new
from workbench.store.registers.tables import AssentRecord
from workbench.wire.page import EDGE

PAGE = f"{EDGE}assents/"


class State(StrEnum):
    """Where a question stands; it leaves ``PENDING`` once, and what stands then is used once where it opens one act."""

    PENDING = "pending"
    GRANTED = "granted"
    BROKEN = "broken"
    """The asker went on without the second person (``policy.assents``)."""
    REFUSED = "refused"
    USED = "used"
    """What was assented to was begun: the assent opens nothing more, whatever a clock says."""


_STANDING = (State.GRANTED.value, State.BROKEN.value)


@dataclass(frozen=True, slots=True)
class AssentRow:
    """One question. ``action`` and ``subject`` say what is done once it is granted; times are UTC."""

    assent: str
    digest: str
    needs: Assent
    action: str
    subject: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    summary: Mapping[str, Any]
    state: State
    answered_by: str | None
    answered_at: datetime | None
    note: str

    @property
    def about(self) -> str:
        """The member whom it opens something to; empty where it is about nobody."""
        return str((self.summary.get("elements") or {}).get("username", ""))

    def open_at(self, now: datetime) -> bool:
        """Whether it may still be answered."""
        return self.state is State.PENDING and now < self.expires_at


class AssentRegister:
    """Questions and answers. A question stays open for ``valid``; a grant holds as long from its answer."""

    def __init__(self, database: Database, valid: timedelta) -> None:
        self._database = database
        self._valid = valid

    def granted(self, digest: str, needs: Assent, now: datetime) -> bool:
        """Whether this exact request was assented to and the assent still holds."""
        return self.granted_by(digest, needs, now) is not None

    def granted_by(self, digest: str, needs: Assent, now: datetime) -> str | None:
        """Whose assent to this exact request holds now; None when none does."""
        newest = select(AssentRecord.answered_by).where(*_holding(digest, needs, now))
        with self._database.reading() as session:
            return session.scalar(newest.order_by(AssentRecord.answered_at.desc()).limit(1))

    def spend(self, digest: str, needs: Assent, now: datetime) -> str | None:
        """Use the assent to this exact request up, once: whose it was, or None when none holds (any more)."""
        used = update(AssentRecord).where(*_holding(digest, needs, now)).values(state=State.USED.value)
        with self._database.writing() as session:
            return session.scalar(used.returning(AssentRecord.answered_by))

    def ask(
        self,
        *,
        digest: str,
        needs: Assent,
        username: str,
        summary: Mapping[str, Any],
        now: datetime,
        subject: str = "",
    ) -> tuple[str, str]:
        """Put the question on the signed-in page; return its id and the page's path.

        The same question asked again while it is open is the same question. ``summary["action"]`` and
        ``subject`` tell whoever executes the answer what to do and to whom.
        """
        key = f"{needs.value}:{digest}"
        values = {
            "assent_id": secrets.token_urlsafe(16),
            "open_key": key,
            "digest": digest,
            "needs": needs.value,
            "action": str(summary.get("action", "")),
            "subject": subject,
            "asked_by": username,
            "asked_at": now,
            "expires_at": now + self._valid,
            "summary": {**summary, "subject": subject} if subject else dict(summary),
            "state": State.PENDING.value,
            "note": "",
        }
        with self._database.writing() as session:
            lapsed = update(AssentRecord).where(AssentRecord.open_key == key, AssentRecord.expires_at <= now)
            session.execute(lapsed.values(open_key=None))
            assent = standing_or_new(session, AssentRecord, values, AssentRecord.open_key, AssentRecord.assent_id)
        return assent, PAGE + assent

    def pending(self, now: datetime) -> list[AssentRow]:
        """Every question that may still be answered, oldest first."""
        still_open = (AssentRecord.state == State.PENDING.value, AssentRecord.expires_at > now)
        with self._database.reading() as session:
            rows = session.scalars(select(AssentRecord).where(*still_open).order_by(AssentRecord.asked_at)).all()
        return [_row(row) for row in rows]

    def get(self, assent: str) -> AssentRow | None:
        """The question, answered or not, or None."""
        with self._database.reading() as session:
            row = session.get(AssentRecord, assent)
        return _row(row) if row else None

    def answer(
        self,
        assent: str,
        by: str,
        granted: bool,  # noqa: FBT001 - the answer itself
        note: str,
        now: datetime,
        *,
        record: int,
    ) -> AssentRow:
        """Answer it once, as recorded under ``record``; a grant holds for the configured minutes from now.

        ``NotFound`` for an unknown question; ``Refused`` when it is answered or expired already, when an
        approval comes from the asker, or a confirmation from anybody else.
        """
        state = State.GRANTED if granted else State.REFUSED
        return self._answer(
            assent, state, by, note, now, record, lambda row: decide_answerer(row.needs, row.asked_by, by, row.about)
        )

    def break_glass(self, assent: str, by: str, why: str, now: datetime, *, record: int) -> AssentRow:
        """Let the asker's own search go on without the second person, as recorded under ``record``.

        ``NotFound`` and ``Refused`` as for an answer; ``Refused`` too where the glass is not the asker's to break.
        """
        return self._answer(
            assent,
            State.BROKEN,
            by,
            why,
            now,
            record,
            lambda row: decide_breaking(row.needs, row.action, row.asked_by, by),
        )

    def _answer(
        self,
        assent: str,
        state: State,
        by: str,
        note: str,
        now: datetime,
        record: int,
        decide: Callable[[AssentRow], Decision],
    ) -> AssentRow:
        values = {
            "state": state.value,
            "open_key": None,
            "answered_by": by,
            "answered_at": now,
            "expires_at": now + self._valid,
            "note": note,
            "record": record,
        }
        with self._database.writing() as session:
            row = _answerable(session, assent, now, decide)
            once = update(AssentRecord).where(
                AssentRecord.assent_id == assent,
                AssentRecord.state == State.PENDING.value,
            )
            if session.execute(once.values(**values).returning(AssentRecord.assent_id)).first() is None:
                raise _closed(row)
            session.refresh(row)
            return _row(row)


def _holding(digest: str, needs: Assent, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        AssentRecord.digest == digest,
        AssentRecord.needs == needs.value,
        AssentRecord.state.in_(_STANDING),
        AssentRecord.expires_at > now,
    )


def _answerable(session: Session, assent: str, now: datetime, decide: Callable[[AssentRow], Decision]) -> AssentRecord:
    row = session.get(AssentRecord, assent)
    if row is None:
        raise NotFound("There is no such question.", how="It may have been mistyped; open the list of questions.")
    if not _row(row).open_at(now):
        raise _closed(row)
    decision = decide(_row(row))
    if not decision.allowed:
        raise Refused(decision.reason, how=decision.how, section=decision.section.value)
    return row


def _closed(row: AssentRecord) -> Refused:
    expired = row.state == State.PENDING.value
    return Refused(
        "This question has expired." if expired else f"This question was answered by {row.answered_by}.",
        how="Run the request again to ask anew." if expired else "An answer is not changed; ask anew.",
        section=Section.LEGITIMATE_PURPOSE.value,
    )


def _row(row: AssentRecord) -> AssentRow:
    return AssentRow(
        assent=row.assent_id,
        digest=row.digest,
        needs=Assent(row.needs),
        action=row.action,
        subject=row.subject,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        summary=row.summary,
        state=State(row.state),
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        note=row.note,
    )
