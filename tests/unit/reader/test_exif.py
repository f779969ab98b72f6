"""What a photograph says of time, place and camera is taken word by word, and what can't be made out is left out."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from workbench.reader.exif import told
from workbench.wire.look import Exif

pytestmark = pytest.mark.section("464.7.1(a)")

BASE, GPS = ExifTags.Base, ExifTags.GPS
HERE = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (32.0, 47.0, 31.2),
    GPS.GPSLongitudeRef: "W",
    GPS.GPSLongitude: (115.0, 33.0, 47.16),
}


def photograph(tags: dict[int, Any] | None = None, inner: dict[int, Any] | None = None, gps: Any = None) -> bytes:
    """A photograph with these tags."""
    exif = Image.Exif()
    for tag, value in (tags or {}).items():
        exif[tag] = value
    if inner:
        exif.get_ifd(ExifTags.IFD.Exif).update(inner)
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_time_place_and_camera_are_told() -> None:
    inner = {
        BASE.DateTimeOriginal: "2026:03:02 09:30:00",
        BASE.OffsetTimeOriginal: "-08:00",
        BASE.BodySerialNumber: "42",
    }
    stamp = {GPS.GPSDateStamp: "2026:03:02", GPS.GPSTimeStamp: (17.0, 30.0, 1.0)}
    found = told(photograph({BASE.Make: "Axis", BASE.Model: "P1455"}, inner, HERE | stamp))
    assert found == Exif(
        camera="Axis P1455 42",
        local_time="2026-03-02T09:30:00",
        offset="-08:00",
        utc="2026-03-02T17:30:01+00:00",
        latitude=32.792,
        longitude=-115.5631,
    )


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        (photograph({BASE.Make: "Axis", BASE.Model: "P1455"}), "a model is no camera"),
        (photograph(inner={BASE.DateTimeOriginal: "0000:00:00 00:00:00"}), "a clock that was never set"),
        (photograph(inner={BASE.DateTimeOriginal: "yesterday"}), "no time"),
        (photograph(inner={BASE.OffsetTimeOriginal: "west"}), "no offset"),
        (photograph(gps=HERE | {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)}), "no fix"),
        (photograph(gps=HERE | {GPS.GPSLatitude: (132.0, 0.0, 0.0)}), "no place on Earth"),
        (photograph(gps={GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (32.0, 0.0, 0.0)}), "half a place"),
        (photograph(gps={GPS.GPSDateStamp: "2026:03:02"}), "a day without a time"),
        (photograph(), "nothing"),
        (b"no photograph", "nothing at all"),
    ],
)
def test_what_can_not_be_made_out_is_left_out(octets: bytes, what: str) -> None:
    assert told(octets) == Exif(), what


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_damaged_tags_never_raise(noise: bytes) -> None:
    whole = bytearray(photograph({BASE.Make: "Axis"}, {BASE.DateTimeOriginal: "2026:03:02 09:30:00"}, HERE))
    at = whole.find(b"Exif\0\0") + 6
    whole[at + 8 : at + 8 + len(noise)] = noise
    assert isinstance(told(bytes(whole)), Exif)
