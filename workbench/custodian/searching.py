"""From a search's message to its answer (464.5, 464.7(d)): purpose, store, register of running searches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

import polars as pl
from fastapi import Response

from workbench.custodian.services import Services
from workbench.errors import BadInput
from workbench.policy.caller import Caller, Realm
from workbench.search.run import Desk, as_given
from workbench.wire.base import Message
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.movement import Look
from workbench.wire.search import Found, PlateSearch

Told = TypeVar("Told", bound=Message)


def with_receipt(rooms: Services, answer: Told, record: int) -> Told:
    """The same answer with the proof that its record stands in the access log."""
    return answer.model_copy(update={"receipt": rooms.notary.receipt(record).decode()})


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
    found = with_receipt(rooms, found, found.result_record)
    return Response(pack(found, table), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
