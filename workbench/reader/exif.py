"""What a photograph says of time, place and camera (464.7.1(a); CIPA DC-008, Exif 3.0); nothing in it is guessed."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

from workbench.ocr.kinds import KINDS
from workbench.wire.look import Exif

_LOCAL = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_FAULTS = (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, OverflowError)
"""What damaged tags make arithmetic raise."""


def told(octets: bytes) -> Exif:
    """What the photograph in these bytes says; what can't be made out is left out."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(octets), formats=KINDS) as picture:
            tags = picture.getexif()
            inner, place = tags.get_ifd(ExifTags.IFD.Exif), tags.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # noqa: BLE001 - a decoder of hostile files raises anything, struct.error to KeyError
        return Exif()
    latitude, longitude = _place(place)
    return Exif(
        camera=_camera(tags, inner),
        local_time=_local(inner),
        offset=_offset(inner),
        utc=_by_satellite(place),
        latitude=latitude,
        longitude=longitude,
    )


def _camera(tags: Mapping[int, Any], inner: Mapping[int, Any]) -> str | None:
    """Make, model and serial number; None without the last, which alone tells one camera from another."""
    serial = _text(inner.get(ExifTags.Base.BodySerialNumber))
    if not serial:
        return None
    parts = (_text(tags.get(ExifTags.Base.Make)), _text(tags.get(ExifTags.Base.Model)), serial)
    return " ".join(part for part in parts if part)[:100]


def _local(inner: Mapping[int, Any]) -> str | None:
    found = _LOCAL.match(_text(inner.get(ExifTags.Base.DateTimeOriginal)))
    if found is None:
        return None
    with contextlib.suppress(ValueError):
        return datetime(*(int(part) for part in found.groups())).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001
    return None


def _offset(inner: Mapping[int, Any]) -> str | None:
    said = _text(inner.get(ExifTags.Base.OffsetTimeOriginal))
    return said if _OFFSET.fullmatch(said) else None


def _by_satellite(place: Mapping[int, Any]) -> str | None:
    """The satellites' time, which is UTC."""
    try:
        day = datetime.strptime(_text(place[ExifTags.GPS.GPSDateStamp]), "%Y:%m:%d").replace(tzinfo=UTC)
        hours, minutes, seconds = (float(part) for part in place[ExifTags.GPS.GPSTimeStamp])
        return (day + timedelta(hours=hours, minutes=minutes, seconds=round(seconds, 3))).isoformat()
    except _FAULTS:
        return None


def _place(place: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Both degrees, or neither."""
    try:
        latitude = _degrees(place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef], "NS", 90)
        longitude = _degrees(place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef], "EW", 180)
    except _FAULTS:
        return None, None
    if latitude == 0 and longitude == 0:
        return None, None  # what receivers without a fix write
    return latitude, longitude


def _degrees(parts: Any, reference: Any, signs: str, most: float) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    sign = (1, -1)[signs.index(_text(reference))]
    value = sign * (degrees + minutes / 60 + seconds / 3600)
    if not -most <= value <= most:
        raise ValueError("no place on Earth")
    return round(value, 7)


def _text(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(char for char in text if char.isprintable()).strip()
