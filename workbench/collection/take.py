"""A batch of reads is taken in, all that can be taken or nothing (464.7.1(a), 464.7(f), 464.9).

Provenance and source are questions to the policy, so their refusal is on record. The same bytes offered on the
same terms give the first receipt again; on other terms they are another batch, whose receipt names the first. A
stop between the store's commit and the receipt heals when the batch is offered once more: its reads are then
counted as duplicates, and the receipt says so. Reads that stand in the store are matched with the hotlists in force
before the receipt is given (464.7(g)). Of a batch whose reads are all new, the cameras' other readings are counted for
the matrix of confusions (464.7(d)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from workbench.collection import intake, misreads, terms
from workbench.collection.frames import Stamp, stamped
from workbench.collection.hotlists.make import Made, make_hits
from workbench.collection.outcome import on_record
from workbench.collection.recognise import Format, choose
from workbench.errors import FormatError, StoreUnavailable
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.reads import Appended, ReadStore
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.ingest import BatchOffer, BatchReceipt, Rejected
from workbench.wire.reads import READ_SCHEMA

ACTION = "collection.take"
MOST = 3_000_000
"""Entries of one batch: one commit of the store is held in memory, about 400 bytes a read."""
PROBLEMS = 1000
"""Rejected entries that a receipt lists."""
Places = Mapping[str, tuple[float, float]]
"""Latitude and longitude (degrees WGS 84) by camera."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a batch was found to hold."""

    spoken: Format
    reads: pl.DataFrame
    problems: list[Rejected]
    rejected: int


def take_batch(
    gate: Gate,
    store: ReadStore,
    registers: Registers,
    caller: Caller,
    offer: BatchOffer,
    data: Path | bytes,
    settings: Settings,
) -> BatchReceipt:
    """Take a batch into the store and return its receipt, which is also kept in the register.

    Raises ``Refused`` (464.7.1(a), 464.7(f), 464.4) after recording it, ``BadInput`` for terms that can't hold,
    ``FormatError`` when the content can't be read: nothing of it is taken then.
    """
    terms.ground(offer, gate.now())
    with intake.opened(data) as stream:
        sha256, size = intake.content_sha256(stream)
        batch_id = terms.batch_id(store.realm, offer, sha256)
        receipt = gate.admit(caller, None, _request(store.realm, offer, {"sha256": sha256, "bytes": size}, settings))
        if (before := registers.batches.get(batch_id)) is not None:
            gate.release(receipt, {"batch": batch_id, "repeated": True, "count": 0})
            return before.model_copy(update={"repeated": True})
        with on_record(gate, receipt, "the batch"):
            cameras = registers.cameras.places(offer.source)
            found = _read(stream, offer, batch_id, sha256, receipt, cameras)
            appended = Appended(0, 0) if found.reads.is_empty() else store.append(found.reads, receipt)
    made = _hits(gate, registers, found.reads, receipt)
    if appended.accepted and not appended.duplicate:
        # The store does not tell which reads of a batch are new: of one that is partly known nothing is counted.
        _learn(gate, registers, found.reads, batch_id, receipt, settings)
    counts = {"accepted": appended.accepted, "duplicate": appended.duplicate, "rejected": found.rejected}
    told = {"batch": batch_id, "format": found.spoken.name, "count": appended.accepted, **counts, "hits": made.told()}
    gate.release(receipt, told)
    result = BatchReceipt(
        batch_id=batch_id,
        sha256=sha256,
        name=offer.name,
        format=found.spoken.name,
        problems=found.problems,
        repeated=False,
        record=receipt.index,
        received=receipt.time,
        hits=made.count,
        **counts,
    )
    return registers.batches.add(result)


def demand_batch(gate: Gate, realm: Realm, caller: Caller, offer: BatchOffer, settings: Settings) -> None:
    """Return when such a batch may be handed in by this caller; raises as ``take_batch`` does, before any content."""
    terms.ground(offer, gate.now())
    gate.demand(caller, None, _request(realm, offer, {}, settings))


def _request(realm: Realm, offer: BatchOffer, content: Mapping[str, Any], settings: Settings) -> Request:
    return Request(
        action=ACTION,
        operation=Operation.INGEST,
        elements={**offer.model_dump(mode="json"), **content},
        realm=realm,
        rules=terms.rules(offer, settings),
    )


def _hits(gate: Gate, registers: Registers, reads: pl.DataFrame, receipt: Receipt) -> Made:
    """The hits of reads that the store has by now; what keeps them from being made is recorded."""
    try:
        with on_record(gate, receipt, "the list of hits", "the reads were taken, their hits were not made"):
            return make_hits(registers, reads, receipt)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            "The reads were taken, but their hits could not be kept.",
            how="Hand the batch over again: no read is taken twice, and its hits are made then.",
            section="464.7(g)",
            diagnostic=error.diagnostic,
        ) from error


def _learn(
    gate: Gate, registers: Registers, reads: pl.DataFrame, batch_id: str, receipt: Receipt, settings: Settings
) -> None:
    """Count the misreads; what keeps them from being counted is recorded."""
    try:
        with on_record(gate, receipt, "the count of misreads", "the reads were taken, their misreads not counted"):
            misreads.add_candidates(gate, registers, reads, batch_id, receipt, settings)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            "The reads were taken, but their misreads could not be counted.",
            how="Hand the batch over again for its receipt: no read is taken twice.",
            section="464.7(d)",
            diagnostic=error.diagnostic,
        ) from error


def _read(stream: BinaryIO, offer: BatchOffer, batch_id: str, sha256: str, receipt: Receipt, cameras: Places) -> _Read:
    """The whole content, the same at the end as at the beginning."""
    found = _gathered(stream, offer, batch_id, receipt, cameras)
    if intake.content_sha256(stream)[0] != sha256:
        raise FormatError("The file was changed while it was read.", how="Hand it over when it is complete.")
    return found


def _gathered(stream: BinaryIO, offer: BatchOffer, batch_id: str, receipt: Receipt, cameras: Places) -> _Read:
    spoken = choose(stream, offer.format)
    stamp = Stamp(offer.source, offer.provenance, offer.court_order.strip(), spoken.name, batch_id, receipt.time)
    tables: list[pl.DataFrame] = []
    problems: list[Rejected] = []
    rejected = entries = 0
    for chunk in spoken.chunks(stream, terms.ground(offer, receipt.time, cameras)):
        tables.append(stamped(chunk.reads, stamp))
        problems.extend(chunk.rejected[: PROBLEMS - len(problems)])
        rejected += len(chunk.rejected)
        entries += len(chunk.reads) + len(chunk.rejected)
        if entries > MOST:
            raise FormatError(f"The batch has more than {MOST:,} entries.", how="Hand it over in several parts.")
    return _Read(spoken, pl.concat([READ_SCHEMA.to_frame(), *tables]), problems, rejected)
