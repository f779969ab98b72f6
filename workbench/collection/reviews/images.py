"""Looking at the images of reads (464.5, 464.7(f), 464.10): two records, the second before a byte goes out.

A photograph shows every plate in it, so the record of one names all reads that were made of it and whoever asks who saw
a plate finds the look at each of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.collection.outcome import on_record
from workbench.collection.reviews.released import granted
from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.images import ImageStore
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.images import ImagesAsked
from workbench.wire.photographs import ImageKind, Photograph, PhotographPlate
from workbench.wire.search import Found

LOOK = "images.look"
SCHEMA = pl.Schema({"read_id": pl.String(), "media": pl.String(), "image": pl.Binary()})
_MEDIA = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


@dataclass(frozen=True, slots=True)
class _Pictured:
    """A read that was made of a photograph."""

    photograph: Photograph
    plate: PhotographPlate

    def sha256(self, kind: ImageKind) -> str | None:
        """Of its image of this kind."""
        if kind is ImageKind.CROP:
            return self.plate.crop
        return self.photograph.sha256 if kind is ImageKind.ORIGINAL else self.photograph.thumbnail

    def plates(self, kind: ImageKind) -> Sequence[PhotographPlate]:
        """The plates that such an image shows."""
        return [self.plate] if kind is ImageKind.CROP else self.photograph.plates


def look_at_images(
    gate: Gate,
    registers: Registers,
    images: ImageStore,
    caller: Caller,
    purpose: Purpose | None,
    asked: ImagesAsked,
    settings: Settings,
) -> tuple[Found, pl.DataFrame]:
    """The head and the images (``SCHEMA``) of those of these reads that have one, in the order asked.

    Raises ``BadInput`` for several photographs as given at once and ``Refused`` (464.4, 464.5, 464.7(f)), both on
    record, ``NotFound`` when none of the reads has an image of a source granted to the caller.
    """
    elements = {"read_ids": sorted(set(asked.read_ids)), "kind": asked.kind.value}
    request = Request(LOOK, Operation.QUERY, elements, rules=(granted,), context=asked.context.model_dump())
    if asked.kind is ImageKind.ORIGINAL and len(elements["read_ids"]) > 1:
        wrong = BadInput("Photographs are shown one at a time.", where="read_ids", how="Ask for crops or thumbnails.")
        raise gate.unusable(caller, purpose, request, wrong)
    receipt = gate.admit(caller, purpose, request)
    with on_record(gate, receipt, "the image"):
        found = _pictured(registers, caller, asked.read_ids, receipt)
        if not found:
            raise NotFound(
                "There is no image of a source granted to you with this read.",
                how="Cameras hand over images with some reads only; images go when their reads are purged (464.9).",
            )
        table = _table(images, found, asked.kind, receipt)
        shown = {plate.read_id: plate for one in found.values() for plate in one.plates(asked.kind)}
        searched, left_out = sorted(caller.sources), sorted(frozenset(settings.sources.names) - caller.sources)
        told = _result(shown, table, searched, left_out)
        plates = {reading.plate for plate in shown.values() for reading in plate.candidates}
        record = gate.release(receipt, told, plates | {plate.plate for plate in shown.values()})
    head = Found(
        record=receipt.index,
        result_record=record.index,
        time=record.time,
        realm=Realm.LIVE,
        count=len(table),
        total=len(found),
        plates=len(shown),
        sources_searched=searched,
        sources_left_out=left_out,
    )
    return head, table


def _pictured(registers: Registers, caller: Caller, read_ids: Sequence[str], receipt: Receipt) -> dict[str, _Pictured]:
    """Those of these reads that have a photograph of a granted source (464.7(f)), in the order asked."""
    photographs = registers.photographs.of_reads(set(read_ids), receipt)
    batches = {one.batch_id for one in photographs}
    sources = {batch: registers.photograph_batches.get(batch).offer.source for batch in batches}
    found = {
        plate.read_id: _Pictured(one, plate)
        for one in photographs
        if sources[one.batch_id] in caller.sources
        for plate in one.plates
    }
    return {read_id: found[read_id] for read_id in dict.fromkeys(read_ids) if read_id in found}


def _table(images: ImageStore, found: dict[str, _Pictured], kind: ImageKind, receipt: Receipt) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for read_id, one in found.items():
        if (sha256 := one.sha256(kind)) is not None:
            image = images.get(kind, sha256, receipt)
            rows.append({"read_id": read_id, "media": media_of(image), "image": image})
    return pl.DataFrame(rows, schema=SCHEMA)


def _result(
    shown: dict[str, PhotographPlate], table: pl.DataFrame, searched: list[str], left_out: list[str]
) -> dict[str, Any]:
    read_ids = sorted(shown)
    return {
        "count": len(table),
        "read_ids": read_ids,
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "images_sha256": sorted({hashlib.sha256(image).hexdigest() for image in table["image"]}),
        "sources_searched": searched,
        "sources_left_out": left_out,
    }


def media_of(image: bytes) -> str:
    """The MIME type of an image, by its first bytes: never one that a browser would run."""
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    return next((media for magic, media in _MEDIA if image.startswith(magic)), "application/octet-stream")
