"""The reads that wait for a review (464.5, 464.7(f), 464.7(g)): a look at them is on record twice, like a search.

A read waits while its camera is less sure than the agency asks for and nobody's word on it counts; one whose correction
needs a second person waits for everybody but whoever corrected it.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.collection.outcome import on_record
from workbench.collection.reviews.pictured import in_images
from workbench.collection.reviews.released import granted, released
from workbench.errors import BadInput
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.reads import ReadStore
from workbench.store.reads_doubtful import Doubt
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.review_rows import unreviewed
from workbench.store.reviewed_reads import inside
from workbench.store.sightings import Scene, Where
from workbench.wire.reads import READ_COLUMNS
from workbench.wire.reviews import Order, QueuePage, QueuePlace, QueueQuery, ReadUnderReview

QUEUE = "reviews.queue"


def queue_page(
    gate: Gate,
    registers: Registers,
    store: ReadStore,
    caller: Caller,
    purpose: Purpose | None,
    query: QueueQuery,
    settings: Settings,
) -> QueuePage:
    """Waiting reads of sources granted to the caller.

    Raises ``BadInput`` for a window that holds no time or when too many wait to look at together, and ``Refused``
    (464.4, 464.5, 464.7(f)), all on record.
    """
    elements = query.model_dump(mode="json", exclude={"context", "purpose_id"}, exclude_none=True)
    asked = Request(QUEUE, Operation.REVIEW, elements, rules=(granted,), context=query.context.model_dump())
    if query.window and query.window.end <= query.window.start:
        wrong = BadInput("The window holds no time.", where="window", how="Give an end that is later than the start.")
        raise gate.unusable(caller, purpose, asked, wrong)
    receipt = gate.admit(caller, purpose, asked)
    searched = frozenset(caller.sources) & (frozenset(caller.sources) if query.source is None else {query.source})
    below = query.below if query.below is not None else settings.review.below_percent / 100
    with on_record(gate, receipt, "the queue"):
        scenes = (Scene(query.window),) if query.window else ()
        where = Where(scenes, searched)
        every = store.doubtful(_doubt(query, below, settings.ocr.sure, where), receipt)
        reviews = registers.reviews.in_force(receipt)
        waiting = _waiting(every, reviews, caller.username)
        page = _page(_reviewed(reviews, query, where) if query.reviewed else waiting, query)
        reads = _told(registers, page, receipt)
        more: dict[str, Any] = {"waiting": len(waiting), "sources_searched": sorted(searched)}
        left_out = sorted(frozenset(settings.sources.names) - searched)
        record = released(gate, receipt, reads, {**more, "sources_left_out": left_out})
    return QueuePage(
        reads=reads,
        waiting=len(waiting),
        done=len(every) - len(waiting),
        below=below,
        two_persons=settings.review.two_persons,
        next=_place(page) if len(page) == query.limit else None,
        sources_searched=sorted(searched),
        sources_left_out=left_out,
        record=receipt.index,
        result_record=record.index,
    )


def _doubt(query: QueueQuery, below: float, matched: float, where: Where) -> Doubt:
    """Of photographs whatever was held back from the lists (below ``matched``), unless it is asked otherwise."""
    of_photographs = below if query.below is not None else max(below, matched)
    return Doubt(below, of_photographs, query.camera, query.batch_id, where)


def _waiting(every: pl.DataFrame, reviewed: pl.DataFrame, username: str) -> pl.DataFrame:
    """Of doubtful reads those on which no word counts, and no word of this person waits for another one's."""
    settled = pl.col("outcome").is_not_null() & pl.col("waits_for").is_null()
    own = pl.col("waits_for") == username
    return every.join(reviewed.filter(settled | own.fill_null(value=False)), on="read_id", how="anti")


def _reviewed(reviews: pl.DataFrame, query: QueueQuery, where: Where) -> pl.DataFrame:
    """Reads on which a word counts, however sure their camera was of them."""
    asked = [pl.col("outcome").is_not_null()]
    asked += [pl.col("camera") == query.camera] if query.camera is not None else []
    asked += [pl.col("batch_id") == query.batch_id] if query.batch_id is not None else []
    asked += [pl.col("confidence") < query.below] if query.below is not None else []
    return inside(reviews, where).filter(*asked).select(list(READ_COLUMNS))


def _page(waiting: pl.DataFrame, query: QueueQuery) -> pl.DataFrame:
    order = ("confidence", "time", "read_id") if query.order is Order.DOUBTFUL else ("time", "confidence", "read_id")
    if query.after is not None:
        waiting = waiting.filter(_later(query.after, order))
    return waiting.sort(order, nulls_last=True).head(query.limit)


def _later(place: QueuePlace, order: tuple[str, ...]) -> pl.Expr:
    """What comes after this place."""
    later, same = pl.lit(value=False), pl.lit(value=True)
    for name in order:
        value = getattr(place, name)
        column = pl.col(name).cast(pl.Float64).fill_null(_UNTOLD) if name == "confidence" else pl.col(name)
        later |= same & (column > pl.lit(value))
        same &= column == pl.lit(value)
    return later


def _place(page: pl.DataFrame) -> QueuePlace:
    last = page.row(-1, named=True)
    sure = _UNTOLD if last["confidence"] is None else last["confidence"]
    return QueuePlace(confidence=sure, time=last["time"], read_id=last["read_id"])


def _told(registers: Registers, page: pl.DataFrame, receipt: Receipt) -> list[ReadUnderReview]:
    read_ids = page["read_id"].to_list()
    said, shown = registers.reviews.of(read_ids, receipt), in_images(registers, read_ids, receipt)
    reads = [said.get(row["read_id"]) or unreviewed(row) for row in page.iter_rows(named=True)]
    return [read.model_copy(update={"image": shown.get(read.read_id)}) for read in reads]


_UNTOLD = 2.0
"""Stands for the confidence of a read whose camera told none: it comes after all others."""
