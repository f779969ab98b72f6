"""Photographs for the tests of the registers: made up, as the reader would tell of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.policy.people import NOW
from workbench.store.registers.photograph_parts import NewPhotograph, Reader, Seen, Told
from workbench.wire.ingest import Provenance
from workbench.wire.photographs import Origin, PhotographOffer

READER = Reader("rapidocr", "3.10.0", {"det.onnx": "ab" * 32}, "fast", "us")
OFFER = PhotographOffer(name="friday", source="department", provenance=Provenance.PUBLIC_ROAD, camera="EC-04")


def digest(text: str) -> str:
    """A SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def new(name: str, **changes: Any) -> NewPhotograph:
    """A file that was handed in."""
    return NewPhotograph(**{"name": name, "sha256": digest(name), "octets": 1000, **changes})


def told(time: datetime | None = NOW) -> Told:
    """A time and a place, as the photograph tells them."""
    return Told(
        camera="EC-04",
        camera_from=Origin.OFFER,
        time=time,
        time_from=Origin.EXIF if time else None,
        latitude=32.792,
        longitude=-115.5631,
        place_from=Origin.EXIF,
    )


def plate(text: str, confidence: float = 0.97) -> dict[str, Any]:
    """One plate as the reader tells of it."""
    other = f"{text[:-1]}{'7' if text[-1] != '7' else '1'}"
    return {
        "plate": text,
        "confidence": confidence,
        "box": [[10.0, 20.0], [110.0, 20.0], [110.0, 50.0], [10.0, 50.0]],
        "candidates": [
            {"plate": text, "confidence": confidence, "characters": [confidence] * len(text)},
            {"plate": other, "confidence": 1 - confidence, "characters": [0.5] * len(text)},
        ],
        "crop": digest(f"crop of {text}"),
    }


def seen(plates: Sequence[str] = ("7ABC123",), dhash: str = "0f1e2d3c4b5a6978", **changes: Any) -> Seen:
    """What the reader saw."""
    values: dict[str, Any] = {
        "width": 640,
        "height": 480,
        "perceptual_hash": dhash,
        "told": told(),
        "reader": READER,
        "thumbnail": digest(f"thumbnail {dhash}"),
        "plates": [plate(text) for text in plates],
    }
    return Seen(**{**values, **changes})
