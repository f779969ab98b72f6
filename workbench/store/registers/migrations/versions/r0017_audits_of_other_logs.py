"""Audits of other systems' logs, with their files (464.6)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make room for the file and its name."""
    op.add_column("audits", sa.Column("file_name", sa.String(), nullable=True))
    op.create_table(
        "audit_files",
        sa.Column("audit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("audit", name="pk_audit_files"),
    )
