"""A person's word on a read, and taking one back (464.5, 464.7(f), 464.7(g)): each on record twice.

A word that counts is followed by the hits of the plate that the person saw: a read that its camera was not sure of has
them from then on. They are kept before the word is, so that a stop in between leaves a hit that says so and never a
reviewed read without its hits.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from workbench.collection import misreads
from workbench.collection.hotlists.make import Made, make_hits_of_review
from workbench.collection.outcome import on_record
from workbench.collection.reviews.pictured import in_images
from workbench.collection.reviews.released import granted, released
from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.plates.normalise import normalise
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Purpose
from workbench.policy.reviews import Outcome, Said, decide_review, decide_undo, plate_in_force, standing
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.reviews import Terms
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.reviews import ReadUnderReview, Reviewed, ReviewRead, UndoReview
from workbench.wire.search import Window

REVIEW, UNDO = "reviews.say", "reviews.undo"
_ONE = timedelta(microseconds=1)


def review_read(
    gate: Gate,
    registers: Registers,
    store: ReadStore,
    caller: Caller,
    purpose: Purpose | None,
    said: ReviewRead,
    settings: Settings,
) -> Reviewed:
    """Keep what the caller says of a read; the read as it stands now.

    Raises ``BadInput`` for a plate that is none and ``Refused`` (464.4, 464.5, 464.7(f), 464.7(g)), both on record,
    ``NotFound`` for a read that is none, or of a source that was not granted.
    """
    elements = said.model_dump(mode="json", exclude={"context", "purpose_id"})
    asked = Request(REVIEW, Operation.REVIEW, elements, context=said.context.model_dump())
    try:
        observed, resolved = _plate(said.plate, "plate"), _plate(said.resolved, "resolved") if said.resolved else None
    except BadInput as error:
        raise gate.unusable(caller, purpose, asked, error) from None
    rules = (granted, lambda _caller, _purpose, _now: decide_review(said.outcome, observed, resolved))
    told = {**elements, "plate": observed, "resolved": resolved or ""}
    asked = Request(REVIEW, Operation.REVIEW, told, rules=rules, context=said.context.model_dump())
    receipt = gate.admit(caller, purpose, asked)
    state = said.state.upper() or None if said.outcome is Outcome.CORRECTED else None
    word = Said(0, said.outcome, caller.username, resolved, state)
    with on_record(gate, receipt, "the review"):
        read = _found(store, observed, said, caller, receipt)
        words = [*registers.reviews.words(said.read_id, receipt), word]
        terms = terms_of(settings)
        made = _hits(registers, read, standing(words, two_persons=terms.two_persons).counts, receipt)
        kept = registers.reviews.say(read.row(0, named=True), word, said.note, terms, gate.now(), receipt)
    return _answered(gate, registers, settings, receipt, kept, made)


def undo_review(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: UndoReview, settings: Settings
) -> Reviewed:
    """Take a word back; the read as it stands now.

    Raises ``Refused`` (464.10) for another's word without a reason, or one's own that was not the last, ``NotFound``
    for a review that is none, was taken back already, or is of a source that was not granted.
    """
    elements = said.model_dump(mode="json", exclude={"context", "purpose_id"})
    asked = Request(UNDO, Operation.REVIEW, elements, rules=(granted,), context=said.context.model_dump())
    receipt = gate.admit(caller, purpose, asked)
    terms = terms_of(settings)
    with on_record(gate, receipt, "the undoing"):
        found = registers.reviews.read_of(said.review, caller.sources, receipt)
        words = registers.reviews.words(found["read_id"], receipt) if found else []
        word = next((one for one in words if one.review == said.review), None)
        if found is None or word is None:
            raise _none(said.review)
        if not (decision := decide_undo(word, words, caller.username, said.reason)).allowed:
            raise gate.refuse(caller, purpose, asked, decision)
        left = [one for one in words if one.review != said.review]
        read = pl.DataFrame([found], schema=READ_SCHEMA)
        made = _hits(registers, read, standing(left, two_persons=terms.two_persons).counts, receipt)
        kept = registers.reviews.undo(said.review, said.reason, caller.username, terms, gate.now(), receipt)
        if kept is None:
            raise _none(said.review)
    return _answered(gate, registers, settings, receipt, kept, made)


def terms_of(settings: Settings) -> Terms:
    """How words count in this agency."""
    return Terms(settings.review.two_persons, misreads.teaches(Realm.LIVE, settings))


def _plate(text: str, where: str) -> str:
    try:
        return normalise(text)
    except BadInput as error:
        error.where = where
        raise


def _found(store: ReadStore, plate: str, said: ReviewRead, caller: Caller, receipt: Receipt) -> pl.DataFrame:
    """The one read, as the store has it."""
    window = Window(start=said.time, end=said.time + _ONE)
    found = store.find(PlateQuery(parse(plate), window, sources=caller.sources, limit=10_000), receipt).reads
    read = found.filter((pl.col("read_id") == said.read_id) & (pl.col("plate") == plate))
    if read.is_empty():
        raise NotFound(
            "There is no such read of a source granted to you.", how="Look at the queue, or search for it anew."
        )
    return read


def _hits(registers: Registers, read: pl.DataFrame, counts: Said | None, receipt: Receipt) -> Made:
    """The hits of what counts once the word is kept; none where no word counts."""
    plate = plate_in_force(read["plate"][0], counts)
    if counts is None or plate is None:
        return Made()
    return make_hits_of_review(registers, read, plate, counts.state, receipt)


def _answered(
    gate: Gate, registers: Registers, settings: Settings, receipt: Receipt, kept: ReadUnderReview, made: Made
) -> Reviewed:
    with on_record(gate, receipt, "the count of misreads", "the word was kept, its misreads were not made a version"):
        misreads.renew(gate, registers, settings)
    told: dict[str, Any] = {
        "outcome_in_force": kept.outcome.value if kept.outcome else None,
        "waits": kept.waits,
        "reviews": len(kept.reviews),
        "hits": made.told(),
    }
    shown = in_images(registers, [kept.read_id], receipt).get(kept.read_id)
    kept = kept.model_copy(update={"image": shown})
    record = released(gate, receipt, [kept], told)
    return Reviewed(read=kept, hits=made.count, record=receipt.index, result_record=record.index)


def _none(review: int) -> NotFound:
    return NotFound(
        f"There is no review {review} of a source granted to you that stands.", how="Look at the read anew."
    )
