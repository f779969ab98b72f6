"""Hotlists, hits and their verifications (464.7(f), 464.7(g)); a batch's receipt counts its hits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; batches taken before there were lists had no hits."""
    _hotlists()
    _entries()
    _hits()
    _verifications()
    with op.batch_alter_table("batches") as batches:
        batches.add_column(sa.Column("hits", sa.Integer(), nullable=False, server_default="0"))


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _hotlists() -> None:
    op.create_table(
        "hotlists",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_text("name"),
        *_text("active_name", nullable=True),
        *_numbers("version"),
        *_text("source", "format", "sha256", "terms", "state"),
        *_numbers("accepted", "duplicate", "rejected"),
        sa.Column("problems", sa.JSON(), nullable=False),
        *_text("installed_by"),
        sa.Column("installed_at", _TIME, nullable=False),
        *_numbers("record"),
        *_text("ended_by"),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_hotlists"),
        sa.UniqueConstraint("active_name", name="uq_hotlists_active_name"),
    )
    op.create_index("ix_hotlists_name", "hotlists", ["name"])


def _entries() -> None:
    op.create_table(
        "hotlist_entries",
        sa.Column("hotlist", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        *_text("entry_id", "plate"),
        *_text("state", nullable=True),
        *_text("reason", "case_number"),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        *_text("note"),
        sa.PrimaryKeyConstraint("hotlist", "place", name="pk_hotlist_entries"),
    )


def _hits() -> None:
    op.create_table(
        "hits",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_text("read_id", "entry_id"),
        sa.Column("time", _TIME, nullable=False),
        *_text("camera"),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("latitude", "longitude")),
        *_text("source", "plate"),
        *_text("state", nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        *_text("matched", "hotlist"),
        *_numbers("version"),
        *_text("hotlist_source", "listed_plate"),
        *_text("listed_state", nullable=True),
        *_text("reason", "case_number"),
        sa.Column("entered", _TIME, nullable=False),
        sa.Column("expires", _TIME, nullable=False),
        *_text("listed_note", "status"),
        *_numbers("batch_record"),
        sa.PrimaryKeyConstraint("number", name="pk_hits"),
        sa.UniqueConstraint("read_id", "entry_id", name="uq_hits_read_id"),
    )
    op.create_index("ix_hits_time_number", "hits", ["time", "number"])
    op.create_index("ix_hits_hotlist_time", "hits", ["hotlist", "time"])
    op.create_index("ix_hits_status_time", "hits", ["status", "time"])


def _verifications() -> None:
    op.create_table(
        "hit_verifications",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_numbers("hit"),
        *_text("result", "by"),
        sa.Column("at", _TIME, nullable=False),
        *_text("reference", "note"),
        *_numbers("record"),
        sa.PrimaryKeyConstraint("number", name="pk_hit_verifications"),
    )
    op.create_index("ix_hit_verifications_hit", "hit_verifications", ["hit"])
