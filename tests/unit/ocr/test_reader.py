"""The whole way, with the networks of the wheel, over photographs that the test draws."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from tests.unit.ocr.drawn import photograph
from workbench.errors import ConfigError
from workbench.ocr.calibration import of
from workbench.ocr.engines.engine import Engine
from workbench.ocr.engines.pick import engine, standings
from workbench.ocr.engines.rapid import DETECTOR, RECOGNISER, RapidOcr, folder
from workbench.ocr.models.files import digest
from workbench.ocr.plate import Plate
from workbench.ocr.quad import Pixels
from workbench.ocr.reader import FAST, PlateReader, Profile
from workbench.settings.photographs import Ocr

pytestmark = pytest.mark.section("464.7(d)")
NONE = Path("/nowhere")


@cache
def rapid() -> Engine:
    return engine("auto", NONE)


def read(image: Pixels, **how: Profile) -> list[Plate]:
    return PlateReader(rapid(), "us", **how).read(image)


@pytest.mark.parametrize("plate", ["7ABC123", "YG9X2G", "BTZ7148"])
@pytest.mark.parametrize("turn", [-8.0, 0.0, 8.0])
def test_a_plate_is_read_where_it_stands(plate: str, turn: float) -> None:
    found = read(photograph(plate, turn=turn))
    assert found[0].candidates[0].plate == plate
    assert found[0].quad.centre == pytest.approx((320, 240), abs=12)


def test_candidates_are_ten_at_most_each_once_the_surest_first() -> None:
    candidates = read(photograph("7ABC123"))[0].candidates
    assert 1 <= len(candidates) <= 10
    assert len({each.plate for each in candidates}) == len(candidates)
    sure = [each.confidence for each in candidates]
    assert sure == sorted(sure, reverse=True)
    assert all(len(each.characters) == len(each.plate) for each in candidates)


def test_both_cars_in_a_photograph_are_read() -> None:
    both = np.concatenate([photograph("7ABC123"), photograph("5XYZ789")], axis=1)
    assert {plate.candidates[0].plate for plate in read(both)} >= {"7ABC123", "5XYZ789"}


def test_words_beside_a_plate_are_hardly_ones_however_well_they_are_read() -> None:
    image = photograph("7ABC123")
    cv2.putText(image, "WEEKEND", (30, 440), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (240, 240, 240), 2, cv2.LINE_AA)
    first, *others = read(image)
    assert first.candidates[0].plate == "7ABC123"
    assert [plate.candidates[0].plate for plate in others] == ["WEEKEND"]
    assert others[0].candidates[0].confidence < 0.5
    assert first.candidates[0].confidence > 0.9
    both = np.concatenate([photograph("7ABC123"), photograph("5XYZ789")], axis=1)
    assert [plate.candidates[0].confidence > 0.9 for plate in read(both)[:2]] == [True, True]


def test_the_fast_profile_reads_what_is_plain() -> None:
    assert read(photograph("7ABC123"), profile=FAST)[0].candidates[0].plate == "7ABC123"


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (33, 47), (200, 300)])
def test_where_there_is_no_plate_none_is_found(shape: tuple[int, int]) -> None:
    assert read(np.full((*shape, 3), 90, np.uint8)) == []


def test_the_models_are_those_that_were_published() -> None:
    assert {name: digest(folder() / name) for name in rapid().info().models} == dict(rapid().info().models)


@pytest.mark.parametrize("changed", [DETECTOR, RECOGNISER])
def test_a_model_that_was_changed_is_not_opened(tmp_path: Path, changed: str) -> None:
    for name in (DETECTOR, RECOGNISER):
        (tmp_path / name).symlink_to(folder() / name)
    RapidOcr(tmp_path)
    (tmp_path / changed).unlink()
    (tmp_path / changed).write_bytes((folder() / changed).read_bytes() + b"\0")
    with pytest.raises(ConfigError, match=f"{changed} is not the model that was published"):
        RapidOcr(tmp_path)
    (tmp_path / changed).unlink()
    with pytest.raises(ConfigError, match=changed):
        RapidOcr(tmp_path)


@pytest.mark.section("464.7(g)")
@pytest.mark.parametrize("engine", ["easyocr", "another"])
def test_an_engine_that_reads_badly_or_was_not_measured_is_never_sure_enough_for_a_hit_by_itself(engine: str) -> None:
    """What it reads waits until a person has looked."""
    image = photograph("7ABC123")
    good, other = (PlateReader(rapid(), "us", calibration=of(name)).read(image)[0] for name in ("rapidocr", engine))
    assert good.candidates[0].confidence > 0.9 > other.candidates[0].confidence > 0.5
    with pytest.raises(ValidationError):
        Ocr(sure=0.89)


def test_an_engine_that_lacks_something_says_what() -> None:
    assert standings(NONE)["rapidocr"].usable
    assert not standings(NONE)["easyocr"].usable
    with pytest.raises(ConfigError, match="easyocr can't be used"):
        engine("easyocr", NONE)


@pytest.mark.section("464.10(a)")
def test_the_engine_leaves_no_trace_of_itself_and_tells_nobody(tmp_path: Path) -> None:
    """The runtime of the networks would number this machine and report to its maker, unless it is told not to."""
    code = (
        "import numpy as np; from pathlib import Path; from workbench.ocr.engines.pick import engine; "
        "engine('rapidocr', Path('/nowhere'), 1).recognise([np.zeros((48, 320, 3), np.uint8)])"
    )
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", code], env=home, cwd=Path(__file__).parents[3], check=True)
    assert list(tmp_path.rglob("*")) == []
