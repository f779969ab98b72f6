"""The figures of the plate-reading benchmark, on answers counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.plate_reading.figures import Answer, calibration_error, edits, figures, reliability
from benchmarks.plate_reading.table import table
from benchmarks.plate_reading.truth import known

ANSWERS = [
    Answer("a", "7ABC123", (("7ABC123", 0.95), ("7A8C123", 0.01)), 1.0),
    Answer("b", "CEMENT0", (("CEMENTO", 0.85), ("CEMENT0", 0.1)), 0.5),
    Answer("c", "BTZ7148", (("BIZ7148", 0.45), ("B1Z7148", 0.2), ("BTZ7148", 0.1)), 0.5),
    Answer("d", "AG4V3U", (), 2.0),
]


def test_shares_are_of_all_photographs_answered_or_not() -> None:
    found = figures(ANSWERS)
    assert (found["images"], found["exact_1"], found["folded_1"], found["exact_3"]) == (4, 25.0, 50.0, 75.0)
    assert found["images_s"] == 1.0
    assert found["character_error_rate"] == pytest.approx(100 * (0 + 1 + 1 + 6) / 27, abs=0.05)


def test_the_calibration_error_is_of_what_was_answered() -> None:
    bins = reliability(ANSWERS)
    assert sum(bar["answers"] for bar in bins) == 3
    assert calibration_error(bins) == pytest.approx((0.05 + 0.15 + 0.45) / 3)
    assert calibration_error([]) == 0


@pytest.mark.parametrize(
    ("one", "other", "count"), [("", "", 0), ("ABC", "", 3), ("7ABC", "1ABC", 1), ("AB12", "B123", 2)]
)
def test_edits_are_counted(one: str, other: str, count: int) -> None:
    assert edits(one, other) == edits(other, one) == count


def test_a_folder_a_region_holds_the_truth(tmp_path: Path) -> None:
    (tmp_path / "br").mkdir()
    rows = "file\tx\ty\twidth\theight\tplate\n" + "".join(f"{name}.jpg\t1\t2\t3\t4\tABC1234\n" for name in "abc")
    (tmp_path / "br" / "truth.tsv").write_text(rows)
    assert [(each.region, each.file.name) for each in known(tmp_path, 2)] == [("br", "a.jpg"), ("br", "c.jpg")]
    with pytest.raises(SystemExit, match=r"truth\.tsv"):
        known(tmp_path / "br")


def test_the_table_has_a_row_for_each_engine_and_region() -> None:
    row = {"engine": "rapidocr/fast", "region": "all", "told": True, "peak_mb": 500} | figures(ANSWERS)
    text = table([row])
    assert "rapidocr/fast" in text
    assert "50% of" not in text.splitlines()[0]
    assert "right at each confidence" in text
