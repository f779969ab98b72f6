"""What an adapter makes of one entry, and the one place where it is checked (464.7.1(a), 464.9).

An adapter only knows where a vendor keeps a field. ``settle`` knows what a read must have: a plate that can be
read, a time with an offset or a named zone, a camera and a place; what is missing is taken from the offer or
the entry is rejected, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from workbench.collection import values
from workbench.errors import BadInput
from workbench.plates.normalise import normalise
from workbench.wire.ingest import Rejected

CANDIDATES = 20
"""At most this many other readings of a plate are kept."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the offer says of entries that do not say it themselves; ``now`` (UTC) bounds their times."""

    now: datetime
    camera: str = ""
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = ""
    cameras: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Where the registered cameras of the source stand, by name: for entries that say no place and came with none."""


@dataclass(frozen=True, slots=True)
class Given:
    """One entry in the vendor's own terms; values are as they stood, None or "" where the vendor is silent.

    ``confidence`` and those of ``candidates`` count to ``scale`` (1 or 100). ``state`` is already a form of
    ``collection.regions``.
    """

    plate: Any
    time: Any
    camera: Any = None
    latitude: Any = None
    longitude: Any = None
    state: str | None = None
    confidence: Any = None
    scale: float = 1.0
    direction: Any = None
    make: Any = None
    model: Any = None
    colour: Any = None
    body_type: Any = None
    vehicle_year: Any = None
    candidates: Sequence[tuple[Any, Any]] = ()
    vendor_id: Any = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """One read as it will be kept; the fields are those of ``wire.reads``. ``line`` counts from 1."""

    line: int
    time: datetime
    plate: str
    plate_as_given: str
    state: str | None
    confidence: float | None
    latitude: float
    longitude: float
    camera: str
    direction: str | None
    make: str | None
    model: str | None
    colour: str | None
    body_type: str | None
    vehicle_year: int | None
    candidates: list[dict[str, Any]]
    vendor_id: str | None


Entry = Parsed | Rejected
Adapter = Callable[[BinaryIO, Ground], Iterator[Entry]]
"""Reads a stream from its start; raises ``FormatError`` when the whole of it can't be read."""


def settle(line: int, given: Given, ground: Ground) -> Entry:
    """The read, or why it is not one. A reason never repeats the plate: receipts outlive reads."""
    try:
        return _settle(line, given, ground)
    except BadInput as error:
        return Rejected(line=line, reason=error.message)


def _settle(line: int, given: Given, ground: Ground) -> Parsed:
    as_given = values.text(given.plate, "plate")
    latitude, longitude = _place(given, ground)
    return Parsed(
        line=line,
        time=values.moment(given.time, ground.time_zone, ground.now),
        plate=_plate(as_given),
        plate_as_given=as_given or "",
        state=given.state,
        confidence=values.confidence(given.confidence, given.scale),
        latitude=latitude,
        longitude=longitude,
        camera=_camera(given, ground),
        direction=values.direction(given.direction),
        make=values.make(given.make),
        model=values.model(given.model),
        colour=values.colour(given.colour),
        body_type=values.word(given.body_type, "body type"),
        vehicle_year=values.year(given.vehicle_year),
        candidates=_candidates(given),
        vendor_id=values.text(given.vendor_id, "identifier"),
    )


def _plate(as_given: str | None) -> str:
    if not as_given:
        raise BadInput("the plate is empty")
    try:
        return normalise(as_given)
    except BadInput:
        raise BadInput("the plate can't be read: it needs 1 to 10 letters A-Z or digits") from None


def _camera(given: Given, ground: Ground) -> str:
    camera = values.text(given.camera, "camera") or ground.camera.strip()
    if not camera:
        raise BadInput("no camera is named, neither here nor with the batch")
    return camera


def _place(given: Given, ground: Ground) -> tuple[float, float]:
    """Degrees (WGS 84). 0/0 and -1/-1 are what cameras without a position send, so they count as silence."""
    latitude, longitude = values.place(given.latitude, given.longitude)
    if latitude == longitude and latitude in (0.0, -1.0):
        latitude = longitude = None
    if (latitude is None) != (longitude is None):
        raise BadInput("only one of latitude and longitude is given")
    if latitude is not None and longitude is not None:
        return latitude, longitude
    if ground.latitude is not None and ground.longitude is not None:
        return ground.latitude, ground.longitude
    if (registered := ground.cameras.get(_camera(given, ground))) is not None:
        return registered
    raise BadInput("no place is given, neither here nor with the batch, and its camera is not registered")


def _candidates(given: Given) -> list[dict[str, Any]]:
    """Other readings that are plates; those that are not are left out, since the read itself stands."""
    kept: list[dict[str, Any]] = []
    for plate, sure in given.candidates[:CANDIDATES]:
        try:
            text = values.text(plate, "candidate")
            if text:
                kept.append({"plate": normalise(text), "confidence": values.confidence(sure, given.scale)})
        except BadInput:
            continue
    return kept
