"""The register of audits (464.6, 464.10(c)): announced, drawn, reviewed, sealed; a sealed one changes no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.policy.audits import REVIEWERS
from workbench.store.registers.audit_tables import AuditFileRow, AuditReviewRow, AuditSampleRow, AuditTableRow
from workbench.store.registers.database import Database, upsert
from workbench.wire.audits import Announce, AnnounceForeign, Audit, Said, State, Verdict


class Audits:
    """Each act stands in the access log before it stands here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, reader: str) -> list[Audit]:
        """Every audit, the newest first; ``left`` counts what waits for this person."""
        with self._database.reading() as session:
            rows = session.scalars(select(AuditTableRow).order_by(AuditTableRow.audit.desc()))
            return [_audit(session, row, reader) for row in rows]

    def sealed(self) -> set[str]:
        """The quarters whose own audit is sealed; an interim one is not."""
        done = (AuditTableRow.state == State.SEALED.value, AuditTableRow.interim.is_(False))
        with self._database.reading() as session:
            return set(session.scalars(select(AuditTableRow.quarter).where(*done)))

    def get(self, audit: int, reader: str) -> Audit | None:
        """One audit, or None."""
        with self._database.reading() as session:
            row = session.get(AuditTableRow, audit)
            return _audit(session, row, reader) if row else None

    def announce(
        self,
        said: Announce | AnnounceForeign,
        period: Mapping[str, object],
        by: str,
        at: datetime,
        record: int,
        file: bytes = b"",
    ) -> int | None:
        """Keep what was announced; its number, or None where its quarter has an audit. ``period``: columns about it.

        ``file`` is another system's log, compressed.
        """
        row = AuditTableRow(
            source=said.source, drawn_at=said.drawn_at, allowed=said.allowed, announced_by=by, announced_at=at,
            record=record, state=State.ANNOUNCED.value, **period,
        )  # fmt: skip
        with self._database.writing() as session:
            try:
                with session.begin_nested():
                    session.add(row)
                    session.flush()
                    if file:
                        session.add(AuditFileRow(audit=row.audit, packed=file))
            except IntegrityError:
                return None
            return row.audit

    def file(self, audit: int) -> bytes | None:
        """The compressed file of an audit of another system's log; None for one that has none."""
        with self._database.reading() as session:
            row = session.get(AuditFileRow, audit)
            return bytes(row.packed) if row else None

    def draw(
        self, audit: int, drawn: Mapping[str, object], rows: Mapping[int, tuple[str, str]], by: str, record: int
    ) -> bool:
        """Keep the sample: each record's person and why it is looked at. False when one was drawn already."""
        with self._database.writing() as session:
            row = session.get(AuditTableRow, audit, with_for_update=True)
            if row is None or row.state != State.ANNOUNCED.value:
                return False
            for name, value in {**drawn, "drawn_by": by, "drawn_record": record, "state": State.OPEN.value}.items():
                setattr(row, name, value)
            named = [
                {"audit": audit, "row": index, "username": user, "stratum": stratum}
                for index, (user, stratum) in rows.items()
            ]
            if named:
                session.execute(insert(AuditSampleRow), named)
            return True

    def rows(self, audit: int) -> dict[int, tuple[str, str]]:
        """The sample in the order of the log: each record's person, and why it is looked at."""
        wanted = select(AuditSampleRow).where(AuditSampleRow.audit == audit).order_by(AuditSampleRow.row)
        with self._database.reading() as session:
            return {row.row: (row.username, row.stratum) for row in session.scalars(wanted)}

    def said(self, audit: int) -> dict[int, list[Said]]:
        """What was said of each record, in the order of the names."""
        wanted = select(AuditReviewRow).where(AuditReviewRow.audit == audit)
        found: dict[int, list[Said]] = {}
        with self._database.reading() as session:
            for row in session.scalars(wanted.order_by(AuditReviewRow.row, AuditReviewRow.by)):
                found.setdefault(row.row, []).append(_said(row))
        return found

    def say(self, audit: int, index: int, said: Said) -> bool:
        """Keep a word, instead of the same person's last one; False once two persons have spoken."""
        with self._database.writing() as session:
            session.get(AuditTableRow, audit, with_for_update=True)
            there = (AuditReviewRow.audit == audit, AuditReviewRow.row == index)
            if (session.scalar(select(func.count()).where(*there)) or 0) >= REVIEWERS:
                return False
            values = {"audit": audit, "row": index, **said.model_dump(), "verdict": said.verdict.value}
            upsert(session, AuditReviewRow, values, ("audit", "row", "by"))
            return True


def _said(row: AuditReviewRow) -> Said:
    return Said(by=row.by, verdict=Verdict(row.verdict), words=row.words, at=row.at, record=row.record)


def _audit(session: Session, row: AuditTableRow, reader: str) -> Audit:
    rows, reviewed, left = _counts(session, row.audit, reader)
    kept = {name: getattr(row, name) for name in Audit.model_fields if hasattr(row, name)}
    told = {name: value for name, value in kept.items() if value is not None}
    return Audit.model_validate({**told, "rows": rows, "reviewed": reviewed, "left": left})


def _counts(session: Session, audit: int, reader: str) -> tuple[int, int, int]:
    """Rows, those of which two persons spoke, and those that wait for this one."""
    owners = dict(
        session.execute(select(AuditSampleRow.row, AuditSampleRow.username).where(AuditSampleRow.audit == audit)).all()
    )
    spoken: dict[int, set[str]] = {}
    for index, by in session.execute(
        select(AuditReviewRow.row, AuditReviewRow.by).where(AuditReviewRow.audit == audit)
    ):
        spoken.setdefault(index, set()).add(by)
    reviewed = sum(len(by) >= REVIEWERS for by in spoken.values())
    left = sum(
        owner != reader and reader not in spoken.get(index, ()) and len(spoken.get(index, ())) < REVIEWERS
        for index, owner in owners.items()
    )
    return len(owners), reviewed, left
