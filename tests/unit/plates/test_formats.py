"""Shapes of plates: what each real form is taken for."""

from __future__ import annotations

import pytest

from workbench.plates.formats import FORMATS, formats_of
from workbench.plates.normalise import is_normalised

ARIZONAN = "AZ passenger"


def names(plate: str) -> set[str]:
    return {f"{known.jurisdiction} {known.kind}" for known in formats_of(plate)}


@pytest.mark.parametrize(
    ("plate", "kinds"),
    [
        ("7ABC123", {"CA passenger"}),
        ("123ABC4", {"CA passenger, current"}),
        (
            "123ABC",
            {
                "CA passenger, older",
                "AZ passenger, older",
                "NV passenger, older",
                "OR passenger",
                "MX-CMX private, older",
            },
        ),
        ("ABC123", {"CA passenger, older", "OR passenger, older"}),
        ("1A23456", {"CA commercial"}),
        ("12345A1", {"CA commercial, current"}),
        ("12345A", {"CA commercial, older"}),
        ("1AB2345", {"CA trailer"}),
        ("12A3456", {"CA motorcycle"}),
        ("1A2345", {"CA motorcycle, older"}),
        ("1234567", {"CA exempt"}),
        ("123456", {"CA exempt, older"}),
        ("LUVPALM", {"CA personalised", "NV personalised"}),
        ("A1B2C3D", set()),
        ("ABC1234", {"AZ passenger, older", "MX private, older"}),
        ("123A45", {"NV passenger"}),
        ("12A345", {"NV passenger, older"}),
        ("ABC123D", {"MX private"}),
        ("BCN123D", {"MX private", "MX-BCN private"}),
        ("WAB1234", {"AZ passenger, older", "MX private, older", "MX-SON private, older"}),
        ("A12BCD", {"MX-CMX private"}),
        ("A123BCD", {"MX public service"}),
        ("AB1234C", {"MX lorry"}),
        ("AB12345", {"MX lorry, older"}),
        ("12AB3C", {"MX federal service"}),
        ("123AB4", {"MX federal service, older"}),
        ("X", {"NV personalised"}),
        ("ABCDEFGH", set()),
    ],
)
def test_a_plate_is_taken_for_the_series_it_has_the_shape_of(plate: str, kinds: set[str]) -> None:
    assert names(plate) - {ARIZONAN} == kinds


@pytest.mark.parametrize(
    ("plate", "fits"), [("A1B2C3D", True), ("1A23456", True), ("7ABC123", False), ("A1B2C3", False)]
)
def test_arizonas_current_series_takes_anything_around_a_digit(plate: str, fits: bool) -> None:
    assert (ARIZONAN in names(plate)) is fits


def test_each_shape_says_whose_it_is_where_it_is_found_and_on_what_that_rests() -> None:
    for known in FORMATS:
        assert known.note
        assert known.source
        sample = "".join({"9": "1", "x": ""}.get(mark, "A") for mark in known.shape)
        sample = known.block[0] + sample[3:] if known.block else sample
        assert is_normalised(sample)
        assert known.fits(sample)


def test_the_jurisdictions_around_are_all_there() -> None:
    assert {known.jurisdiction for known in FORMATS} == {"CA", "AZ", "NV", "OR", "MX-BCN", "MX-SON", "MX-CMX", "MX"}


@pytest.mark.parametrize(
    ("plate", "usual"), [("7ABC123", True), ("7AIC123", True), ("7OBC123", False), ("7ABQ123", False)]
)
def test_letters_that_a_series_avoids_do_not_exclude_a_plate(plate: str, usual: bool) -> None:
    [known] = [known for known in formats_of(plate) if known.kind == "passenger" and known.jurisdiction == "CA"]
    assert known.usual(plate) is usual
