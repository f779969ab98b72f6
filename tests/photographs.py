"""Drawn photographs for a custodian that runs, put there as its reader of photographs would have."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2

from tests.house import House, become
from tests.unit.collection.reviews.pictures import box, drawn, face, plate_of
from tests.unit.ocr.drawn import encoded

BATCH = "reviewed-photographs"
Plates = Mapping[str, tuple[str, float]]
_SCRIPT = """
import base64, json, sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from workbench.custodian.bootstrap import images_of, reads_of
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.at_rest import sealing_of
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.receipt import issue
from workbench.store.registers import Registers
from workbench.store.registers.photograph_parts import NewPhotograph, Reader, Seen, Told
from workbench.wire.photographs import ImageKind, Origin, PhotographOffer
from workbench.wire.reads import READ_SCHEMA

told, settings = json.loads(sys.stdin.read()), Settings.load(Path(sys.argv[1]))
now = datetime.now(UTC)
caller = Caller("ana", settings.agency.organisation, frozenset(), frozenset())
receipt = issue(0, now, "test", Realm.LIVE, caller, None, Request("test", Operation.INGEST, {}), frozenset())
sealing, registers = sealing_of(settings), Registers.open(settings.registers.url)
images = ImageStore.open(images_of(settings), sealing)
store = ReadStore.open(reads_of(settings, Realm.LIVE), Realm.LIVE, sealing)
put = lambda kind, text: images.put(kind, base64.b64decode(text), receipt)
offer = PhotographOffer(name=told["batch"], source="department", provenance="public_road", camera="EC-04")
registers.photograph_batches.begin(told["batch"], offer, "ana", now, receipt)
rows = []
with images.keeping():
    for photo in told["photographs"]:
        time = datetime.fromisoformat(photo["time"])
        original = put(ImageKind.ORIGINAL, photo["original"])
        new = NewPhotograph(photo["name"], original, 1000)
        kept = registers.photographs.add(told["batch"], new, now, receipt).photograph
        plates = [{**plate, "crop": put(ImageKind.CROP, plate["crop"])} for plate in photo["plates"]]
        where = Told("EC-04", Origin.OFFER, time, Origin.EXIF, False, None, 32.792, -115.5631, Origin.EXIF)
        thumbnail = put(ImageKind.THUMBNAIL, photo["thumbnail"])
        reader = Reader("rapidocr", "3.10.0", {}, "fast", "us")
        seen = Seen(960, 540, original[:16], where, reader, thumbnail, plates)
        registers.photographs.keep(kept, seen, receipt)
        registers.photographs.read([kept], receipt)
        for plate in registers.photographs.get(kept, receipt).plates:
            print(json.dumps([plate.read_id, original]))
            others = [{"plate": one.plate, "confidence": one.confidence} for one in plate.candidates[1:]]
            rows.append(dict(
                read_id=plate.read_id, time=time, plate=plate.plate, plate_as_given=plate.plate, state="CA",
                confidence=plate.confidence, latitude=32.792, longitude=-115.5631, camera="EC-04", source="department",
                candidates=others, provenance="public_road", format="photograph", batch_id=told["batch"], received=now,
            ))
store.append(pl.DataFrame(rows, schema=READ_SCHEMA), receipt)
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """A read of a photograph, and the SHA-256 of the photograph."""

    read_id: str
    sha256: str


def photographed(python: Path, config: Path, plates: Plates, batch: str = BATCH, user: str = "") -> list[Handed]:
    """A photograph for each plate: what stands on it, what was read from it and how surely (0 to 1).

    ``python`` has the workbench, ``config`` is the custodian's, and ``user`` its OS user where it has one of its own.
    """
    told = {"batch": batch, "photographs": [_photograph(n, *one) for n, one in enumerate(plates.items())]}
    script = [python, "-I", "-c", _SCRIPT, config]
    done = subprocess.run(
        script,
        input=json.dumps(told),
        **become(user),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Handed(*json.loads(line)) for line in done.stdout.splitlines()]


def photographed_in(house: House, plates: Plates, batch: str = BATCH, config: Path | None = None) -> list[Handed]:
    """The same in a house's custodian, or in another one of its machine."""
    where = config or house.data / "config" / "workbench.toml"
    return photographed(house.python, where, plates, batch, house.everybody or "alpr-custodian")


def _photograph(number: int, stands: str, read: tuple[str, float]) -> dict[str, Any]:
    picture, (plate, sure) = drawn(stands, "4PQR221"), read
    text = plate_of(plate, 0, base64.b64encode(encoded(face(stands), "PNG")).decode(), sure)
    return {
        "name": f"IMG_{number:04}.jpg",
        "time": (datetime.now(UTC) - timedelta(hours=3 + number)).isoformat(),
        "original": base64.b64encode(encoded(picture)).decode(),
        "thumbnail": base64.b64encode(encoded(cv2.resize(picture, (320, 180)))).decode(),
        "plates": [{**text, "box": box(0)}],
    }
