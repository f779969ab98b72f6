"""Who reads: the workbench with each engine and profile, and RapidOCR as it comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.plate_reading.figures import Seen
from workbench.ocr.calibration import Evidence
from workbench.ocr.engines.pick import engine, standings
from workbench.ocr.image import opened
from workbench.ocr.models.files import folder
from workbench.ocr.plate import Plate
from workbench.ocr.reader import PROFILES, PlateReader
from workbench.ocr.serials import Region

Said = tuple[tuple[str, float], ...]


class Told(NamedTuple):
    """The candidates of the best plate; where known its middle, what its confidence was made of, and all lines."""

    said: Said
    centre: tuple[float, float] | None = None
    evidence: Evidence | None = None
    lines: tuple[Seen, ...] = ()


Read = Callable[[Path, Region], Told]

STOCK = "rapidocr as it comes"


def contenders() -> list[str]:
    """Those that can be used here: ``engine/profile``, and the stock package."""
    usable = [name for name, found in standings(folder()).items() if found.usable]
    ours = [f"{name}/{profile}" for name in usable for profile in PROFILES]
    return [*ours, *([STOCK] if "rapidocr" in usable else [])]


def reader(contender: str, threads: int) -> Read:
    """How a contender answers for one photograph when told the region."""
    if contender == STOCK:
        return _stock()
    name, profile = contender.split("/")
    loaded = engine(name, folder(), threads)  # type: ignore[arg-type]

    def read(file: Path, region: Region) -> Told:
        reading = PlateReader(loaded, region, PROFILES[profile])
        lines = reading.lines(opened(file).pixels)
        if not lines:
            return Told(())
        plates = [reading.plate(line, reading.share(line, lines[0])) for line in lines]
        seen = tuple(
            Seen(_said(plate), plate.quad.centre, line.signs)
            for line, plate in zip(lines, plates, strict=True)
            if line.signs
        )
        return Told(_said(plates[0]), plates[0].quad.centre, plates[0].evidence, seen)

    return read


def _said(plate: Plate) -> Said:
    return tuple((each.plate, each.confidence) for each in plate.candidates)


def _stock() -> Read:
    """The package's own pipeline; of the lines with four to nine letters and digits the tallest is its answer."""
    from rapidocr import RapidOCR

    whole: Any = RapidOCR(params={"Global.log_level": "error"})

    def read(file: Path, region: Region) -> Told:  # noqa: ARG001 - it can't be told
        found = whole(str(file))
        if found.boxes is None:
            return Told(())
        lines = []
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            plate = "".join(char for char in text.upper() if char.isascii() and char.isalnum())
            if 4 <= len(plate) <= 9 and any(char.isdigit() for char in plate):
                lines.append((abs(float(box[3][1] - box[0][1])), plate, float(score)))
        return Told(tuple((plate, score) for _, plate, score in sorted(lines, reverse=True)))

    return read
