"""Building again does nothing while nothing has changed, and never leaves a half."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import fresh


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A folder put in place, and its mark."""
    new, folder, mark = tmp_path / "new", tmp_path / "folder", tmp_path / "mark.json"
    new.mkdir()
    (new / "a.js").write_text("1", "utf-8")
    fresh.put(new, folder, mark, "inputs")
    return folder, mark


def test_what_was_just_made_is_fresh(made: tuple[Path, Path]) -> None:
    assert fresh.is_fresh(*made, "inputs")


def test_other_inputs_make_it_stale(made: tuple[Path, Path]) -> None:
    assert not fresh.is_fresh(*made, "others")


def test_a_touched_file_makes_it_stale(made: tuple[Path, Path]) -> None:
    (made[0] / "a.js").write_text("2", "utf-8")
    assert not fresh.is_fresh(*made, "inputs")


def test_a_missing_or_broken_mark_makes_it_stale(made: tuple[Path, Path]) -> None:
    made[1].write_text("{", "utf-8")
    assert not fresh.is_fresh(*made, "inputs")
    made[1].unlink()
    assert not fresh.is_fresh(*made, "inputs")


def test_a_new_folder_replaces_the_old_one_whole(made: tuple[Path, Path]) -> None:
    folder, mark = made
    new = folder.with_name("new")
    new.mkdir()
    (new / "b.js").write_text("1", "utf-8")
    fresh.put(new, folder, mark, "inputs")
    assert [each.name for each in folder.iterdir()] == ["b.js"]
    assert {each.name for each in folder.parent.iterdir()} == {"folder", "mark.json"}


def test_names_count_as_well_as_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", "utf-8")
    before = fresh.digest([tmp_path], tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert fresh.digest([tmp_path], tmp_path) != before
