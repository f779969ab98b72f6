"""From a search's message to its answer (464.5, 464.7(d)): purpose, store, register of running searches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import TypeVar

import polars as pl
from fastapi import Response

from workbench.custodian.services import Services
from workbench.errors import BadInput
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Purpose
from workbench.search.run import Desk, as_given
from workbench.wire.base import Message
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.movement import Look
from workbench.wire.search import Found, PlateSearch

Told = TypeVar("Told", bound=Message)
GRAIN = timedelta(seconds=10)
"""How much sooner than after its idle minutes a purpose may end."""


def with_receipt(rooms: Services, answer: Told, record: int) -> Told:
    """The same answer with the proof that its record stands in the access log."""
    return answer.model_copy(update={"receipt": rooms.notary.receipt(record).decode()})


def used(rooms: Services, purpose: Purpose | None) -> None:
    """Start the purpose's idle time anew; not for each of many searches, as each is a write that others wait for."""
    now = rooms.gate.now()
    if purpose is not None and now - purpose.last_used_at >= GRAIN:
        rooms.registers.purposes.touch(purpose.purpose_id, now)


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
    used(rooms, purpose)
    found = with_receipt(rooms, found, found.result_record)
    return Response(pack(found, table), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
