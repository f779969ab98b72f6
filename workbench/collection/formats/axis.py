"""Axis licence-plate events (FF-LPR application), JSON (464.9). Confidence counts to 1, times are epoch ms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from workbench.collection import envelope, jsontext, values
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each event, alone, in a list, or one on each line."""
    for item in jsontext.entries(envelope.unwrap(stream)):
        if isinstance(item, Rejected):
            yield item
            continue
        line, event = item
        try:
            yield settle(line, _given(event, ground), ground)
        except BadInput as error:
            yield Rejected(line=line, reason=error.message)


def _given(event: Mapping[str, Any], ground: Ground) -> Given:
    camera = _inner(event, "camera_info").get("SerialNumber") or event.get("sensorProviderID")
    vehicle = _inner(event, "vehicle_info")
    place = _inner(event, "geotag")
    return Given(
        plate=event.get("plateUTF8") or event.get("plateASCII"),
        time=values.epoch(event.get("capture_timestamp"), 1000, ground.now),
        camera=camera,
        latitude=place.get("lat"),
        longitude=place.get("lon"),
        state=_state(event),
        confidence=event.get("plateConfidence"),
        direction=event.get("carMoveDirection"),
        make=vehicle.get("make") or vehicle.get("brand"),
        model=vehicle.get("model"),
        colour=vehicle.get("color"),
        body_type=vehicle.get("type"),
        vendor_id=_identifier(event, camera),
    )


def _state(event: Mapping[str, Any]) -> str | None:
    iso = event.get("plateISO3166-2")
    return region(iso) if iso else region(event.get("plateRegionCode"), event.get("plateCountry"))


def _identifier(event: Mapping[str, Any], camera: Any) -> str | None:
    """Camera, packet and time together: the packet counter alone starts anew with the camera."""
    packet = event.get("packetCounter")
    if packet in (None, "") or not camera:
        return None
    return f"{camera}:{packet}:{event.get('capture_timestamp')}"


def _inner(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}
