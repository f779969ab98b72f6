"""The tables of training sessions (464.12): who was asked to come, and who came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class SessionRow(Base):
    """One session that a trainer holds; ``closed_at`` once its attendance was taken."""

    __tablename__ = "training_sessions"

    session: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    place: Mapped[str]
    agenda: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    record: Mapped[int]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_record: Mapped[int | None]
    note: Mapped[str]


class RosterRow(Base):
    """One person on the roster of a session; ``attended`` is None until it is closed."""

    __tablename__ = "training_rosters"

    session: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(primary_key=True, index=True)
    record: Mapped[int]
    attended: Mapped[bool | None]
