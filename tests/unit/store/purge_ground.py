"""A store with one vehicle that is to be purged, in every way that a plate can stand in it, among many others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.policy.people import NOW
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.reads_ground import SEALING, batch, read, table
from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt

PLATE, GIVEN = "7QZX481", "7 qzx-481"
RESOLVED, READING = "8QZX48W", "7OZK4B1"
GONE = ("gone-observed", "gone-resolved", "gone-reading", "gone-old")
MONTH = timedelta(days=31)
FORMS = encodings(PLATE, GIVEN, "7QZX 481", "7QZX-481") | encodings(RESOLVED) | encodings(READING)


def filled(store: ReadStore, receipt: Receipt) -> int:
    """Reads of three months, in several batches; how many of them stay."""
    reads: list[dict[str, Any]] = [
        read("gone-observed", PLATE, NOW, plate_as_given=GIVEN, vendor_id="7QZX-481", batch_id="b1"),
        read("gone-resolved", "7QZX4B1", NOW - MONTH, resolved_plate=RESOLVED, batch_id="b1"),
        read("gone-reading", "7QZK481", NOW, candidates=[{"plate": READING, "confidence": 0.4}], batch_id="b1"),
        read("stays-old", "7AAA110", NOW - MONTH, batch_id="b1"),
        read("stays-resolved", "7AAA111", NOW, resolved_plate="7AAA112", batch_id="b1"),
    ]
    store.append(batch(1, 200), receipt)
    store.append(table(reads), receipt)
    store.append(table([reads[0], read("stays-late", "7AAA113", NOW, batch_id="b2")]), receipt)
    store.append(table([read("gone-old", PLATE, NOW - 2 * MONTH, plate_as_given="7QZX 481")]), receipt)
    store.append(batch(2, 200), receipt)
    return 403


def found(folder: Path) -> set[str]:
    """In which forms the vehicle is found anywhere in the store."""
    return set(seen(folder, SEALING, FORMS))
