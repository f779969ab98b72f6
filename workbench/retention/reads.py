"""Purging the agency's reads (464.9): asked by one person, approved by an administrator, with a certificate.

What is approved is what is purged: the request names the reads of the preview by their number and a digest, and is
refused when they are no longer these, as after a hold was placed or a held case was searched for once more. It runs
while the data service serves: the store's purge is one commit, and searches under way end on what they saw. No
maintenance window is needed, and nobody but the data service ever opens the store. That it begins is kept beside the
log's keys first, with what was held: so it is known which purges a store from a backup has not seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision
from workbench.policy.purging import decide_cut_off, decide_purge_before
from workbench.policy.roles import Operation
from workbench.retention.unfinished import UNFINISHED, is_unfinished
from workbench.settings import Settings
from workbench.store.images import ImageStore
from workbench.store.purging import Foreseen, Gone, Which, purge
from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.purging import AskPurge, Going, HeldReads, Purge, PurgeCertificate, PurgePreview

ACTION, PREVIEW = "purge.reads", "purge.preview"


@dataclass(frozen=True, slots=True)
class Keep:
    """What a purge reaches. ``clear`` removes handed-in files from before a time (UTC); how many."""

    gate: Gate
    reader: LogReader
    registers: Registers
    store: ReadStore
    images: ImageStore
    settings: Settings
    clear: Callable[[datetime], int]


def preview_purge(keep: Keep, caller: Caller, said: AskPurge) -> PurgePreview:
    """What a purge would take now, which is itself on record; ``Refused`` (464.9) for what is too young."""
    days = keep.settings.retention.days
    receipt = keep.gate.admit(caller, None, _request(PREVIEW, said, lambda now: decide_cut_off(said.before, now, days)))
    try:
        _, told = _foreseen(keep, said.before, receipt)
        unfinished = is_unfinished(keep.reader, ACTION)
    except WorkbenchError as error:
        keep.gate.fail(receipt, error.kind)
        raise
    keep.gate.release(receipt, {"count": told.reads, "held": told.held})
    return PurgePreview(
        before=said.before,
        reads=told.reads,
        going=[Going(month=month, source=source, reads=count) for (month, source), count in told.going.items()],
        held=told.held,
        cases=[HeldReads(case_number=case, reads=count) for case, count in told.kept.items()],
        left=told.left,
        reads_sha256=told.sha256,
        unfinished=unfinished,
        record=receipt.index,
    )


def purge_reads(keep: Keep, caller: Caller, said: Purge) -> PurgeCertificate:
    """Purge what is old enough and not held, with all that rests on it, and look whether any of it is left.

    Raises ``Refused`` for what is too young, ``AssentRequired`` until a second administrator approved this very
    request, ``BadInput`` when it is not what the preview told; all on record. ``StoreUnavailable``: purge again; what
    went before that is on record with the failure.
    """
    days = keep.settings.retention.days
    request = _request(ACTION, said, lambda now: decide_purge_before(said.before, now, days))
    receipt = keep.gate.admit(caller, None, request)
    with keep.registers.holds.turn:
        try:
            which, told = _foreseen(keep, said.before, receipt)
            _demand_as_told(told, said)
        except WorkbenchError as error:
            keep.gate.fail(receipt, error.kind)
            raise
        done = _purged(keep, said, which, told, receipt)
    certified = done | {"requested_by": caller.username, "approved_by": receipt.approved_by}
    record = keep.gate.release(receipt, certified)
    ends = {"organisation": caller.organisation, "time": record.time}
    indexes = {"record": receipt.index, "result_record": record.index}
    return PurgeCertificate.model_validate({**certified, **ends, **indexes})


def _purged(keep: Keep, said: Purge, which: Which, told: Foreseen, receipt: Receipt) -> dict[str, Any]:
    """What went, and what is left, once it is gone for good; an interruption is on record with what went before it."""
    try:
        keep.gate.keep_purge(receipt, said.before, which.held)
        gone = purge(keep.store, keep.registers, keep.images, which, receipt)
        handed_in = keep.clear(said.before)
        after = keep.store.foresee(which, {}, receipt)
        if after.reads:
            raise StoreUnavailable(f"{after.reads:,} reads that were purged are still there.", how="Purge again.")
    except Exception as problem:
        reason = problem.kind if isinstance(problem, WorkbenchError) else type(problem).__name__
        done = _interrupted(keep, which, told, receipt)
        if done.get("purged") == 0:
            keep.gate.keep_purge(receipt, said.before, (), void=True)
        keep.gate.fail(receipt, reason, done)
        raise
    return _certified(said, told, gone, after) | {"handed_in": handed_in}


def _interrupted(keep: Keep, which: Which, told: Foreseen, receipt: Receipt) -> dict[str, Any]:
    """What is gone already of what was approved, as far as the store can be asked."""
    known: dict[str, Any] = {UNFINISHED: True, "reads_sha256": told.sha256, "files_before_sha256": told.files_sha256}
    try:
        after = keep.store.foresee(which, {}, receipt)
    except WorkbenchError:
        return known
    return known | {
        "purged": told.reads - after.reads,
        "left": after.left + after.reads,
        "files_after_sha256": after.files_sha256,
    }


def _request(action: str, said: AskPurge | Purge, decide: Callable[[datetime], Decision]) -> Request:
    rule = lambda _caller, _purpose, now: decide(now)  # noqa: E731 - one expression
    return Request(action, Operation.RETAIN, said.model_dump(mode="json"), Realm.LIVE, rules=[rule])


def _foreseen(keep: Keep, before: datetime, receipt: Receipt) -> tuple[Which, Foreseen]:
    """What would go as log, holds and store stand now."""
    cases = [hold.case_number for hold in keep.registers.holds.standing()]
    holding = keep.reader.released_to(cases, Realm.LIVE)
    which = Which(before=before, held=frozenset[str]().union(*holding.values()))
    return which, keep.store.foresee(which, holding, receipt)


def _demand_as_told(told: Foreseen, said: Purge) -> None:
    if (told.reads, told.held, told.sha256) != (said.reads, said.held, said.reads_sha256):
        raise BadInput(
            f"What would be purged is no longer what the preview told: {told.reads:,} reads, {told.held:,} are held.",
            where="reads",
            how="A hold changed, a held case was searched for, or these are purged already. Look at the preview again.",
            section="464.9",
        )


def _certified(said: Purge, told: Foreseen, gone: Gone, after: Foreseen) -> dict[str, Any]:
    return {
        "before": said.model_dump(mode="json")["before"],
        "purged": gone.reads.purged,
        "held": gone.reads.held,
        "left": gone.reads.left,
        "files": len(gone.reads.files),
        "hits": gone.hits,
        "reviewed": gone.reviewed,
        "photographs": gone.photographs,
        "images": gone.images,
        "typed": gone.typed,
        "reads_sha256": told.sha256,
        "files_before_sha256": told.files_sha256,
        "files_after_sha256": after.files_sha256,
    }
