"""The registers as they first stood (464.5, 464.4.1, 464.9)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _purposes()
    _training()
    _assents()
    _collection()
    _policies()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _purposes() -> None:
    op.create_table(
        "purposes",
        *_text(
            "purpose_id",
            "username",
            "category",
            "case_number",
            "narrative",
            "why_this_plate",
            "prompt",
            "realm",
        ),
        sa.Column("declared_at", _TIME, nullable=False),
        sa.Column("last_used_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("purpose_id", name="pk_purposes"),
    )
    op.create_index("ix_purposes_username", "purposes", ["username"])


def _training() -> None:
    op.create_table(
        "training_steps",
        *_text("username", "step", "detail"),
        sa.Column("done_at", _TIME, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("username", "step", name="pk_training_steps"),
    )
    op.create_table(
        "training_sign_offs",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_text("username", "signed_by"),
        sa.Column("signed_at", _TIME, nullable=False),
        sa.Column("trained_until", _TIME, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_training_sign_offs"),
    )
    op.create_index("ix_training_sign_offs_username", "training_sign_offs", ["username"])


def _assents() -> None:
    op.create_table(
        "assents",
        *_text("assent_id"),
        sa.Column("open_key", sa.String(), nullable=True),
        *_text("digest", "needs", "action", "subject", "asked_by"),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        *_text("state"),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", _TIME, nullable=True),
        *_text("note"),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("assent_id", name="pk_assents"),
        sa.UniqueConstraint("open_key", name="uq_assents_open_key"),
    )
    op.create_index("ix_assents_digest_needs", "assents", ["digest", "needs"])


def _collection() -> None:
    op.create_table(
        "batches",
        *_text("batch_id", "sha256", "name", "format"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("accepted", "duplicate", "rejected")),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("received", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batches"),
        sa.UniqueConstraint("sha256", name="uq_batches_sha256"),
    )
    op.create_table(
        "source_grants",
        *_text("username", "source", "granted_by"),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("username", "source", name="pk_source_grants"),
    )
    op.create_table(
        "devices",
        *_text("name", "source", "camera", "salt", "secret_hash", "added_by"),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_devices"),
    )


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_text("version", "text"),
        sa.Column("installed_at", _TIME, nullable=False),
        *_text("installed_by"),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_policies"),
        sa.UniqueConstraint("version", name="uq_policies_version"),
    )
