"""The tables of alerts on their way out of the machine (464.7(g)); no plate is in them. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class AlertRow(Base):
    """One person's alert of one hit, at one address."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("hit", "recipient", "address", name="uq_alerts_hit"),
        Index("ix_alerts_state_due", "state", "due"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    hit: Mapped[int]
    recipient: Mapped[str]
    address: Mapped[str]
    key: Mapped[str]
    """The same at each attempt, so that whoever gets it twice can tell."""
    state: Mapped[str]
    attempts: Mapped[int]
    due: Mapped[datetime]
    made: Mapped[datetime]
    ended: Mapped[datetime | None]
    record: Mapped[int | None]
    """The record that it went out under."""
    trouble: Mapped[str]
    """What kept the last attempt from succeeding; empty for none."""


class AlertMarkRow(Base):
    """How far the hits were turned into alerts: one row."""

    __tablename__ = "alert_marks"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hit: Mapped[int]
    """The newest hit of which alerts were made."""


class AlertStopRow(Base):
    """Somebody whose account was disabled, and who is told of nothing."""

    __tablename__ = "alert_stops"

    username: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
