"""The day on which a hold is to be looked at again (464.9)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the day; holds from before had none, and are due at once."""
    op.add_column("holds", sa.Column("review_by", sa.Date(), nullable=False, server_default="2026-01-01"))
