"""What goes into the register of photographs and comes out of it (464.9), apart from how it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workbench.store.registers.photograph_tables import PhotographBatchRow, PhotographPlateRow, PhotographRow
from workbench.wire.ingest import Provenance
from workbench.wire.photographs import (
    Medium,
    Origin,
    Photograph,
    PhotographBatch,
    PhotographOffer,
    PhotographPlate,
    PhotographState,
    PlateCandidate,
)

_BAND, _BANDS = 4, 4
"""Hexadecimal digits of a band of the perceptual hash, and how many there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a photograph, and by whom. Times are UTC, places WGS 84 degrees; None where nobody tells."""

    camera: str | None = None
    camera_from: Origin | None = None
    time: datetime | None = None
    time_from: Origin | None = None
    offset_assumed: bool = False
    local_time: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    place_from: Origin | None = None

    def columns(self) -> dict[str, Any]:
        """As the table has it."""
        return {
            "camera": self.camera,
            "camera_from": self.camera_from,
            "time": self.time,
            "time_from": self.time_from,
            "offset_assumed": self.offset_assumed,
            "local_time": self.local_time,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "place_from": self.place_from,
        }


@dataclass(frozen=True, slots=True)
class NewPhotograph:
    """A file that was handed in: an image that the store keeps, or one that could not be taken, with the reason."""

    name: str
    sha256: str
    octets: int
    medium: Medium = Medium.PHOTOGRAPH
    told: Told = Told()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Which engine read, so that it can be read again."""

    engine: str
    engine_version: str
    models: Mapping[str, str]
    profile: str
    region: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a photograph. ``plates`` without ids; ``missing`` names what it still lacks."""

    width: int
    height: int
    perceptual_hash: str
    told: Told
    reader: Reader
    thumbnail: str
    plates: Sequence[Mapping[str, Any]]
    """Columns ``plate``, ``confidence``, ``box``, ``candidates`` and ``crop`` of each, the likeliest first."""
    missing: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a video that was found to show a plate at its best."""

    name: str
    sha256: str
    octets: int
    second: float
    seen: Seen


@dataclass(slots=True)
class Gone:
    """What a purge took: photographs and batches whole, plates of photographs that stay."""

    photographs: int = 0
    plates: int = 0
    batches: int = 0
    numbers: list[int] = field(default_factory=list)


def read_id_of(sha256: str, number: int) -> str:
    """The id of the read of one plate: 32 hexadecimal digits over the photograph's SHA-256 and the plate's number."""
    return hashlib.sha256(f"photograph\x1f{sha256}\x1f{number}".encode()).hexdigest()[:32]


def bands(perceptual_hash: str) -> list[int]:
    """A hash of sixteen hexadecimal digits in four parts."""
    return [int(perceptual_hash[place * _BAND : (place + 1) * _BAND], 16) for place in range(_BANDS)]


def columns_of(seen: Seen) -> dict[str, Any]:
    """What was seen, as the table has it."""
    return {
        "width": seen.width,
        "height": seen.height,
        "perceptual_hash": seen.perceptual_hash,
        **{f"band{place}": band for place, band in enumerate(bands(seen.perceptual_hash))},
        **seen.told.columns(),
        "engine": seen.reader.engine,
        "engine_version": seen.reader.engine_version,
        "models": dict(seen.reader.models),
        "profile": seen.reader.profile,
        "region": seen.reader.region,
        "thumbnail": seen.thumbnail,
        "missing": list(seen.missing),
        "reason": seen.reason,
        "state": PhotographState.INCOMPLETE if seen.missing else PhotographState.LOOKED,
    }


def photograph_of(row: PhotographRow, plates: Sequence[PhotographPlateRow]) -> Photograph:
    """A photograph with its plates."""
    same = {name: getattr(row, name) for name in Photograph.model_fields if name != "plates"}
    return Photograph.model_validate({**same, "plates": [_plate(plate) for plate in plates]})


def batch_of(row: PhotographBatchRow) -> PhotographBatch:
    """A batch with its terms."""
    offer = PhotographOffer.model_validate(
        {name: getattr(row, name) for name in PhotographOffer.model_fields} | {"provenance": Provenance(row.provenance)}
    )
    return PhotographBatch(
        batch_id=row.batch_id, offer=offer, by=row.by, received=row.received, state=row.state, record=row.record
    )


def _plate(row: PhotographPlateRow) -> PhotographPlate:
    return PhotographPlate(
        number=row.number,
        read_id=row.read_id,
        plate=row.plate,
        confidence=row.confidence,
        box=[(x, y) for x, y in row.box],
        candidates=[PlateCandidate.model_validate(candidate) for candidate in row.candidates],
        crop=row.crop,
    )
