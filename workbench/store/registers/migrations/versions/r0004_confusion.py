"""Counts of misread characters and the versions of the matrix made of them (464.7(d))."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables; nothing was measured before."""
    op.create_table(
        "confusion_counts",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("meant", "observed", "origin")),
        sa.Column("count", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("meant", "observed", "origin", name="pk_confusion_counts"),
    )
    op.create_table(
        "confusion_taken",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("origin", "key")),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("origin", "key", name="pk_confusion_taken"),
    )
    op.create_table(
        "confusion_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_confusion_versions"),
    )
