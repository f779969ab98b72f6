"""The tables of the registers, typed; times are UTC, ``record`` is an index of the access log (464.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Index, MetaData, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Utc(TypeDecorator[datetime]):
    """A point in time: aware on both sides, UTC at rest; a naive one is a mistake of ours."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive time rather than guess its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without an offset can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite keeps no offset, PostgreSQL answers in the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the registers, with names for constraints that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {datetime: Utc, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class PurposeRow(Base):
    """One declared purpose (464.5(4), 464.10(b))."""

    __tablename__ = "purposes"

    purpose_id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(index=True)
    category: Mapped[str]
    case_number: Mapped[str]
    narrative: Mapped[str]
    why_this_plate: Mapped[str]
    prompt: Mapped[str]
    realm: Mapped[str]
    declared_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    record: Mapped[int]


class StepRow(Base):
    """One step of somebody's training: a module, the quiz, the exercise, an acknowledgement (464.4.1)."""

    __tablename__ = "training_steps"

    username: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str]
    done_at: Mapped[datetime]
    record: Mapped[int]


class SignOffRow(Base):
    """A trainer's word that somebody is trained (464.12); earlier ones stay."""

    __tablename__ = "training_sign_offs"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    username: Mapped[str] = mapped_column(index=True)
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]
    trained_until: Mapped[datetime]
    record: Mapped[int]


class AssentRecord(Base):
    """One question for a signed-in page, and its answer."""

    __tablename__ = "assents"
    __table_args__ = (Index("ix_assents_digest_needs", "digest", "needs"),)

    assent_id: Mapped[str] = mapped_column(primary_key=True)
    open_key: Mapped[str | None] = mapped_column(unique=True)
    """Set while the question is open, so that there is one open question for one digest."""
    digest: Mapped[str]
    needs: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    summary: Mapped[dict[str, Any]]
    state: Mapped[str]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    note: Mapped[str]
    record: Mapped[int | None]


class BatchRow(Base):
    """The receipt of a batch that was taken in (464.9)."""

    __tablename__ = "batches"

    batch_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    format: Mapped[str]
    accepted: Mapped[int]
    duplicate: Mapped[int]
    rejected: Mapped[int]
    problems: Mapped[list[Any]]
    record: Mapped[int]
    received: Mapped[datetime]
    hits: Mapped[int]
    """Of its reads, when it was taken in."""


class SourceGrantRow(Base):
    """A source that somebody may search (464.7(f))."""

    __tablename__ = "source_grants"

    username: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    granted_by: Mapped[str]
    record: Mapped[int]


class DeviceRow(Base):
    """A vehicle or camera that may hand over reads and nothing else (464.9)."""

    __tablename__ = "devices"

    name: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    camera: Mapped[str]
    salt: Mapped[str]
    secret_hash: Mapped[str]
    added_by: Mapped[str]
    record: Mapped[int]


class PolicyRow(Base):
    """One version of the agency's policy (464.4.1, 464.8); the newest number is in force."""

    __tablename__ = "policies"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    version: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    installed_at: Mapped[datetime]
    installed_by: Mapped[str]
    record: Mapped[int]


class HoldRow(Base):
    """A case whose records are evidence or are asked for in discovery: nothing of it ends while the hold stands."""

    __tablename__ = "holds"

    hold: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    case_key: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]
    review_by: Mapped[date]
    record: Mapped[int]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_record: Mapped[int | None]
