"""How photographs that look the same are known (464.9): a difference hash, and a small picture for the eye.

The hash of 64 bits says of each of 8 x 8 places whether the next one to the right is brighter (N. Krawetz, Kind of Like
That, 2013).
"""

from __future__ import annotations

import cv2
import numpy as np

from workbench.ocr.quad import Pixels, Quad, upright

_SIDE = 8
_THUMBNAIL, _CROP = 320, 640
"""Pixels of the longer side at most."""
_ROOM = 0.35
"""What is shown around a plate, in heights of it."""
_QUALITY = {"crop": 92, "thumbnail": 80, "frame": 95}


def dhash(image: Pixels) -> str:
    """Sixteen hexadecimal digits."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = np.asarray(cv2.resize(grey, (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA), np.int16)
    return np.packbits(small[:, 1:] > small[:, :-1]).tobytes().hex()


def thumbnail(image: Pixels) -> bytes:
    """The picture made small, as JPEG."""
    return jpeg(_within(image, _THUMBNAIL), "thumbnail")


def crop(image: Pixels, quad: Quad) -> bytes:
    """A plate with a little around it, laid level, as JPEG."""
    return jpeg(_within(upright(quad.widened(_ROOM, _ROOM), image), _CROP), "crop")


def jpeg(image: Pixels, what: str = "frame") -> bytes:
    """A picture as JPEG; the same picture gives the same bytes."""
    done, octets = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY[what]])
    if not done:
        raise ValueError("the picture can't be written as JPEG")
    return bytes(octets.tobytes())


def _within(image: Pixels, side: int) -> Pixels:
    factor = side / max(image.shape[:2])
    if factor >= 1:
        return image
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
