"""A few real photographs, where a folder of them stands beside the checkout; none is part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.plate_reading.figures import fold
from benchmarks.plate_reading.truth import known
from workbench.ocr.engines.pick import engine
from workbench.ocr.image import opened
from workbench.ocr.reader import PlateReader

pytestmark = [pytest.mark.section("464.7(d)"), pytest.mark.long]
FOLDER = Path(os.environ.get("ALPR_PLATES") or Path(__file__).parents[4] / "shared" / "data" / "plates")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="no folder of photographs with known plates; ALPR_PLATES names one")
def test_most_plates_of_a_sample_are_read() -> None:
    sample = known(FOLDER, every=24)
    loaded = engine("rapidocr", FOLDER)
    wrong = []
    for each in sample:
        plates = PlateReader(loaded, each.region).read(opened(each.file).pixels)
        said = plates[0].candidates[0].plate if plates else ""
        if fold(said) != fold(each.plate):
            wrong.append((each.file.name, each.plate, said))
    assert len(wrong) <= len(sample) // 4, wrong
