"""When, where and by which camera a photograph was taken (464.7.1(a)): told by somebody, or missing; never guessed.

A sidecar comes before what the photograph says of itself, since a person wrote it for this photograph; the offer's
camera and place hold for what neither of them tells. A time is told by one of the first two alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from workbench.collection import values
from workbench.errors import BadInput
from workbench.store.registers.photograph_parts import Told
from workbench.wire.look import Exif
from workbench.wire.photographs import Origin, Photograph, PhotographOffer
from workbench.wire.stated import Stated

_WORDS = {
    "time": "when it was taken",
    "time_zone": "the zone of the clock that its time was read from",
    "camera": "the camera",
    "place": "where it was taken",
}


def of_stated(said: Stated | None, offer: PhotographOffer, now: datetime, origin: Origin = Origin.SIDECAR) -> Told:
    """What was stated of a photograph; raises ``BadInput`` for a time or place that can't be."""
    if said is None:
        return Told()
    if (said.latitude is None) != (said.longitude is None):
        raise BadInput("Only one of latitude and longitude is stated.", where="latitude", how="State both.")
    known = Told(
        camera=values.text(said.camera, "camera"),
        camera_from=origin if said.camera.strip() else None,
        latitude=said.latitude,
        longitude=said.longitude,
        place_from=origin if said.latitude is not None else None,
    )
    return _timed(known, said.time.strip(), said.time_zone or offer.time_zone, origin, now) if said.time else known


def with_exif(told: Told, exif: Exif, offer: PhotographOffer, now: datetime) -> Told:
    """What was stated, and of the rest what the photograph says; what it says and can't be is as if it were not."""
    if told.camera is None and exif.camera:
        told = replace(told, camera=exif.camera, camera_from=Origin.EXIF)
    if told.latitude is None and exif.latitude is not None and exif.longitude is not None:
        told = replace(told, latitude=exif.latitude, longitude=exif.longitude, place_from=Origin.EXIF)
    if told.time is None and told.local_time is None:
        told = _by_its_clock(told, exif, offer, now)
    return told


def with_offer(told: Told, offer: PhotographOffer) -> Told:
    """And of what is left the offer's camera and place."""
    if told.camera is None and offer.camera.strip():
        told = replace(told, camera=offer.camera.strip(), camera_from=Origin.OFFER)
    if told.latitude is None and offer.latitude is not None:
        told = replace(told, latitude=offer.latitude, longitude=offer.longitude, place_from=Origin.OFFER)
    return told


def later(told: Told, seconds: float) -> Told:
    """What is told of a video's beginning, so many seconds later; a clock whose zone is not known goes on too."""
    ahead = timedelta(seconds=seconds)
    if told.time is not None:
        return replace(told, time=told.time + ahead)
    if told.local_time is not None:
        begun = values.moment(told.local_time, "UTC", datetime.max.replace(tzinfo=UTC) - 2 * values.AHEAD)
        return replace(told, local_time=(begun + ahead).replace(tzinfo=None).isoformat())
    return told


def supplied(photograph: Photograph, said: Stated, offer: PhotographOffer, now: datetime) -> Told:
    """What is known of a photograph once a person has supplied what it lacked; raises as ``of_stated``."""
    known = Told(
        **{name: getattr(photograph, name) for name in Told.__dataclass_fields__},
    )
    new = of_stated(said, offer, now, Origin.PERSON)
    if new.time is None and new.local_time is None and known.local_time and said.time_zone:
        new = _timed(new, known.local_time, said.time_zone, known.time_from or Origin.EXIF, now)
    if new.time is not None or new.local_time is not None:
        known = replace(
            known,
            time=new.time,
            time_from=new.time_from,
            offset_assumed=new.offset_assumed,
            local_time=new.local_time,
        )
    if new.camera:
        known = replace(known, camera=new.camera, camera_from=new.camera_from)
    if new.latitude is not None:
        known = replace(known, latitude=new.latitude, longitude=new.longitude, place_from=new.place_from)
    return known


def lacks(told: Told) -> list[str]:
    """What is missing: ``time``, or ``time_zone`` where only that of a known clock is; ``camera``; ``place``."""
    missing = []
    if told.time is None:
        missing.append("time_zone" if told.local_time else "time")
    if told.camera is None:
        missing.append("camera")
    if told.latitude is None or told.longitude is None:
        missing.append("place")
    return missing


def in_words(missing: list[str]) -> str:
    """What is missing, for the person who is to supply it."""
    return f"Nobody tells {' and '.join(_WORDS[one] for one in missing)}. Supply it." if missing else ""


def _by_its_clock(told: Told, exif: Exif, offer: PhotographOffer, now: datetime) -> Told:
    for text, zone in (
        (f"{exif.local_time}{exif.offset}" if exif.local_time and exif.offset else None, ""),
        (exif.utc, ""),
        (exif.local_time, offer.time_zone),
    ):
        if text:
            try:
                return _timed(told, text, zone, Origin.EXIF, now)
            except BadInput:
                continue  # a clock that was never set, or an hour that the clocks showed twice
    return told


def _timed(told: Told, text: str, zone: str, origin: Origin, now: datetime) -> Told:
    """With a time; one that has neither offset nor zone is kept as the clock showed it."""
    try:
        time = values.moment(text, "", now)
    except BadInput:
        if zone:
            time = values.moment(text, zone, now)
            return replace(told, time=time, time_from=origin, offset_assumed=True, local_time=None)
        values.moment(text, "UTC", now)  # it must be a time at all
        return replace(told, time=None, time_from=origin, local_time=text)
    return replace(told, time=time, time_from=origin, offset_assumed=False, local_time=None)
