"""Photographs, and what they say of themselves (464.7(d), 464.7.1(a))."""

from __future__ import annotations

import io

from PIL import ExifTags, Image

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target
from tests.unit.ocr.drawn import encoded, photograph
from workbench.errors import BadInput
from workbench.ocr.image import LIMITS, decoded
from workbench.reader import exif

_LIMITS = LIMITS._replace(octets=64 << 10, pixels=65_536, side=2048)
_CAR = photograph("7ABC123", width=64, height=48, size=0.1)


def run(data: bytes) -> None:
    """Pixels within the limits, or ``BadInput``; what Exif says is in range."""
    told = exif.told(data)
    assert told.latitude is None or -90 <= told.latitude <= 90
    assert told.longitude is None or -180 <= told.longitude <= 180
    try:
        found = decoded(data, _LIMITS)
    except BadInput as error:
        assert error.how
        return
    height, width, colours = found.pixels.shape
    assert colours == 3
    assert height * width <= _LIMITS.pixels
    assert max(height, width) <= _LIMITS.side


def _with_exif() -> bytes:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = 6
    tags[ExifTags.Base.Make] = "Maker"
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:01:02 03:04:05"
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "12345"
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (32.0, 47.0, 31.2)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "W", (115.0, 33.0, 47.1)
    place[ExifTags.GPS.GPSDateStamp], place[ExifTags.GPS.GPSTimeStamp] = "2026:01:02", (11.0, 4.0, 5.0)
    file = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(file, "JPEG", exif=tags)
    return file.getvalue()


TARGET = Target(
    "photographs",
    run,
    seeds=[encoded(_CAR[::2, ::2], kind) for kind in ("JPEG", "PNG", "WEBP", "BMP", "TIFF")] + [_with_exif()],
    modules=MODULES["photographs"],
    words=[b"\xff\xd8\xff\xe1", b"Exif\0\0", b"IHDR", b"IDAT", b"zTXt", b"iCCP", b"acTL", b"VP8X", b"RIFF", b"II*\0"],
    longest=8192,
)
