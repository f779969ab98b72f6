"""Audits: what is announced, drawn, reviewed, found and sealed (464.6, 464.10(c))."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0011"
down_revision = "0010"

_TIME = sa.DateTime(timezone=True)


def _columns(kind: TypeEngine[Any], names: str, *, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names.split()]


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "audits",
        sa.Column("audit", sa.Integer(), autoincrement=True, nullable=False),
        *_columns(sa.String(), "quarter checkpoint source announced_by state"),
        *_columns(sa.Boolean(), "interim"),
        *_columns(_TIME, "begin until drawn_at announced_at"),
        *_columns(sa.Integer(), "size allowed record"),
        *_columns(sa.String(), "value seed drawn_by sealed_by", nullable=True),
        *_columns(sa.Integer(), "drawn_record population rest drawn sealed_record", nullable=True),
        *_columns(_TIME, "sealed_at", nullable=True),
        sa.PrimaryKeyConstraint("audit", name="pk_audits"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_rows",
        *map(_key, ("audit", "row")),
        *_columns(sa.String(), "username stratum"),
        sa.PrimaryKeyConstraint("audit", "row", name="pk_audit_rows"),
    )
    op.create_table(
        "audit_reviews",
        *map(_key, ("audit", "row")),
        *_columns(sa.String(), "by verdict words"),
        *_columns(_TIME, "at"),
        *_columns(sa.Integer(), "record"),
        sa.PrimaryKeyConstraint("audit", "row", "by", name="pk_audit_reviews"),
    )
    op.create_table(
        "audit_findings",
        sa.Column("finding", sa.Integer(), autoincrement=True, nullable=False),
        *_columns(sa.Integer(), "audit record"),
        *_columns(sa.JSON(), "rows users"),
        *_columns(sa.String(), "detector words raised_by"),
        *_columns(_TIME, "raised_at"),
        *_columns(sa.String(), "outcome decision decided_by approved_by", nullable=True),
        *_columns(sa.Integer(), "decided_record", nullable=True),
        sa.PrimaryKeyConstraint("finding", name="pk_audit_findings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_findings_audit", "audit_findings", ["audit"])
    op.create_table(
        "audit_reports",
        _key("audit"),
        *_columns(sa.Integer(), "record"),
        *_columns(sa.LargeBinary(), "pdf html"),
        *_columns(sa.String(), "pdf_sha256 html_sha256 note"),
        sa.PrimaryKeyConstraint("audit", name="pk_audit_reports"),
    )
