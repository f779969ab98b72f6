"""One round of reading photographs (464.5, 464.7(g), 464.9): a few are looked at, kept, made into reads, released.

Each step is one commit: a stop at any moment leaves each photograph where the next round goes on with it. What was seen
is kept before its reads are made, and a read's id follows from the photograph, so none is made twice. Only readings
that are sure are matched with hotlists; the others wait until a person has looked (464.7(g)).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.collection.hotlists.make import make_hits
from workbench.collection.outcome import on_record
from workbench.collection.photographs import evidence
from workbench.collection.photographs.desk import PhotographDesk
from workbench.collection.photographs.reader import ReaderClient
from workbench.collection.photographs.reads import reads_of
from workbench.errors import NotFound, StoreUnavailable
from workbench.gate import Request
from workbench.policy.caller import Caller
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.store.receipt import Receipt
from workbench.store.registers.photograph_parts import Frame, Reader, Seen, Told
from workbench.wire.look import Looked, LookedPhotograph
from workbench.wire.photographs import ImageKind, Medium, Photograph, PhotographBatch, PhotographState, Region

READ = "photographs.read"
_NO_PLATE = "No plate passes in it that can be made out."


@dataclass(slots=True)
class Round:
    """What a round did: steps of photographs, reads that were made, hits."""

    finished: int = 0
    reads: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Rounds:
    """Reads what is due. ``executor`` runs as many looks at a time as the reader has children."""

    desk: PhotographDesk
    reader: ReaderClient
    executor: Executor
    most: int = 16
    stopping: Callable[[], bool] = lambda: False
    finished: Callable[[str, int], None] = lambda _batch_id, _photographs: None
    """Told of each batch whose photographs were finished, as it happens."""

    def one(self) -> Round:
        """Look at what waits and make reads of what was looked at; nothing is on record when nothing is due.

        Raises ``Unavailable`` when reader, log or store can't be had: what was not finished waits for the next round.
        """
        done = Round()
        if not self.desk.registers.photographs.any_due():
            return done
        self.reader.demand()
        receipt = self.desk.gate.admit(self._caller(), None, Request(READ, Operation.INGEST, {"most": self.most}))
        with on_record(self.desk.gate, receipt, "a photograph", "what was finished stands"):
            waiting = self.desk.registers.photographs.due([PhotographState.WAITING], self.most, receipt)
            self._look(waiting, receipt, done)
            looked = self.desk.registers.photographs.due([PhotographState.LOOKED], 500, receipt)
            self._take(looked, receipt, done)
            done.finished += len(looked)
            self.desk.registers.photograph_batches.settle()
        batches = sorted({one.batch_id for one in (*waiting, *looked)})
        told: dict[str, Any] = {"batches": batches, "photographs": len(waiting), "count": done.reads, "hits": done.hits}
        self.desk.gate.release(receipt, told)
        return done

    def _caller(self) -> Caller:
        """The reader's own name: who handed the photographs in stands in the record of the batch."""
        return Caller(
            username="reader",
            organisation=self.desk.settings.agency.organisation,
            roles=frozenset({Role.DEVICE}),
            operations=GRANTS[Role.DEVICE],
            sources=frozenset(self.desk.settings.sources.names),
            address="custodian",
        )

    def _look(self, waiting: Sequence[Photograph], receipt: Receipt, done: Round) -> None:
        batches = self._batches(waiting)
        looks = [(one, self.executor.submit(self._looked, one, batches[one.batch_id], receipt)) for one in waiting]
        try:
            for one, look in looks:
                told, pictures = look.result()
                if told is not None:
                    self._keep(one, batches[one.batch_id], told, pictures, receipt)
                    done.finished += 1
                    self.finished(one.batch_id, 1)
        finally:
            for _, look in looks:
                look.cancel()

    def _looked(self, one: Photograph, batch: PhotographBatch, receipt: Receipt) -> tuple[Looked | None, list[bytes]]:
        """What the reader says of it; None when it is not to be read any more. In a thread of its own."""
        if self.stopping() or self.desk.registers.photographs.get(one.photograph, receipt).state != one.state:
            return None, []
        try:
            pieces = self.desk.images.pieces(ImageKind.ORIGINAL, one.sha256, receipt)
            return self.reader.look(one.medium, one.octets, pieces, batch.offer.region)
        except NotFound:
            return Looked(error="The photograph is not kept any more. Hand it in again."), []
        except StoreUnavailable as error:
            return Looked(error=f"The photograph can't be read from the store: {error.message}"), []

    def _keep(
        self,
        one: Photograph,
        batch: PhotographBatch,
        told: Looked,
        pictures: list[bytes],
        receipt: Receipt,
    ) -> None:
        photographs = self.desk.registers.photographs
        if told.error or told.engine is None or (one.medium is Medium.PHOTOGRAPH and len(told.photographs) != 1):
            photographs.fail(one.photograph, told.error or "The reader did not understand it.", receipt)
            return
        seeing = _Seeing(self.desk, batch, told, pictures, receipt, batch.offer.region or self.desk.settings.ocr.region)
        with self.desk.images.keeping():
            if one.medium is Medium.PHOTOGRAPH:
                photographs.keep(one.photograph, seeing.seen(told.photographs[0], _told_of(one)), receipt)
            else:
                frames = [seeing.frame(found, one) for found in told.photographs]
                photographs.keep_frames(one.photograph, frames, "" if frames else _NO_PLATE, receipt)

    def _take(self, looked: Sequence[Photograph], receipt: Receipt, done: Round) -> None:
        """Reads first, then hits, then the mark that the photograph was read: each can be done again unharmed."""
        reads = reads_of(looked, self._batches(looked), receipt.time)
        if not reads.is_empty():
            done.reads = self.desk.store.append(reads, receipt).accepted
            sure = reads.filter(pl.col("confidence") >= self.desk.settings.ocr.sure)
            done.hits = make_hits(self.desk.registers, sure, receipt).count
        self.desk.registers.photographs.read([one.photograph for one in looked], receipt)

    def _batches(self, photographs: Sequence[Photograph]) -> dict[str, PhotographBatch]:
        wanted = {one.batch_id for one in photographs}
        return {batch_id: self.desk.registers.photograph_batches.get(batch_id) for batch_id in wanted}


@dataclass(frozen=True, slots=True)
class _Seeing:
    """From the reader's answer to what the register keeps; its pictures go into the store of images."""

    desk: PhotographDesk
    batch: PhotographBatch
    told: Looked
    pictures: list[bytes]
    receipt: Receipt
    region: Region

    def seen(self, found: LookedPhotograph, stated: Told) -> Seen:
        known = evidence.with_exif(stated, found.exif, self.batch.offer, self.receipt.time)
        known = evidence.with_offer(known, self.batch.offer)
        missing = evidence.lacks(known)
        return Seen(
            width=found.width,
            height=found.height,
            perceptual_hash=found.perceptual_hash,
            told=known,
            reader=self._reader(),
            thumbnail=self._put(ImageKind.THUMBNAIL, found.thumbnail),
            plates=[
                {
                    "plate": plate.candidates[0].plate,
                    "confidence": plate.candidates[0].confidence,
                    "box": [list(corner) for corner in plate.box],
                    "candidates": [candidate.model_dump() for candidate in plate.candidates],
                    "crop": self._put(ImageKind.CROP, plate.crop),
                }
                for plate in found.plates
            ],
            missing=missing,
            reason=evidence.in_words(missing),
        )

    def frame(self, found: LookedPhotograph, video: Photograph) -> Frame:
        picture = self.pictures[found.picture or 0]
        sha256 = self.desk.images.put(ImageKind.ORIGINAL, picture, self.receipt)
        second = found.second or 0.0
        stated = evidence.later(_told_of(video), second)
        return Frame(f"{video.name} at {second:.1f} s", sha256, len(picture), second, self.seen(found, stated))

    def _put(self, kind: ImageKind, place: int) -> str:
        return self.desk.images.put(kind, self.pictures[place], self.receipt)

    def _reader(self) -> Reader:
        engine, ocr = self.told.engine, self.desk.settings.ocr
        assert engine is not None  # noqa: S101 - looked at before
        return Reader(engine.name, engine.version, dict(engine.models), ocr.profile, self.region)


def _told_of(photograph: Photograph) -> Told:
    return Told(**{name: getattr(photograph, name) for name in Told.__dataclass_fields__})
