"""Reading photographs and keeping their networks from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from tests.unit.ocr.drawn import encoded, photograph

pytestmark = pytest.mark.section("464.7(d)")


@pytest.mark.parametrize("words", ["ocr read", "models status", "models verify", "models install"])
def test_each_command_says_what_it_does(workbench: Run, words: str) -> None:
    done = workbench(*words.split(), "--help")
    assert done.code == 0
    assert "Usage:" in done.out


def test_each_file_has_its_line_and_a_bad_one_does_not_stop_the_rest(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "car.jpg").write_bytes(encoded(photograph("7ABC123")))
    (tmp_path / "none.jpg").write_bytes(b"")
    files = [str(tmp_path / name) for name in ("none.jpg", "car.jpg", "missing.jpg")]
    done = workbench("ocr", "read", "--region", "us", "--json", *files)
    assert done.code == 1
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["file"] for line in lines] == files
    assert "empty" in lines[0]["error"]
    assert "No such file" in lines[2]["error"]
    assert lines[0]["plates"] == lines[2]["plates"] == []
    best = lines[1]["plates"][0]
    assert lines[1]["error"] is None
    assert best["plate"] == "7ABC123" == best["candidates"][0]["plate"]
    assert 0 < best["confidence"] == best["candidates"][0]["confidence"] <= 1
    assert [len(corner) for corner in best["box"]] == [2, 2, 2, 2]


def test_without_json_a_line_is_for_people(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "car.jpg").write_bytes(encoded(photograph("7ABC123")))
    done = workbench("ocr", "read", "--profile", "fast", str(tmp_path / "car.jpg"))
    assert done.code == 0
    assert "7ABC123 (" in done.out


def test_a_files_name_does_nothing_to_the_terminal(workbench: Run, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31mcar\n.jpg"
    file.write_bytes(b"")
    shown = workbench("ocr", "read", str(file)).out
    assert "[U+001B][31mcar[U+000A].jpg: The file is empty." in shown
    assert shown.count("\n") == 1
    done = workbench("ocr", "read", "--json", str(file))
    assert "\x1b" not in done.out
    assert json.loads(done.out)["file"] == str(file)


@pytest.mark.parametrize(
    ("words", "told"), [(["--profile", "slow"], "thorough or fast"), (["--engine", "easyocr"], "workbench models")]
)
def test_what_can_not_be_had_is_said(workbench: Run, tmp_path: Path, words: list[str], told: str) -> None:
    done = workbench("ocr", "read", *words, str(tmp_path / "car.jpg"))
    assert done.code == 2
    assert told in done.told


def test_models_are_told_and_compared(workbench: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPR_MODELS", str(tmp_path))
    assert "rapidocr: can be used" in workbench("models", "status").out
    checked = workbench("models", "verify")
    assert checked.code == 0
    assert "PP-OCRv6_rec_small.onnx: good" in checked.out
    assert "english_g2.pth: missing" in checked.out
    (tmp_path / "english_g2.pth").write_bytes(b"swapped")
    assert workbench("models", "verify").code == 1


def test_a_source_or_a_download_is_to_be_given(workbench: Run, tmp_path: Path) -> None:
    assert workbench("models", "install").code == 2
    assert workbench("models", "install", str(tmp_path), "--download").code == 2
    refused = workbench("models", "install", str(tmp_path), "--folder", str(tmp_path / "models"))
    assert refused.code == 2
    assert "no model" in refused.told
