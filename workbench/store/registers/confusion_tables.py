"""The tables of measured confusions (464.7(d)), typed; no plate is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class ConfusionCountRow(Base):
    """How often a character was read for another one; an empty one is missing or one too many."""

    __tablename__ = "confusion_counts"

    meant: Mapped[str] = mapped_column(primary_key=True)
    observed: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[float] = mapped_column(Double)


class ConfusionTakenRow(Base):
    """What was counted already, so that nothing is counted twice: a batch."""

    __tablename__ = "confusion_taken"

    origin: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[int]


class ConfusionVersionRow(Base):
    """One version of the matrix, with what it was made of; the newest number is in force."""

    __tablename__ = "confusion_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    characters: Mapped[int] = mapped_column(BigInteger)
    counts: Mapped[list[Any]]
    reviewed: Mapped[list[Any] | None]
    """Of these, what people reviewed."""
    record: Mapped[int]
