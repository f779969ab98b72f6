"""Plate Recognizer Stream and Snapshot JSON (464.9): a webhook, a response, or JSON lines. Scores count to 1.

One message holds all plates of a picture; each is an entry. Two shapes are in use: ``plate`` as text, and
``plate`` as an object whose ``props`` list the readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from workbench.collection import envelope, jsontext
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each plate of each message."""
    for item in jsontext.entries(envelope.unwrap(stream)):
        if isinstance(item, Rejected):
            yield item
            continue
        line, found = item
        message = _message(found)
        results = message.get("results")
        if not isinstance(results, list):
            yield Rejected(line=line, reason="this message has no list 'results'")
            continue
        for result in results:
            yield _entry(line, message, result, ground)


def _message(item: Mapping[str, Any]) -> Mapping[str, Any]:
    data = item.get("data")
    return data if isinstance(data, dict) else item


def _entry(line: int, message: Mapping[str, Any], result: Any, ground: Ground) -> Entry:
    if not isinstance(result, dict):
        return Rejected(line=line, reason="a result is no JSON object")
    try:
        return settle(line, given(message, result), ground)
    except BadInput as error:
        return Rejected(line=line, reason=error.message)


def given(message: Mapping[str, Any], result: Mapping[str, Any]) -> Given:
    """One plate of a message in the terms of ``Given``."""
    plate = _inner(result, "plate")
    vehicle = _inner(result, "vehicle")
    readings = _guesses(plate, "plate") or _flat(result)
    model = _first(_guesses(vehicle, "make_model") or result.get("model_make"))
    return Given(
        plate=readings[0].get("value", readings[0].get("plate")) if readings else None,
        time=message.get("timestamp") or message.get("timestamp_local"),
        camera=message.get("camera_id"),
        state=region(_code(result, plate), bare_is_country=True),
        confidence=readings[0].get("score") if readings else None,
        direction=result.get("direction"),
        make=model.get("make"),
        model=model.get("model"),
        colour=_first(_guesses(vehicle, "color") or result.get("color")).get("value", _old_colour(result)),
        body_type=vehicle.get("type"),
        candidates=[(item.get("value", item.get("plate")), item.get("score")) for item in readings],
    )


def _inner(result: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = result.get(name)
    return found if isinstance(found, dict) else {}


def _guesses(thing: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = _inner(thing, "props").get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _flat(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The readings of the older shape, the chosen one first."""
    if isinstance(result.get("plate"), dict) or result.get("plate") in (None, ""):
        return []
    chosen = {"plate": result["plate"], "score": result.get("score")}
    others = result.get("candidates")
    more = [item for item in others if isinstance(item, dict)] if isinstance(others, list) else []
    return [chosen, *(item for item in more if item.get("plate") != chosen["plate"])]


def _first(found: Any) -> dict[str, Any]:
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def _old_colour(result: Mapping[str, Any]) -> Any:
    return _first(result.get("color")).get("color")


def _code(result: Mapping[str, Any], plate: Mapping[str, Any]) -> Any:
    return _inner(result, "region").get("code") or _first(_guesses(plate, "region")).get("value")
