"""Several looks at one line, so that what one crop hides another shows (464.7(d))."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from workbench.ocr.quad import Pixels, Quad, upright


class Look(NamedTuple):
    """How a line is cut out: wider and higher by shares of its height, then stretched along the text.

    ``blue``: only the blue channel, in which seals, flags and stickers in warm colours stand out less.
    """

    along: float = 0.0
    across: float = 0.0
    stretch: float = 1.0
    blue: bool = False


FIRST = Look(across=-0.15)
"""Lower than the detector says, so that the characters fill the height as those do that the recogniser knows."""
FURTHER = (Look(across=-0.15, blue=True), Look(across=-0.15, stretch=0.9), Look(across=-0.1))


def cut(quad: Quad, image: Pixels, look: Look) -> Pixels:
    """The line as it is to be read."""
    crop = upright(quad.widened(look.along, look.across), image)
    if look.stretch != 1.0:
        wide = max(1, round(crop.shape[1] * look.stretch))
        crop = np.asarray(cv2.resize(crop, (wide, crop.shape[0]), interpolation=cv2.INTER_CUBIC), np.uint8)
    return np.repeat(crop[:, :, :1], 3, axis=2) if look.blue else crop


def equalised(image: Pixels) -> Pixels:
    """The same with the contrast of its lightness evened out, part by part (CLAHE; Zuiderveld 1994)."""
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(2.0, (8, 8)).apply(lab[:, :, 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.uint8)
