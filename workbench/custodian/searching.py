"""From a search's message to its answer (464.5, 464.7(d)): purpose, store, register of running searches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import polars as pl
from fastapi import Response

from workbench.custodian.services import Services
from workbench.errors import BadInput
from workbench.policy.caller import Caller, Realm
from workbench.search.run import Desk, as_given
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.movement import Look
from workbench.wire.search import Found, PlateSearch


def answered(
    rooms: Services,
    caller: Caller,
    action: str,
    message: PlateSearch | Look,
    search: Callable[[Desk], tuple[Found, pl.DataFrame]],
) -> Response:
    """One Arrow IPC stream whose metadata names both records; it goes out only after its result record stands."""
    purpose = rooms.registers.purposes.get(message.purpose_id)
    realm = purpose.realm if purpose else Realm.LIVE
    with ExitStack() as running:
        try:
            work = running.enter_context(rooms.queries.running(caller.username, message.query_id))
        except BadInput as error:
            raise rooms.gate.unusable(caller, purpose, as_given(action, message, realm), error) from None
        found, table = search(Desk(rooms.gate, caller, purpose, realm, rooms.settings, work))
    rooms.registers.purposes.touch(message.purpose_id, rooms.gate.now())
    return Response(pack(found, table), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
