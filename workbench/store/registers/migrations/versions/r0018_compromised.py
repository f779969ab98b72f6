"""When somebody said that others may know the password (464.5.2)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Nobody said so until now."""
    op.add_column("people", sa.Column("compromised_at", sa.DateTime(timezone=True), nullable=True))
