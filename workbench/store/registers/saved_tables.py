"""The table of saved searches (464.5, 464.7(d)): a pattern may be a plate, so each stands under its person's name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.registers.tables import Base


class SavedSearchRow(Base):
    """One person's search by its name; ``form`` as it travels."""

    __tablename__ = "saved_searches"

    username: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    record: Mapped[int]
