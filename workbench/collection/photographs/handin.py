"""Handing in photographs (464.7.1(a), 464.7(f), 464.9): terms first, then file by file, then let them be read.

Each act is on record under the name of the person who does it. Provenance and source are questions to the policy, so
their refusal is on record; the terms of a batch are settled once and hold for each of its files.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from workbench.accesslog.record import digest
from workbench.collection import intake, terms
from workbench.collection.outcome import on_record
from workbench.collection.photographs.desk import PhotographDesk
from workbench.collection.photographs.files import Intake
from workbench.errors import BadInput, NotFound
from workbench.gate import Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.wire.photographs import (
    BatchState,
    HandedIn,
    HandedInFile,
    Photograph,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
    Progress,
)
from workbench.wire.stated import HandIn, Stated

BEGIN, HAND_IN = "photographs.begin", "photographs.hand-in"
CLOSE, CANCEL = "photographs.close", "photographs.cancel"
PROBLEMS = 100
"""Files that were not taken which an answer lists."""


def begin(desk: PhotographDesk, caller: Caller, offer: PhotographOffer, batch_id: str = "") -> PhotographBatch:
    """Begin a batch on these terms; with an id, the one that was begun under it before.

    Raises ``Refused`` (464.7.1(a), 464.7(f), 464.4) after recording it, ``BadInput`` for terms that can't hold.
    """
    terms.ground(offer, desk.gate.now())
    wanted = batch_id or uuid4().hex
    receipt = desk.gate.admit(caller, None, _asked(desk, BEGIN, offer, {"batch": wanted}))
    with on_record(desk.gate, receipt, "the batch of photographs"):
        batch = desk.registers.photograph_batches.begin(wanted, offer, caller.username, receipt.time, receipt)
    desk.gate.release(receipt, {"batch": batch.batch_id, "count": 0})
    return batch


def demand(desk: PhotographDesk, caller: Caller, batch_id: str, told: HandIn) -> None:
    """Return when this caller may hand such a file in to this batch; raises as ``take_file`` does, before any byte."""
    batch = _open(desk, caller, batch_id)
    desk.gate.demand(caller, None, _asked(desk, HAND_IN, batch.offer, {"batch": batch_id, "name": told.name}))


def take_file(desk: PhotographDesk, caller: Caller, batch_id: str, told: HandIn, file: Path) -> HandedIn:
    """Take a photograph, a video or an archive of photographs into a batch that is open.

    What can't be taken of it is entered as failed, with the reason; the rest is taken. The same file sent again changes
    nothing. Raises ``NotFound`` for a batch that is none of the caller's, ``BadInput`` for one that was closed.
    """
    batch = _open(desk, caller, batch_id)
    with intake.opened(file) as stream:
        sha256, octets = intake.content_sha256(stream)
        content = {"batch": batch_id, "name": told.name, "sha256": sha256, "bytes": octets}
        receipt = desk.gate.admit(caller, None, _asked(desk, HAND_IN, batch.offer, content))
        with on_record(desk.gate, receipt, "the file", "what was taken of it stands"):
            taken = list(Intake(desk, batch, receipt).file(stream, told.name, told.stated))
    counted = {state: sum(one.state is state for one in taken) for state in PhotographState}
    answer = HandedIn(
        batch_id=batch_id,
        waiting=sum(
            counted[state]
            for state in PhotographState
            if state not in (PhotographState.DUPLICATE, PhotographState.FAILED)
        ),
        duplicate=counted[PhotographState.DUPLICATE],
        failed=counted[PhotographState.FAILED],
        problems=[file_of(one) for one in taken if one.reason][:PROBLEMS],
        record=receipt.index,
    )
    desk.gate.release(
        receipt,
        {"batch": batch_id, "count": answer.waiting, "duplicate": answer.duplicate, "failed": answer.failed},
    )
    return answer


def close(desk: PhotographDesk, caller: Caller, batch_id: str) -> Progress:
    """Every file was handed in: let them be read."""
    batch = own(desk, caller, batch_id)
    receipt = desk.gate.admit(caller, None, _asked(desk, CLOSE, batch.offer, {"batch": batch_id}))
    with on_record(desk.gate, receipt, "the batch of photographs"):
        desk.registers.photograph_batches.close(batch_id)
        desk.registers.photograph_batches.settle()
        progress = desk.registers.photograph_batches.progress(batch_id)
    desk.gate.release(receipt, {"batch": batch_id, "count": progress.total})
    return progress


def cancel(desk: PhotographDesk, caller: Caller, batch_id: str) -> Progress:
    """Call a batch off: what was read of it stands, the rest is not read and its images are not kept."""
    batch = own(desk, caller, batch_id)
    receipt = desk.gate.admit(caller, None, _asked(desk, CANCEL, batch.offer, {"batch": batch_id}))
    with on_record(desk.gate, receipt, "the batch of photographs"):
        desk.registers.photograph_batches.cancel(batch_id)
        desk.images.purge(lambda: desk.registers.photograph_purge.held(receipt), receipt)
        progress = desk.registers.photograph_batches.progress(batch_id)
    desk.gate.release(receipt, {"batch": batch_id, "count": progress.cancelled})
    return progress


def hand_in_whole(
    desk: PhotographDesk, caller: Caller, offer: PhotographOffer, stated: Stated | None, file: Path
) -> Progress:
    """A batch of one file, such as one that was dropped: the same file on the same terms is the same batch.

    A stop at any moment heals by handing it in again; what failed altogether is tried anew. Raises as ``begin`` and
    ``take_file`` do.
    """
    with intake.opened(file) as stream:
        sha256, _ = intake.content_sha256(stream)
    terms_of = offer.model_dump(mode="json", exclude={"name"})
    told = {"photographs": sha256, "by": caller.username, **terms_of}
    batch = begin(desk, caller, offer, _unfailed(desk, told))
    if batch.state is BatchState.OPEN:
        take_file(desk, caller, batch.batch_id, HandIn(name=offer.name, stated=stated), file)
        close(desk, caller, batch.batch_id)
    return desk.registers.photograph_batches.progress(batch.batch_id)


def _unfailed(desk: PhotographDesk, told: dict[str, Any]) -> str:
    """The id of the batch of this file, or of the first further one that did not fail altogether."""
    for number in count():
        batch_id = digest(told | ({"again": number} if number else {}))[:32]
        try:
            progress = desk.registers.photograph_batches.progress(batch_id)
        except NotFound:
            return batch_id
        if progress.state is not BatchState.DONE or progress.failed < progress.total:
            return batch_id
    raise AssertionError("count() does not end")


def own(desk: PhotographDesk, caller: Caller, batch_id: str) -> PhotographBatch:
    """The caller's own batch, or that of the drop folder of a source of the caller's; ``NotFound`` for all others."""
    batch = desk.registers.photograph_batches.get(batch_id)
    if batch.by not in names_of(caller):
        raise NotFound("There is no such batch of photographs.", how="Look at the list of your batches anew.")
    return batch


def names_of(caller: Caller) -> list[str]:
    """Under which names batches are the caller's: nobody else looks after what was dropped (464.9)."""
    return [caller.username, *(f"drop:{source}" for source in sorted(caller.sources))]


def file_of(photograph: Photograph) -> HandedInFile:
    """A photograph as whoever handed it in may see it: without a plate."""
    return HandedInFile.model_validate(photograph.model_dump(include=set(HandedInFile.model_fields)))


def _open(desk: PhotographDesk, caller: Caller, batch_id: str) -> PhotographBatch:
    batch = own(desk, caller, batch_id)
    if batch.state is not BatchState.OPEN:
        raise BadInput("This batch takes no more files.", where="batch", how="Begin another one.")
    return batch


def _asked(desk: PhotographDesk, action: str, offer: PhotographOffer, more: Mapping[str, Any]) -> Request:
    return Request(
        action=action,
        operation=Operation.INGEST,
        elements={**offer.model_dump(mode="json"), **more},
        rules=terms.rules(offer, desk.settings),
    )
