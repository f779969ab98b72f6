"""One audit for each quarter, interim ones apart (464.6)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Forbid a second one, whoever announces it at the same moment."""
    where = sa.text("NOT interim")
    op.create_index("ix_audits_quarter", "audits", ["quarter"], unique=True, sqlite_where=where, postgresql_where=where)
