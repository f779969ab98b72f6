"""From the bytes of a photograph to pixels (464.7(d)): what it claims is checked before anything of it is unpacked.

One decoder (Pillow's) does it all, so that a cut-off file is an error and never a half-grey picture, and the camera's
orientation is applied once. Whatever is wrong with a file is a ``BadInput`` that says so; no other error leaves.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from workbench.errors import BadInput
from workbench.ocr.kinds import KINDS, refusal
from workbench.ocr.quad import Pixels

_MODES = frozenset({"L", "LA", "P", "RGB", "RGBA", "1", "I;16"})
_AGAIN = "Get the photograph from its source again."


class Limits(NamedTuple):
    """How much of a photograph is taken: bytes of the file, pixels of the picture, pixels of its longer side."""

    octets: int = 64 << 20
    pixels: int = 50_000_000
    side: int = 16_384


LIMITS = Limits()


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """One decoded photograph, upright; ``sha256`` is that of the file as given, ``kind`` such as ``JPEG``."""

    pixels: Pixels
    sha256: str
    kind: str


def opened(path: Path, limits: Limits = LIMITS) -> Photograph:
    """The photograph in a file; ``BadInput`` for what is none, ``OSError`` for what can't be read at all."""
    if not path.is_file():
        path.stat()
        raise BadInput("This is not a file.", how="Give photographs, one file each.")
    with path.open("rb") as file:
        return decoded(file.read(limits.octets + 1), limits)


def decoded(octets: bytes, limits: Limits = LIMITS) -> Photograph:
    """The photograph in these bytes; raises ``BadInput`` that says what is wrong with it."""
    if not octets:
        raise BadInput("The file is empty.", how=_AGAIN)
    if len(octets) > limits.octets:
        raise BadInput(
            f"The file is larger than {limits.octets >> 20} MB.", how="Save it smaller; plates don't need more."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _photograph(octets, limits)
    except BadInput:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large("far more pixels than", limits) from None
    except MemoryError:
        raise BadInput("The photograph needs more memory than there is.", how="Save it smaller.") from None
    except UnidentifiedImageError:
        raise refusal(octets) from None
    except Exception as error:  # noqa: BLE001 - a decoder of hostile files raises anything, struct.error to KeyError
        raise BadInput("The photograph is damaged or cut off.", how=_AGAIN, diagnostic=repr(error)) from None


def _photograph(octets: bytes, limits: Limits) -> Photograph:
    with Image.open(io.BytesIO(octets), formats=KINDS) as picture:
        _check(picture, limits)
        picture.load()
        pixels = _pixels(ImageOps.exif_transpose(picture))
        return Photograph(pixels, hashlib.sha256(octets).hexdigest(), picture.format or "")


def _check(picture: Image.Image, limits: Limits) -> None:
    """What the header says, before a pixel is unpacked."""
    width, height = picture.size
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise _too_large(f"{width:,} x {height:,} pixels, more than", limits)
    if getattr(picture, "n_frames", 1) != 1:
        raise BadInput("The file holds several pictures.", how="Save each as a photograph of its own.")
    if picture.mode == "CMYK":
        raise BadInput("The photograph is in the colours of print (CMYK).", how="Save it in RGB.")
    if picture.mode not in _MODES:
        raise BadInput(f"The photograph's colours ({picture.mode}) can't be read.", how="Save it as a JPEG in RGB.")


def _too_large(what: str, limits: Limits) -> BadInput:
    most = f"{limits.pixels // 1_000_000} million pixels and {limits.side:,} a side"
    return BadInput(f"The photograph has {what} what is read: {most}.", how="Save it smaller.")


def _pixels(picture: Image.Image) -> Pixels:
    if picture.mode == "I;16":
        grey = (np.asarray(picture) >> 8).astype(np.uint8)
        return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    return np.asarray(cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR), np.uint8)
