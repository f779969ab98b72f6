"""The tables of hotlists and hits (464.7(f), 464.7(g)), typed; times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class HotlistRow(Base):
    """One version of a list; what its entries were is in the hits that they made."""

    __tablename__ = "hotlists"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(index=True)
    active_name: Mapped[str | None] = mapped_column(unique=True)
    """Its name while it is the version in force, so that there is one of each name."""
    version: Mapped[int]
    source: Mapped[str]
    format: Mapped[str]
    sha256: Mapped[str]
    terms: Mapped[str]
    """Digest of what it was offered on, to tell the same offer again."""
    state: Mapped[str]
    accepted: Mapped[int]
    duplicate: Mapped[int]
    rejected: Mapped[int]
    problems: Mapped[list[Any]]
    installed_by: Mapped[str]
    installed_at: Mapped[datetime]
    record: Mapped[int]
    ended_by: Mapped[str]
    ended_at: Mapped[datetime | None]


class EntryRow(Base):
    """One entry of a list that is in force or being loaded; it goes when the list does."""

    __tablename__ = "hotlist_entries"

    hotlist: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[str]
    """The same for the same entry in each version of its list."""
    plate: Mapped[str]
    state: Mapped[str | None]
    reason: Mapped[str]
    case_number: Mapped[str]
    entered: Mapped[int] = mapped_column(BigInteger)
    expires: Mapped[int] = mapped_column(BigInteger)
    """Both in microseconds since 1970, UTC: a million of them are read at a time."""
    note: Mapped[str]


class HitRow(Base):
    """A read that met an entry, with both as they were then; once for each read and entry."""

    __tablename__ = "hits"
    __table_args__ = (
        UniqueConstraint("read_id", "entry_id", name="uq_hits_read_id"),
        Index("ix_hits_time_number", "time", "number"),
        Index("ix_hits_hotlist_time", "hotlist", "time"),
        Index("ix_hits_status_time", "status", "time"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    read_id: Mapped[str]
    entry_id: Mapped[str]
    time: Mapped[datetime]
    camera: Mapped[str]
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    source: Mapped[str]
    plate: Mapped[str]
    state: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Double)
    matched: Mapped[str]
    hotlist: Mapped[str]
    version: Mapped[int]
    hotlist_source: Mapped[str]
    listed_plate: Mapped[str]
    listed_state: Mapped[str | None]
    reason: Mapped[str]
    case_number: Mapped[str]
    entered: Mapped[datetime]
    expires: Mapped[datetime]
    listed_note: Mapped[str]
    status: Mapped[str]
    batch_record: Mapped[int]
    resolved_plate: Mapped[str | None]
    """The plate that a review resolved the read to, when the hit was made by that."""


class VerificationRow(Base):
    """One look-up of a hit, as somebody typed it in (464.7(g)); earlier ones stay."""

    __tablename__ = "hit_verifications"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    hit: Mapped[int] = mapped_column(index=True)
    result: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    reference: Mapped[str]
    note: Mapped[str]
    record: Mapped[int]
    looked_up: Mapped[datetime | None]
    """When CLETS answered; None for what is no look-up."""
