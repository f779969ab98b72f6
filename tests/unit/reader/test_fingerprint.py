"""Photographs that look the same have hashes that are close; others have not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.unit.ocr.drawn import photograph
from workbench.reader.fingerprint import dhash, thumbnail

pytestmark = pytest.mark.section("464.9")
RNG = np.random.default_rng(464)


def scene(seed: int) -> np.ndarray:
    """Something with lights and shadows."""
    rough = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return np.asarray(cv2.resize(rough, (640, 480), interpolation=cv2.INTER_CUBIC), np.uint8)


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_the_same_scene_saved_smaller_and_brighter_is_close() -> None:
    first = scene(1)
    smaller = cv2.resize(first, (320, 240), interpolation=cv2.INTER_AREA)
    brighter = cv2.convertScaleAbs(first, alpha=0.8, beta=20)
    assert apart(dhash(first), dhash(np.asarray(smaller))) <= 3
    assert apart(dhash(first), dhash(np.asarray(brighter))) <= 3


def test_different_scenes_are_far_apart() -> None:
    hashes = [dhash(scene(seed)) for seed in range(20)]
    assert min(apart(one, other) for place, one in enumerate(hashes) for other in hashes[:place]) > 3


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert thumbnail(photograph("7ABC123")) == thumbnail(photograph("7ABC123"))
