"""The tables of what takes two persons (464.8 to 464.11): entries, and what was done under each; times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class DocketRow(Base):
    """One entry; ``body`` as it travels. It is decided once, and never deleted."""

    __tablename__ = "docket"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(index=True)
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    record: Mapped[int]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_record: Mapped[int | None]
    reason: Mapped[str]


class DocketActRow(Base):
    """What was done under an entry: a file given out, a notice sent, its end."""

    __tablename__ = "docket_acts"

    act: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[int] = mapped_column(index=True)
    what: Mapped[str]
    body: Mapped[dict[str, Any]]
    done_by: Mapped[str]
    done_at: Mapped[datetime]
    record: Mapped[int]
