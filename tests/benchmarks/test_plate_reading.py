"""The figures of the plate-reading benchmark, on answers counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.plate_reading.command import main
from benchmarks.plate_reading.figures import Answer, calibration_error, edits, figures, reliability
from benchmarks.plate_reading.reasons import reason
from benchmarks.plate_reading.sheet import sheet
from benchmarks.plate_reading.table import table
from benchmarks.plate_reading.truth import Known, known
from tests.unit.ocr.drawn import encoded, photograph
from tests.unit.ui.reviewing import waiting
from workbench.ocr.image import opened
from workbench.policy.reviews import Outcome

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


def test_reviewed_reads_are_held_against_what_people_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [
        waiting("7ABC123").model_copy(update={"outcome": Outcome.ACCEPTED}),
        waiting("7A8C123", 1).model_copy(update={"outcome": Outcome.CORRECTED, "resolved_plate": "7ABC123"}),
        waiting("CEMENT0", 2).model_copy(update={"outcome": Outcome.REJECTED}),
    ]
    file = tmp_path / "reviews.jsonl"
    file.write_text("".join(f"{read.model_dump_json()}\n" for read in said))
    assert main(["--reviews", str(file), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["images"], row["exact_1"], row["exact_3"]) == (2, 50.0, 100.0)
    assert row["reviewed"] == {"accepted": 1, "corrected": 1, "rejected": 1, "unreadable": 0}
    main(["--reviews", str(file)])
    assert "as people reviewed it" in capsys.readouterr().out
    file.write_text("{}\n")
    with pytest.raises(SystemExit, match="line 1"):
        main(["--reviews", str(file)])
    with pytest.raises(SystemExit, match="Give a folder"):
        main([])


def test_the_table_has_a_row_for_each_engine_and_region() -> None:
    row = {"engine": "rapidocr/fast", "region": "all", "told": True, "peak_mb": 500} | figures(ANSWERS)
    text = table([row])
    assert "rapidocr/fast" in text
    assert "50% of" not in text.splitlines()[0]
    assert "right at each confidence" in text


REASONS = {
    "7ABC123": "",
    "CEMENTO": "read 7 as C, A as E",
    "7ABCI23": "O and 0, or I and 1",
    "7A8C123": "read B as 8",
    "ABC123": "characters missing, 1 edits",
    "77ABC123": "characters too many",
}


@pytest.mark.parametrize("said", REASONS)
def test_each_failure_has_a_reason(said: str) -> None:
    asked = Known("us", Path("a"), "7ABC123", (10, 10, 100, 30))
    found = reason(asked, Answer("a", "7ABC123", ((said, 0.5),), 1.0, (60.0, 25.0)))
    assert found.startswith(REASONS[said])
    assert bool(found) == bool(REASONS[said])


def test_a_line_elsewhere_and_none_at_all_are_told_apart() -> None:
    asked = Known("us", Path("a"), "7ABC123", (10, 10, 100, 30))
    assert "another line" in reason(asked, Answer("a", "7ABC123", (("FORD12", 0.5),), 1.0, (300.0, 25.0)))
    assert "no line" in reason(asked, Answer("a", "7ABC123", (), 1.0))


def test_the_sheet_shows_the_failures_only(tmp_path: Path) -> None:
    asked = []
    for name, plate in (("a", "7ABC123"), ("b", "5XYZ789")):
        (tmp_path / f"{name}.jpg").write_bytes(encoded(photograph(plate)))
        asked.append(Known("us", tmp_path / f"{name}.jpg", plate, (200, 200, 240, 80)))
    answers = [Answer("a", "7ABC123", (("7ABC123", 0.9),), 1.0), Answer("b", "5XYZ789", (), 1.0)]
    assert sheet(asked, answers, tmp_path / "sheet.png") == 1
    assert opened(tmp_path / "sheet.png").pixels.shape == (204, 1280, 3)
    assert sheet(asked[:1], answers[:1], tmp_path / "none.png") == 0
    assert not (tmp_path / "none.png").exists()
