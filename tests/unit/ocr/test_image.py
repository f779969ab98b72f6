"""Whatever a file holds, it is a photograph or a clear error, and never more memory than a photograph needs."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.unit.ocr.drawn import encoded, photograph
from workbench.errors import BadInput
from workbench.ocr.image import LIMITS, Limits, decoded, opened

pytestmark = pytest.mark.section("464.7(d)")
CAR = photograph("7ABC123")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png() -> bytes:
    """A header of 30,000 x 30,000 pixels; what follows is never looked at."""
    body = zlib.compress(bytes(1 + 30_000 * 3))
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def swollen_text_png() -> bytes:
    """A small PNG with a comment that unpacks to a hundred megabytes."""
    packer = zlib.compressobj(9)
    comment = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    small = encoded(CAR, "PNG")
    return small[:33] + chunk(b"zTXt", b"Comment\0\0" + comment) + small[33:]


def animated_gif() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("P", (40, 20), colour) for colour in (1, 2, 3)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def animated_webp() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return file.getvalue()


def cmyk_jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("CMYK", (40, 20)).save(file, "JPEG")
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("photograph.jpg", bytes(50 << 20))
    return file.getvalue()


BAD = {
    "nothing": (b"", "empty"),
    "a JPEG cut off": (encoded(CAR)[: len(encoded(CAR)) // 2], "damaged or cut off"),
    "a PNG cut off": (encoded(CAR, "PNG")[:2000], "damaged or cut off"),
    "text": (b"plate,time\n7ABC123,now\n", "no kind"),
    "an SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image/></svg>', "SVG"),
    "an animated GIF": (animated_gif(), "GIF"),
    "an animated WebP": (animated_webp(), "several pictures"),
    "a JPEG for print": (cmyk_jpeg(), "CMYK"),
    "a HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "HEIC"),
    "a video": (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(100), "video"),
    "an archive": (archive(), "archive"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "30,000 x 30,000 pixels": (huge_png(), "more pixels"),
    "a comment that swells": (swollen_text_png(), "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photograph_is_said_to_be_none_in_little_memory(name: str) -> None:
    octets, told = BAD[name]
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match=told) as refused:
            decoded(octets)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.how
    assert most < 80 << 20


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_each_kind_of_photograph_is_read(kind: str) -> None:
    read = decoded(encoded(CAR, kind))
    assert read.kind == kind
    assert read.pixels.shape == CAR.shape
    assert np.abs(read.pixels.astype(int) - CAR).mean() < 4


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_other_colours_become_blue_green_and_red(mode: str) -> None:
    file = io.BytesIO()
    Image.new("L", (30, 20), 255).convert("RGB" if mode == "P" else "L").convert(mode.replace("I;16", "I")).convert(
        mode
    ).save(file, "PNG")
    assert decoded(file.getvalue()).pixels.shape == (20, 30, 3)


def test_the_camera_was_held_sideways() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert decoded(encoded(CAR, exif=turned)).pixels.shape == (CAR.shape[1], CAR.shape[0], 3)


def test_the_limits_are_those_of_the_header() -> None:
    octets = encoded(CAR)
    with pytest.raises(BadInput, match="pixels"):
        decoded(octets, LIMITS._replace(pixels=640 * 480 - 1))
    with pytest.raises(BadInput, match="pixels"):
        decoded(octets, LIMITS._replace(side=639))
    with pytest.raises(BadInput, match="larger"):
        decoded(octets, Limits(octets=len(octets) - 1))
    assert decoded(octets, Limits(len(octets), 640 * 480, 640)).pixels.shape == CAR.shape


def test_a_folder_is_not_a_photograph(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a file"):
        opened(tmp_path)
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "none.jpg")


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    octets = encoded(CAR)
    (tmp_path / "car.jpg").write_bytes(octets)
    assert opened(tmp_path / "car.jpg").sha256 == decoded(octets).sha256
    assert decoded(octets).sha256 != decoded(octets + b"\0").sha256


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_changed_in_a_file_only_bad_input_comes_of_it(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "BMP", "TIFF"]))
    octets = bytearray(encoded(CAR[::8, ::8], kind))
    for _ in range(data.draw(st.integers(1, 8))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        assert decoded(bytes(octets), LIMITS._replace(pixels=1_000_000)).pixels.shape[2] == 3
