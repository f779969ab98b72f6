"""Holds: cases of which nothing may end (464.9)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; nothing was held before."""
    op.create_table(
        "holds",
        sa.Column("hold", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("case_number", "case_key", "reason", "placed_by")),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_record", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("hold", name="pk_holds"),
    )
    op.create_index("ix_holds_case_key", "holds", ["case_key"])
