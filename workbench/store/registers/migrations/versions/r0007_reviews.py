"""Reviews of reads, what counts of them, and hits that rest on a correction (464.7(g))."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXTS = (
    *("plate_as_given", "state", "camera", "direction", "make", "model", "colour", "body_type", "resolved_plate"),
    *("provenance", "court_order", "format", "vendor_id", "batch_id"),
    *("outcome", "corrected", "corrected_state", "said_by", "waits_for"),
)


def upgrade() -> None:
    """Create the tables; nothing was reviewed before."""
    op.create_table(
        "reviewed_reads",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("read_id", "plate", "source")),
        *(sa.Column(name, sa.String(), nullable=True) for name in _TEXTS),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("confidence", "latitude", "longitude")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("vehicle_year", "counts", "waits")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("candidates", "taught")),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("read_id", name="pk_reviewed_reads"),
    )
    op.create_index("ix_reviewed_reads_changed", "reviewed_reads", ["changed"])
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("read_id", "outcome", "note", "by")),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("plate", "state")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_read_id", "reviews", ["read_id"])
    op.create_table(
        "review_undos",
        sa.Column("review", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("read_id", "reason", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("review", name="pk_review_undos"),
    )
    op.create_index("ix_review_undos_read_id", "review_undos", ["read_id"])
    op.create_table(
        "review_versions",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("version", "purged")),
        sa.PrimaryKeyConstraint("one", name="pk_review_versions"),
    )
    op.add_column("hits", sa.Column("resolved_plate", sa.String(), nullable=True))
    op.add_column("confusion_versions", sa.Column("reviewed", sa.JSON(), nullable=True))
