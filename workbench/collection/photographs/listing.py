"""What became of the files of one's own batch, and supplying what photographs lack (464.5, 464.7.1(a)); on record."""

from __future__ import annotations

from workbench.collection.outcome import on_record
from workbench.collection.photographs import evidence
from workbench.collection.photographs.desk import PhotographDesk
from workbench.collection.photographs.handin import file_of, own
from workbench.errors import BadInput
from workbench.gate import Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.wire.photographs import Complete, Completed, FileList, ListFiles, Photograph, PhotographState

LIST, COMPLETE = "photographs.list", "photographs.complete"


def list_files(desk: PhotographDesk, caller: Caller, batch_id: str, wanted: ListFiles) -> FileList:
    """Files of the caller's own batch, without their plates. Raises ``NotFound`` and ``Refused`` (464.4, 464.4.1)."""
    own(desk, caller, batch_id)
    elements = {"batch": batch_id, **wanted.model_dump(mode="json")}
    receipt = desk.gate.admit(caller, None, Request(LIST, Operation.INGEST, elements))
    with on_record(desk.gate, receipt, "the list", "nothing was shown"):
        found = desk.registers.photographs.of_batch(batch_id, wanted.states, wanted.after, wanted.limit, receipt)
    desk.gate.release(receipt, {"batch": batch_id, "count": len(found)})
    return FileList(files=[file_of(one) for one in found], record=receipt.index)


def complete(desk: PhotographDesk, caller: Caller, batch_id: str, said: Complete) -> Completed:
    """Put down what photographs of the caller's own batch lacked; the record keeps what was supplied.

    Raises ``BadInput`` for a time or place that can't be, before anything is changed.
    """
    own(desk, caller, batch_id)
    elements = {"batch": batch_id, **said.model_dump(mode="json")}
    receipt = desk.gate.admit(caller, None, Request(COMPLETE, Operation.INGEST, elements))
    with on_record(desk.gate, receipt, "what was supplied", "nothing was changed"):
        found = [_mine(desk, batch_id, number, receipt) for number in said.photographs]
        offer = desk.registers.photograph_batches.get(batch_id).offer
        told = [evidence.supplied(one, said.stated, offer, receipt.time) for one in found]
        for one, known in zip(found, told, strict=True):
            missing = evidence.lacks(known)
            reason = evidence.in_words(missing)
            desk.registers.photographs.complete(one.photograph, known, missing, reason, receipt)
        after = [_mine(desk, batch_id, number, receipt) for number in said.photographs]
    left = [one for one in after if one.state is PhotographState.INCOMPLETE]
    desk.gate.release(receipt, {"batch": batch_id, "count": len(after) - len(left)})
    return Completed(completed=len(after) - len(left), left=[file_of(one) for one in left], record=receipt.index)


def _mine(desk: PhotographDesk, batch_id: str, number: int, receipt: Receipt) -> Photograph:
    photograph = desk.registers.photographs.get(number, receipt)
    if photograph.batch_id != batch_id or photograph.medium == "video":
        raise BadInput(
            f"Photograph {number} is none of this batch.",
            where="photographs",
            how="Look at the list of the batch anew.",
        )
    return photograph
