"""Every batch keeps its receipt (464.9): the same bytes on other terms are another batch, no longer left out."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Let several receipts stand for the same bytes; they are still found by them."""
    # SQLite can't drop a constraint: there the table is written anew, with its rows, in this same transaction.
    with op.batch_alter_table("batches") as batches:
        batches.drop_constraint("uq_batches_sha256", type_="unique")
    op.create_index("ix_batches_sha256", "batches", ["sha256"])
