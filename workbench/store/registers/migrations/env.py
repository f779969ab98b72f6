"""What Alembic runs: the steps that are missing, on the connection and in the transaction that are given."""

from __future__ import annotations

from alembic import context

from workbench.store.registers.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
