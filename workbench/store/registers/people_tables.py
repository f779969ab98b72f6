"""The tables of people and of delegations (464.3, 464.3.1, 464.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class PersonRow(Base):
    """Somebody with an account, as the Hub last told; the accounts themselves are the Hub's."""

    __tablename__ = "people"

    username: Mapped[str] = mapped_column(primary_key=True)
    roles: Mapped[list[Any]]
    disabled: Mapped[bool]
    made_by: Mapped[str]
    told_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None] = mapped_column(default=None)
    record: Mapped[int]


class SuspensionRow(Base):
    """Somebody to whom nothing opens until he or she is readmitted; earlier ones stand in the access log."""

    __tablename__ = "suspensions"

    username: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    record: Mapped[int]


class DelegationRow(Base):
    """A part of the day-to-day work, delegated to a member for a time."""

    __tablename__ = "delegations"

    delegation: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    username: Mapped[str] = mapped_column(index=True)
    operations: Mapped[list[Any]]
    begins_at: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str]
    by: Mapped[str]
    approved_by: Mapped[str]
    record: Mapped[int]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_record: Mapped[int | None]
