"""The tables of audits (464.6, 464.10(c)), typed; times are UTC. What was asked and seen stands in the log alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base

_OF_QUARTER = text("NOT interim")
"""A quarter has one audit of its own, however many interim ones."""


class AuditTableRow(Base):
    """One audit, from its announcement to its sealed report."""

    __tablename__ = "audits"
    __table_args__ = (
        Index("ix_audits_quarter", "quarter", unique=True, sqlite_where=_OF_QUARTER, postgresql_where=_OF_QUARTER),
        {"sqlite_autoincrement": True},
    )

    audit: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    quarter: Mapped[str]
    file_name: Mapped[str | None]
    """The name of the file, where it is of another system's log."""
    interim: Mapped[bool]
    begin: Mapped[datetime]
    until: Mapped[datetime]
    size: Mapped[int]
    checkpoint: Mapped[str]
    source: Mapped[str]
    drawn_at: Mapped[datetime]
    allowed: Mapped[int]
    announced_by: Mapped[str]
    announced_at: Mapped[datetime]
    record: Mapped[int]
    state: Mapped[str]
    value: Mapped[str | None]
    seed: Mapped[str | None]
    drawn_by: Mapped[str | None]
    drawn_record: Mapped[int | None]
    population: Mapped[int | None]
    rest: Mapped[int | None]
    drawn: Mapped[int | None]
    sealed_by: Mapped[str | None]
    sealed_at: Mapped[datetime | None]
    sealed_record: Mapped[int | None]


class AuditSampleRow(Base):
    """A record that the sample of an audit names, whose it is, and why it is looked at."""

    __tablename__ = "audit_rows"

    audit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    username: Mapped[str]
    stratum: Mapped[str]


class AuditReviewRow(Base):
    """One person's word on a record of the sample."""

    __tablename__ = "audit_reviews"

    audit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    record: Mapped[int]


class AuditFindingRow(Base):
    """What was put before the administrator, and what was decided of it."""

    __tablename__ = "audit_findings"
    __table_args__ = ({"sqlite_autoincrement": True},)

    finding: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    audit: Mapped[int] = mapped_column(index=True)
    rows: Mapped[list[Any]]
    users: Mapped[list[Any]]
    detector: Mapped[str]
    words: Mapped[str]
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    record: Mapped[int]
    outcome: Mapped[str | None]
    decision: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_record: Mapped[int | None]
    approved_by: Mapped[str | None]


class AuditReportRow(Base):
    """The sealed report of an audit, as it was made."""

    __tablename__ = "audit_reports"

    audit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record: Mapped[int]
    pdf: Mapped[bytes]
    html: Mapped[bytes]
    pdf_sha256: Mapped[str]
    html_sha256: Mapped[str]
    note: Mapped[str]


class AuditFileRow(Base):
    """The file of another system's log that is audited, compressed (zlib)."""

    __tablename__ = "audit_files"

    audit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    packed: Mapped[bytes]
