"""The tables of photographs and their plates (464.7.1(a), 464.9), typed; times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class PhotographBatchRow(Base):
    """Photographs that were handed in together, on the same terms."""

    __tablename__ = "photograph_batches"

    batch_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    source: Mapped[str]
    provenance: Mapped[str]
    court_order: Mapped[str]
    camera: Mapped[str]
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    time_zone: Mapped[str]
    region: Mapped[str | None]
    by: Mapped[str]
    received: Mapped[datetime]
    state: Mapped[str] = mapped_column(index=True)
    record: Mapped[int]


class PhotographRow(Base):
    """One photograph, or one file that could not be taken as one."""

    __tablename__ = "photographs"
    __table_args__ = (
        Index("ix_photographs_batch_state", "batch_id", "state"),
        Index("ix_photographs_state", "state"),
        *(Index(f"ix_photographs_band{number}", f"band{number}") for number in range(4)),
    )

    photograph: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    batch_id: Mapped[str]
    name: Mapped[str]
    medium: Mapped[str]
    """``photograph``, or ``video``, whose frames are photographs of their own."""
    sha256: Mapped[str] = mapped_column(index=True)
    octets: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    reason: Mapped[str]
    missing: Mapped[list[Any]]
    width: Mapped[int | None]
    height: Mapped[int | None]
    perceptual_hash: Mapped[str | None]
    band0: Mapped[int | None]
    """Sixteen bits each of the perceptual hash: of hashes that differ in three bits at most one is the same."""
    band1: Mapped[int | None]
    band2: Mapped[int | None]
    band3: Mapped[int | None]
    similar_to: Mapped[int | None]
    camera: Mapped[str | None]
    camera_from: Mapped[str | None]
    time: Mapped[datetime | None]
    time_from: Mapped[str | None]
    offset_assumed: Mapped[bool]
    local_time: Mapped[str | None]
    """As the photograph tells it, while the zone that it was told in is not known."""
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    place_from: Mapped[str | None]
    engine: Mapped[str | None]
    engine_version: Mapped[str | None]
    models: Mapped[dict[str, Any]]
    profile: Mapped[str | None]
    region: Mapped[str | None]
    thumbnail: Mapped[str | None]
    video: Mapped[str | None]
    second: Mapped[float | None] = mapped_column(Double)
    received: Mapped[datetime]
    record: Mapped[int]


class PhotographPlateRow(Base):
    """One plate of a photograph; the read that is made of it has this ``read_id``."""

    __tablename__ = "photograph_plates"

    photograph: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    read_id: Mapped[str] = mapped_column(index=True)
    plate: Mapped[str]
    confidence: Mapped[float] = mapped_column(Double)
    box: Mapped[list[Any]]
    candidates: Mapped[list[Any]]
    crop: Mapped[str] = mapped_column(index=True)
