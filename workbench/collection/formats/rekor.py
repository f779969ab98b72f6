"""Rekor Scout / OpenALPR ``alpr_group`` (464.9): one vehicle's passage, confidence to 100, times in epoch ms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from workbench.collection import jsontext, values
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected

_NO_READ = {
    "heartbeat": "a heartbeat of the agent, no read",
    "alpr_results": "the result of a single frame; hand over the group (alpr_group) that it belongs to",
}


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each group, alone, in a list, or one on each line; an alert carries its group inside."""
    for item in jsontext.entries(stream):
        yield item if isinstance(item, Rejected) else _entry(*item, ground)


def _entry(line: int, item: dict[str, Any], ground: Ground) -> Entry:
    kind = item.get("data_type")
    if kind == "alpr_alert" and isinstance(item.get("group"), dict):
        item = item["group"]
    elif kind != "alpr_group" and "best_plate_number" not in item:
        return Rejected(line=line, reason=_NO_READ.get(str(kind), "this is no alpr_group"))
    try:
        given = _given(item, ground)
    except BadInput as error:
        return Rejected(line=line, reason=error.message)
    return settle(line, given, ground)


def _given(item: dict[str, Any], ground: Ground) -> Given:
    vehicle = item.get("vehicle")
    vehicle = vehicle if isinstance(vehicle, dict) else {}
    best = item.get("best_plate")
    best = best if isinstance(best, dict) else {}
    uuids = item.get("uuids")
    return Given(
        plate=item.get("best_plate_number") or best.get("plate"),
        time=values.epoch(item.get("epoch_start"), 1000, ground.now),
        camera=item.get("camera_id"),
        latitude=item.get("gps_latitude"),
        longitude=item.get("gps_longitude"),
        state=region(item.get("best_region"), bare_is_country=True),
        confidence=item.get("best_confidence", best.get("confidence")),
        scale=100,
        direction=item.get("travel_direction"),
        make=_best(vehicle, "make"),
        model=_model(_best(vehicle, "make_model"), _best(vehicle, "make")),
        colour=_best(vehicle, "color"),
        body_type=_best(vehicle, "body_type"),
        vehicle_year=_best(vehicle, "year"),
        candidates=_candidates(item.get("candidates") or best.get("candidates")),
        vendor_id=item.get("best_uuid") or (uuids[0] if isinstance(uuids, list) and uuids else None),
    )


def _best(vehicle: Mapping[str, Any], what: str) -> Any:
    """The name of the surest guess: the vendor lists several, each with a confidence."""
    guesses = vehicle.get(what)
    if not isinstance(guesses, list):
        return guesses if isinstance(guesses, str | int) else None
    named = [guess for guess in guesses if isinstance(guess, dict) and isinstance(guess.get("name"), str)]
    return max(named, key=_confidence)["name"] if named else None


def _confidence(guess: Mapping[str, Any]) -> float:
    found = guess.get("confidence")
    return float(found) if isinstance(found, int | float) and abs(found) < 1e6 else 0.0


def _model(make_model: Any, make: Any) -> Any:
    if not isinstance(make_model, str):
        return None
    prefix = f"{make}_" if isinstance(make, str) else ""
    return make_model.removeprefix(prefix) if prefix and make_model.startswith(prefix) else make_model


def _candidates(found: Any) -> list[tuple[Any, Any]]:
    if not isinstance(found, list):
        return []
    return [(item.get("plate"), item.get("confidence")) for item in found if isinstance(item, dict)]
