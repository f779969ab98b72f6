"""Lines of text from a map of how likely each pixel belongs to one (464.7(d)).

The map is that of differentiable binarisation (Liao et al., AAAI 2020): it shows each line shrunk, so that neighbours
stay apart; a line is the smallest rectangle around a blob, grown again by area over circumference.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from workbench.ocr.quad import Quad, ordered

_MOST = 1000
_SMALLEST = 3.0
"""Blobs and lines with a side below this many pixels of the map are noise."""


class Blobs(NamedTuple):
    """How blobs become lines: a pixel counts from ``pixel`` on, a line from a mean of ``line`` on, ``grow`` times."""

    pixel: float = 0.3
    line: float = 0.5
    grow: float = 1.6


def lines(probability: npt.NDArray[np.float32], blobs: Blobs) -> list[Quad]:
    """The lines of an H x W map, in its own pixels, best first."""
    mask = (probability > blobs.pixel).astype(np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((2, 2), np.uint8)), np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [quad for contour in contours[:_MOST] if (quad := _line(np.asarray(contour), probability, blobs))]
    return sorted(found, key=lambda quad: -quad.score)


def _line(contour: npt.NDArray[np.int32], probability: npt.NDArray[np.float32], blobs: Blobs) -> Quad | None:
    centre, (width, height), angle = cv2.minAreaRect(contour)
    if min(width, height) < _SMALLEST:
        return None
    score = _mean(np.asarray(cv2.boxPoints((centre, (width, height), angle)), np.float32), probability)
    if score < blobs.line:
        return None
    grown = 2 * width * height * blobs.grow / (2 * (width + height))
    corners = cv2.boxPoints((centre, (width + grown, height + grown), angle))
    return Quad(ordered(np.asarray(corners, np.float32)), score)


def _mean(corners: npt.NDArray[np.float32], probability: npt.NDArray[np.float32]) -> float:
    """The map's mean inside a rectangle."""
    height, width = probability.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, [width - 1, height - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(corners - [left, top]).astype(np.int32)], (1,))
    return float(cv2.mean(probability[top : bottom + 1, left : right + 1], mask)[0])
