"""The desk of whoever works on an audit (464.6), put together for one call."""

from __future__ import annotations

from workbench.audit.desk import AuditDesk
from workbench.audit.own_cases import cases_of
from workbench.audit.own_watch import concerned_in, word_of
from workbench.audit.row import Ground
from workbench.custodian.services import Services
from workbench.policy.caller import Caller
from workbench.wire.audits import AuditAct


def desk_of(rooms: Services, caller: Caller, said: AuditAct | None = None) -> AuditDesk:
    """Its purpose is the one that the message names; each use keeps it alive."""
    purpose = rooms.registers.purposes.get(said.purpose_id) if said is not None else None
    if purpose is not None and purpose.username == caller.username:
        rooms.registers.purposes.touch(purpose.purpose_id, rooms.gate.now())

    def ground() -> Ground:
        return Ground(
            rooms.settings.agency.time_zone,
            cases_of(rooms.registers),
            watched=word_of(rooms.registers),
            concerned=concerned_in(rooms.registers),
            keyed=rooms.registers.watch_list.short,
        )

    return AuditDesk(rooms.gate, rooms.reader, rooms.notary, rooms.registers, rooms.settings, caller, purpose, ground)
