"""Shapes of plates: what each real form is taken for."""

from __future__ import annotations

import pytest

from workbench.plates.formats import FORMATS, formats_of
from workbench.plates.normalise import is_normalised


@pytest.mark.parametrize(
    ("plate", "kinds"),
    [
        ("7ABC123", {"CA passenger"}),
        ("123ABC4", {"CA passenger, current"}),
        ("123ABC", {"CA passenger, older", "MX private, Mexico City, older"}),
        ("1A23456", {"CA commercial"}),
        ("12345A1", {"CA commercial, current"}),
        ("12A3456", {"CA motorcycle"}),
        ("1234567", {"CA exempt"}),
        ("LUVPALM", {"CA personalised"}),
        ("ABC123D", {"MX private"}),
        ("ABC1234", {"MX private, older"}),
        ("A12BCD", {"MX private, Mexico City"}),
        ("ABCDEFGH", set()),
        ("X", set()),
    ],
)
def test_a_plate_is_taken_for_the_series_it_has_the_shape_of(plate: str, kinds: set[str]) -> None:
    assert {f"{known.jurisdiction} {known.kind}" for known in formats_of(plate)} == kinds


def test_each_shape_fits_a_plate_and_says_what_it_rests_on() -> None:
    for known in FORMATS:
        sample = known.shape.replace("x", "").replace("X", "A")
        assert is_normalised(sample)
        assert known.fits(sample)
        assert known.note
