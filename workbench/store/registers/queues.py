"""How much waits for somebody or something (464.10): numbers, which say nothing of what it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, text

from workbench.store.registers.assents import State as Asked
from workbench.store.registers.database import Database
from workbench.store.registers.docket_tables import DocketRow
from workbench.store.registers.photograph_tables import PhotographRow
from workbench.store.registers.tables import AssentRecord
from workbench.wire.docket import State as Entered
from workbench.wire.photographs import PhotographState

_PHOTOGRAPHS = (PhotographState.WAITING, PhotographState.LOOKED, PhotographState.INCOMPLETE)


class Queues:
    """Counted over all registers in one look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, now: datetime) -> dict[str, int]:
        """Photographs by how far they are, questions that may still be answered, entries that nobody decided."""
        photographs = select(PhotographRow.state, func.count()).group_by(PhotographRow.state)
        asked = select(func.count()).where(AssentRecord.state == Asked.PENDING.value, AssentRecord.expires_at > now)
        entered = select(func.count()).where(DocketRow.state == Entered.WAITING.value)
        with self._database.reading() as session:
            states = {row[0]: row[1] for row in session.execute(photographs)}
            counts = {f"photographs-{state.value}": states.get(state.value, 0) for state in _PHOTOGRAPHS}
            return counts | {
                "assents": session.execute(asked).scalar_one(),
                "decisions": session.execute(entered).scalar_one(),
            }

    def revision(self) -> str:
        """The schema that the registers have."""
        with self._database.reading() as session:
            return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
