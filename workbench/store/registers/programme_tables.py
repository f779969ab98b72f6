"""The tables of what an administrator keeps (464.3, 464.7.1(b), 464.9, 464.10(b)): cameras, cases, words, plates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Double
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class CameraRow(Base):
    """A camera by the name that stands in its reads; degrees are WGS 84."""

    __tablename__ = "cameras"

    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    source: Mapped[str]
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    active: Mapped[bool]
    kept_by: Mapped[str]
    kept_at: Mapped[datetime]
    record: Mapped[int]


class WatchedPlateRow(Base):
    """A plate that audits look for, as a keyed hash alone; the key is no part of this database."""

    __tablename__ = "watched_plates"

    plate_hash: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    """Whose plate it is: the user name of a member, or nothing."""
    kind: Mapped[str]
    note: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    record: Mapped[int]


class OpenCaseRow(Base):
    """One case of the list imported last; it is open while no day stands under ``closed``."""

    __tablename__ = "open_cases"

    case_key: Mapped[str] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    closed: Mapped[date | None]
    members: Mapped[str | None]
    """Usernames, with spaces between."""
    record: Mapped[int]


class CaseListRow(Base):
    """One import of the agency's open cases; the newest is in force."""

    __tablename__ = "case_lists"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str]
    cases: Mapped[int]
    sha256: Mapped[str]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]
    record: Mapped[int]


class LexiconRow(Base):
    """One version of a list of words; the newest of its name is in force."""

    __tablename__ = "lexicons"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[list[Any]]
    kept_by: Mapped[str]
    kept_at: Mapped[datetime]
    record: Mapped[int]
