"""Where in which photograph reads stand (464.7.1(a)): told with a read, without the pixels."""

from __future__ import annotations

from collections.abc import Collection

from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.photographs import Photograph, PhotographPlate
from workbench.wire.reviews import PlateInImage


def in_images(registers: Registers, read_ids: Collection[str], receipt: Receipt) -> dict[str, PlateInImage]:
    """By their ids those of these reads that were made of a photograph."""
    found = registers.photographs.of_reads(read_ids, receipt) if read_ids else []
    return {
        plate.read_id: _told(photograph, plate)
        for photograph in found
        for plate in photograph.plates
        if plate.read_id in read_ids
    }


def _told(photograph: Photograph, plate: PhotographPlate) -> PlateInImage:
    return PlateInImage(
        photograph=photograph.photograph,
        name=photograph.name,
        number=plate.number,
        plates=len(photograph.plates),
        width=photograph.width or 0,
        height=photograph.height or 0,
        box=plate.box,
        candidates=plate.candidates,
        offset_assumed=photograph.offset_assumed,
        similar_to=photograph.similar_to,
    )
