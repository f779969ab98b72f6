"""What takes two persons: releases, agreements and the like (464.8 to 464.11)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "docket",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "state", "entered_by", "reason")),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_record", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_docket"),
    )
    op.create_index("ix_docket_kind", "docket", ["kind"])
    op.create_index("ix_docket_state", "docket", ["state"])
    op.create_table(
        "docket_acts",
        sa.Column("act", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("act", name="pk_docket_acts"),
    )
    op.create_index("ix_docket_acts_number", "docket_acts", ["number"])
