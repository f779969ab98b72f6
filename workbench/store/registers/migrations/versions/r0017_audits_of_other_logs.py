"""Audits of other systems' logs, with their files; when cases were closed and whose they are (464.6, 464.10(b))."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make room for the file and its name, and for what the list of cases tells besides the number."""
    op.add_column("audits", sa.Column("file_name", sa.String(), nullable=True))
    op.create_table(
        "audit_files",
        sa.Column("audit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("audit", name="pk_audit_files"),
    )
    op.add_column("open_cases", sa.Column("closed", sa.Date(), nullable=True))
    op.add_column("open_cases", sa.Column("members", sa.String(), nullable=True))
