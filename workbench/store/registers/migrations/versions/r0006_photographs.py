"""Photographs that were handed in, and their plates (464.7.1(a), 464.9)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; no photograph was handed in before."""
    _batches()
    _photographs()
    _plates()


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _whole(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _real(*names: str, nullable: bool = True) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Double(), nullable=nullable) for name in names]


def _batches() -> None:
    op.create_table(
        "photograph_batches",
        *_text("batch_id", "name", "source", "provenance", "court_order", "camera"),
        *_real("latitude", "longitude"),
        *_text("time_zone"),
        *_text("region", nullable=True),
        *_text("by"),
        sa.Column("received", _TIME, nullable=False),
        *_text("state"),
        *_whole("record"),
        sa.PrimaryKeyConstraint("batch_id", name="pk_photograph_batches"),
    )
    op.create_index("ix_photograph_batches_state", "photograph_batches", ["state"])


def _photographs() -> None:
    op.create_table(
        "photographs",
        sa.Column("photograph", sa.Integer(), autoincrement=True, nullable=False),
        *_text("batch_id", "name", "medium", "sha256"),
        sa.Column("octets", sa.BigInteger(), nullable=False),
        *_text("state", "reason"),
        sa.Column("missing", sa.JSON(), nullable=False),
        *_whole("width", "height", nullable=True),
        *_text("perceptual_hash", nullable=True),
        *_whole("band0", "band1", "band2", "band3", "similar_to", nullable=True),
        *_text("camera", "camera_from", nullable=True),
        sa.Column("time", _TIME, nullable=True),
        *_text("time_from", nullable=True),
        sa.Column("offset_assumed", sa.Boolean(), nullable=False),
        *_text("local_time", nullable=True),
        *_real("latitude", "longitude"),
        *_text("place_from", "engine", "engine_version", nullable=True),
        sa.Column("models", sa.JSON(), nullable=False),
        *_text("profile", "region", "thumbnail", "video", nullable=True),
        *_real("second"),
        sa.Column("received", _TIME, nullable=False),
        *_whole("record"),
        sa.PrimaryKeyConstraint("photograph", name="pk_photographs"),
    )
    op.create_index("ix_photographs_batch_state", "photographs", ["batch_id", "state"])
    for name in ("sha256", "state", "band0", "band1", "band2", "band3"):
        op.create_index(f"ix_photographs_{name}", "photographs", [name])


def _plates() -> None:
    op.create_table(
        "photograph_plates",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("photograph", "number")),
        *_text("read_id", "plate"),
        *_real("confidence", nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("box", "candidates")),
        *_text("crop"),
        sa.PrimaryKeyConstraint("photograph", "number", name="pk_photograph_plates"),
    )
    for name in ("read_id", "crop"):
        op.create_index(f"ix_photograph_plates_{name}", "photograph_plates", [name])
