"""When a hit was looked up, and alerts of hits on their way out (464.7(g))."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; of earlier look-ups only the time of their record is known."""
    op.add_column("hit_verifications", sa.Column("looked_up", _TIME, nullable=True))
    op.create_table(
        "alerts",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hit", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("recipient", "address", "key", "state")),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, _TIME, nullable=False) for name in ("due", "made")),
        sa.Column("ended", _TIME, nullable=True),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_alerts"),
        sa.UniqueConstraint("hit", "recipient", "address", name="uq_alerts_hit"),
    )
    op.create_index("ix_alerts_state_due", "alerts", ["state", "due"])
    op.create_table(
        "alert_marks",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("one", "hit")),
        sa.PrimaryKeyConstraint("one", name="pk_alert_marks"),
    )
    op.create_table(
        "alert_stops",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("username", name="pk_alert_stops"),
    )
