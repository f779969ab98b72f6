"""Plate Recognizer Stream's CSV (464.9): cells hold Python literals; the camera comes with the batch.

Its plate mode has a column for each value, its vehicle mode the webhook's objects ``plate`` and ``vehicle``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from workbench.collection import csvtext, text
from workbench.collection.formats import platerecognizer
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected

TITLE = "Plate Recognizer's CSV"
REQUIRED = ("timestamp", "plate", "score", "region", "candidates")
OF_VEHICLES = ("timestamp", "plate", "vehicle")
KNOWN = ("camera_id", "model_make", "color", "vehicle", "direction", "dscore", "file", "box", "orientation")
_LITERAL = 8192
"""Characters of a cell that are read as a literal."""


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each line."""
    header = text.head(stream).partition(b"\n")[0].lower()
    of_vehicles = b"vehicle" in header and b"score" not in header
    required, given = (OF_VEHICLES, _of_vehicle) if of_vehicles else (REQUIRED, _given)
    for row in csvtext.rows(stream, required=required, known=KNOWN, title=TITLE):
        if isinstance(row, Rejected):
            yield row
            continue
        line, cells = row
        try:
            yield settle(line, given(cells), ground)
        except BadInput as error:
            yield Rejected(line=line, reason=error.message)


def _of_vehicle(cells: Mapping[str, str]) -> Given:
    result = {name: _literal(cells[name]) for name in ("plate", "vehicle")}
    message = {"timestamp": cells["timestamp"], "camera_id": cells.get("camera_id")}
    return platerecognizer.given(message, {**result, "direction": cells.get("direction")})


def _given(cells: Mapping[str, str]) -> Given:
    code = _literal(cells["region"])
    model = _first(_literal(cells.get("model_make", "")))
    vehicle = _literal(cells.get("vehicle", ""))
    others = _literal(cells["candidates"])
    return Given(
        plate=cells["plate"],
        time=cells["timestamp"],
        camera=cells.get("camera_id"),
        state=region(code.get("code") if isinstance(code, dict) else cells["region"], bare_is_country=True),
        confidence=cells["score"],
        direction=cells.get("direction"),
        make=model.get("make"),
        model=model.get("model"),
        colour=_first(_literal(cells.get("color", ""))).get("color"),
        body_type=vehicle.get("type") if isinstance(vehicle, dict) else None,
        candidates=[(item.get("plate"), item.get("score")) for item in _dicts(others)],
    )


def _literal(cell: str) -> Any:
    """What a cell spells, without running anything; None when it spells nothing."""
    if not cell or len(cell) > _LITERAL:
        return None
    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _first(found: Any) -> dict[str, Any]:
    items = _dicts(found)
    return items[0] if items else {}
