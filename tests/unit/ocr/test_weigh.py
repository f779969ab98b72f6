"""Serials decide between look-alikes, never against what is plainly seen; every probability is one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.ocr.calibrate import fitted
from workbench.ocr.calibration import Calibration, calibrated, shares
from workbench.ocr.charset import SIGNS, Posteriors
from workbench.ocr.plate import by_character
from workbench.ocr.serials import REGIONS, Region, bonus, kind
from workbench.ocr.smear import smeared
from workbench.ocr.weigh import FEWEST, MOST, Text, texts
from workbench.plates.characters import ALPHABET

pytestmark = pytest.mark.section("464.7(d)")
plates = st.text(ALPHABET, min_size=FEWEST, max_size=MOST)


def look(text: str, sure: float = 0.98, **others: str) -> Posteriors:
    """A line that says the text, each character over one step with a gap; ``p2="B"``: the third may as well be B."""
    found = np.full((2 * len(text), 37), (1 - sure) / 36, np.float32)
    for place, char in enumerate(text):
        found[2 * place, SIGNS[char]] = sure
        found[2 * place + 1, 0] = sure
        if other := others.get(f"p{place}"):
            found[2 * place, [SIGNS[char], SIGNS[other]]] = sure / 2
    return smeared(found)


@pytest.mark.parametrize(
    ("region", "seen", "place", "other", "wanted"),
    [
        ("us", "7ABC1Z3", "p5", "2", "7ABC123"),
        ("us", "YG9XZG", "p4", "2", "YG9X2G"),
        ("eu", "RK6O5AB", "p3", "0", "RK605AB"),
        ("br", "ABCI234", "p3", "1", "ABC1234"),
    ],
)
def test_what_could_be_either_is_read_as_a_serial_has_it(
    region: Region, seen: str, place: str, other: str, wanted: str
) -> None:
    assert texts([look(seen, **{place: other})], region)[0].text == wanted


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("plate", ["BIMMIAN", "LOVE4U", "WOBVWMK4"])
def test_a_plate_of_its_owners_choice_is_read_as_it_is_seen(region: Region, plate: str) -> None:
    assert texts([look(plate, 0.999)], region)[0].text == plate


def test_a_seal_read_as_a_character_is_left_out_for_a_price() -> None:
    read = texts([look("7ABC1238"), look("7ABC123")], "us")
    assert read[0].text == "7ABC123"
    assert {text.text: text.edits for text in texts([look("7ABC1238")], "us")}["7ABC123"] == 1


def test_a_line_that_says_nothing_has_no_texts() -> None:
    blank = np.zeros((10, 37), np.float32)
    blank[:, 0] = 1
    assert texts([blank], "us") == []
    assert texts([look("A7")], "us") == []


@given(plates, st.sampled_from(REGIONS))
def test_no_text_is_ruled_out(plate: str, region: Region) -> None:
    assert np.isfinite(bonus(plate, region))
    assert len(kind(plate)) == len(plate)


@pytest.mark.parametrize(
    ("region", "serial", "other"),
    [
        ("us", "7ABC123", "7A8C123"),
        ("br", "ABC1234", "AB01234"),
        ("mx", "ABC123D", "ABCI23D"),
        ("eu", "AB123CD", "A8123CD"),
    ],
)
def test_a_serial_of_the_region_is_likelier_than_its_misreading(region: Region, serial: str, other: str) -> None:
    assert bonus(serial, region) > bonus(other, region) + 1
    assert bonus(serial, "any") > bonus(other, "any")


@given(st.lists(st.tuples(plates, st.floats(-30, 10)), min_size=1, max_size=12, unique_by=lambda each: each[0]))
def test_probabilities_are_ordered_as_the_texts_and_never_above_one(drawn: list[tuple[str, float]]) -> None:
    read = [Text(plate, score, min(score, 0.0), 0) for plate, score in sorted(drawn, key=lambda each: -each[1])]
    sure = calibrated(read, 1.0, Calibration("test", -0.5, 0.7, 0.2, 0.1))
    assert sure == sorted(sure, reverse=True)
    assert all(0 <= each <= 1 for each in sure)
    assert sum(sure) <= 1 + 1e-9
    assert sum(shares(read)) == pytest.approx(1)


def test_a_character_is_as_sure_as_the_readings_that_agree_on_it() -> None:
    agreed = by_character("7ABC123", [("7ABC123", 0.6), ("7A8C123", 0.2), ("ABC123", 0.2)])
    assert agreed[2] == pytest.approx(0.75)
    assert agreed[0] == pytest.approx(1.0)


@settings(max_examples=15, deadline=None)
@given(st.floats(-2, 2), st.floats(0.2, 2))
def test_a_curve_is_found_again_from_readings_drawn_by_it(base: float, share: float) -> None:
    chance = np.random.default_rng(464)
    curve = Calibration("true", base, share, 0.3, 0.1)
    given_ = [tuple(row) for row in chance.uniform(-4, 4, (4000, 3)).tolist()]
    right = [bool(chance.random() < curve.probability(row)) for row in given_]
    found = fitted(given_, right, "found")
    assert found.version == "found"
    assert found[1:] == pytest.approx(curve[1:], abs=0.3)


def test_readings_that_are_all_right_give_a_curve_too() -> None:
    found = fitted([(1.0, -1.0, 2.0)] * 5, [True] * 5, "few")
    assert 0.8 < found.probability((1.0, -1.0, 2.0)) < 1
    with pytest.raises(ValueError, match="needs readings"):
        fitted([], [], "none")
