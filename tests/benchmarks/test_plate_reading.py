"""The figures of the plate-reading benchmark, on answers counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.plate_reading.command import main
from benchmarks.plate_reading.figures import Answer, Seen, calibration_error, edits, figures, reliability
from benchmarks.plate_reading.ranking import apart, fitted
from benchmarks.plate_reading.reasons import reason
from benchmarks.plate_reading.sheet import sheet
from benchmarks.plate_reading.table import table
from benchmarks.plate_reading.truth import Known, known
from tests.unit.ocr.drawn import encoded, photograph
from tests.unit.ui.reviewing import waiting
from workbench.ocr.image import opened
from workbench.ocr.platelike import Signs
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
    assert "other photographs" not in text
    row |= {"exact_1_ranked_apart": 88.1, "folded_1_ranked_apart": 90.8, "calibration_error_kept_apart": 0.0282}
    assert "weights of other photographs: exact 88.1, folded 90.8" in table([row])
    assert "curve of other photographs: ECE 0.028" in table([row])


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


def drawn(folder: Path, plates: list[str]) -> Path:
    """A folder of photographs with known plates."""
    (folder / "us").mkdir(parents=True)
    lines = ["file\tx\ty\twidth\theight\tplate"]
    for plate in plates:
        (folder / "us" / f"{plate}.jpg").write_bytes(encoded(photograph(plate)))
        lines.append(f"{plate}.jpg\t200\t200\t240\t80\t{plate}")
    (folder / "us" / "truth.tsv").write_text("\n".join(lines) + "\n")
    return folder


def test_an_engine_is_measured_on_a_folder_in_a_process_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drawn(tmp_path / "plates", ["7ABC123", "5XYZ789"])
    engines = ["--engines", "rapidocr/fast"]
    assert main([str(folder), "--json", "--untold", *engines, "--answers", str(tmp_path / "answers")]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["region"], row["told"]) for row in rows] == [
        ("us", True),
        ("all", True),
        ("us", False),
        ("all", False),
    ]
    assert rows[0]["exact_1"] == rows[0]["exact_3"] == 100.0
    assert rows[0]["character_error_rate"] == 0
    assert 0 < rows[0]["expected_calibration_error"] < 0.2
    assert rows[0]["images_s"] > 0
    assert 100 < rows[0]["peak_mb"] < 1434
    assert {path.name for path in (tmp_path / "answers").iterdir()} == {
        "rapidocr-fast.tsv",
        "rapidocr-fast-untold.tsv",
    }


PLATE, WORD = (320.0, 240.0), (60.0, 60.0)
TAGGED = Known("us", Path("a"), "7ABC123", (200, 200, 240, 80))


def seen(text: str, centre: tuple[float, float], **signs: float) -> Seen:
    """A line with these signs, the others alike in all."""
    alike = dict.fromkeys(Signs._fields, 0.0)
    return Seen(((text, 0.9),), centre, Signs(**alike | signs))


def shown(place: int) -> tuple[Known, Answer]:
    """A photograph whose plate is higher than the word beside it, and found less surely; some more than others."""
    word = seen("WEEKEND", WORD, height=0.2 + place % 3 / 5, found=0.9)
    plate = seen("7ABC123", PLATE, height=0.6 + place % 4 / 5, found=0.4 + place % 2 / 10)
    return TAGGED, Answer("a", "7ABC123", word.said, 1.0, WORD, (0.0, 0.0, 0.0), (word, plate))


def test_weights_are_fitted_that_put_the_plate_before_the_word() -> None:
    asked, answers = zip(*map(shown, range(24)), strict=True)
    weights = fitted(asked, answers)
    assert weights
    assert weights.height > 0 > weights.found
    assert (weights.seen, weights.edge) == (0.0, 0.0)
    assert figures(answers)["exact_1"] == 0
    chosen = apart(asked, answers)
    assert chosen
    assert figures(chosen)["exact_1"] > 90


def test_weights_of_other_photographs_alone_choose_a_photographs_line() -> None:
    """What only one photograph shows is not learnt from it."""
    asked, answers = map(list, zip(*map(shown, range(24)), strict=True))
    odd = seen("7ABC123", PLATE, height=-5.0, found=0.4, seen=1.0)
    answers[5] = replace(answers[5], lines=(answers[5].lines[0], odd))
    chosen = apart(asked, answers)
    assert chosen
    assert chosen[5].best == "WEEKEND"
    assert sum(each.best != "7ABC123" for each in chosen) <= 2


def test_too_few_photographs_or_none_with_a_choice_fit_nothing() -> None:
    asked, answers = zip(*map(shown, range(9)), strict=True)
    assert apart(asked, answers) is None
    alone = [replace(answer, lines=answer.lines[1:]) for answer in answers]
    assert fitted(asked, alone) is None
    assert apart([TAGGED] * 27, alone * 3) is None


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
