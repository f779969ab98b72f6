"""The tables of reviews (464.7(g)), typed; times are UTC. Words are only added, and go when the read is purged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class ReviewedReadRow(Base):
    """A read that somebody reviewed, as the store has it (``wire.reads``), and what counts of the words on it.

    What counts follows from the words; it stands here so that searches find it.
    """

    __tablename__ = "reviewed_reads"
    __table_args__ = (Index("ix_reviewed_reads_changed", "changed"),)

    read_id: Mapped[str] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    plate: Mapped[str]
    plate_as_given: Mapped[str | None]
    state: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Double)
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    camera: Mapped[str | None]
    source: Mapped[str]
    direction: Mapped[str | None]
    make: Mapped[str | None]
    model: Mapped[str | None]
    colour: Mapped[str | None]
    body_type: Mapped[str | None]
    vehicle_year: Mapped[int | None]
    candidates: Mapped[list[Any]]
    resolved_plate: Mapped[str | None]
    """As the camera's vendor resolved it."""
    provenance: Mapped[str | None]
    court_order: Mapped[str | None]
    format: Mapped[str | None]
    vendor_id: Mapped[str | None]
    batch_id: Mapped[str | None]
    received: Mapped[datetime | None]
    changed: Mapped[int]
    """The version of the register in which what counts was last worked out."""
    counts: Mapped[int | None]
    """The review that counts."""
    outcome: Mapped[str | None]
    corrected: Mapped[str | None]
    corrected_state: Mapped[str | None]
    said_by: Mapped[str | None]
    waits: Mapped[int | None]
    """The review that waits for a second person, and whose it is."""
    waits_for: Mapped[str | None]
    taught: Mapped[list[Any]]
    """What was counted for the matrix of confusions: meant, observed, how often."""


class ReviewRow(Base):
    """One person's word on a read."""

    __tablename__ = "reviews"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    read_id: Mapped[str] = mapped_column(index=True)
    outcome: Mapped[str]
    plate: Mapped[str | None]
    state: Mapped[str | None]
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    record: Mapped[int]


class ReviewUndoRow(Base):
    """A word that was taken back."""

    __tablename__ = "review_undos"

    review: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    read_id: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    record: Mapped[int]


class ReviewVersionRow(Base):
    """How often the register changed, in one row, and the version of the last purge."""

    __tablename__ = "review_versions"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    purged: Mapped[int]
