"""Photographs that the tests draw: a plate on the back of something like a car."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from workbench.ocr.quad import Pixels


def photograph(plate: str, *, width: int = 640, height: int = 480, size: float = 1.0, turn: float = 0.0) -> Pixels:
    """A light plate with dark characters on a dark car; ``turn`` in degrees against the clock."""
    image = np.full((height, width, 3), (70, 60, 55), np.uint8)
    cv2.rectangle(image, (width // 10, height // 8), (width * 9 // 10, height * 7 // 8), (110, 60, 40), -1)
    wide, high = round(240 * size), round(80 * size)
    left, top = (width - wide) // 2, (height - high) // 2
    cv2.rectangle(image, (left, top), (left + wide, top + high), (235, 240, 240), -1)
    scale, thick = 1.35 * size, max(1, round(3 * size))
    (text, tall), _ = cv2.getTextSize(plate, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    place = (left + (wide - text) // 2, top + (high + tall) // 2)
    cv2.putText(image, plate, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (60, 30, 20), thick, cv2.LINE_AA)
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    return np.asarray(cv2.warpAffine(image, turned, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def encoded(image: Pixels, kind: str = "JPEG", **how: object) -> bytes:
    """The photograph as the bytes of a file."""
    file = io.BytesIO()
    Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB)).save(file, kind, **how)
    return file.getvalue()
