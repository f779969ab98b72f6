"""Photographs with known plates: a folder a region, ``truth.tsv`` in each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from workbench.ocr.serials import REGIONS, Region


@dataclass(frozen=True, slots=True)
class Known:
    """One photograph with the plate that somebody read in it; ``box`` is left, top, width and height in pixels."""

    region: Region
    file: Path
    plate: str
    box: tuple[int, int, int, int]

    def shows(self, place: tuple[float, float]) -> bool:
        """Whether a place in the photograph is on the plate."""
        left, top, width, height = self.box
        return left <= place[0] <= left + width and top <= place[1] <= top + height


def known(folder: Path, every: int = 1) -> list[Known]:
    """Every photograph of the folder, or each so manieth of a region; ``SystemExit`` when it holds none."""
    found = [each for region in REGIONS for each in _of(folder, region)[::every]]
    if not found:
        raise SystemExit(f"{folder} has no truth.tsv in a folder named {', '.join(REGIONS)}.")
    return found


def _of(folder: Path, region: Region) -> list[Known]:
    table = folder / region / "truth.tsv"
    if not table.is_file():
        return []
    with table.open(newline="", encoding="utf-8") as rows:
        return [
            Known(region, table.parent / row["file"], row["plate"], _box(row))
            for row in csv.DictReader(rows, delimiter="\t")
        ]


def _box(row: dict[str, str]) -> tuple[int, int, int, int]:
    return int(row["x"]), int(row["y"]), int(row["width"]), int(row["height"])
