"""What a small or blurred character may really be (464.7(d)), mixed into what a recogniser says.

A recogniser that was trained on clear print is too sure of itself on a plate ten pixels high. Some of each character's
probability goes to those that look like it, so that the region's serials can decide between them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.ocr.charset import SIGNS, Posteriors
from workbench.plates.lookalikes import CLASSES

_SMALL = ("MNWHK", "4LA", "CG6", "EFB", "PFR", "VYU", "1TJ7I", "UJLD", "38", "9G", "XK", "5B", "WU", "VN")
"""Taken for one another when a character is only some pixels wide; besides the classes of ``plates.lookalikes``."""
_NEAR, _FAR = 2.0, 1.0
_ANY = 0.02
SHARE = 0.04


def _matrix(share: float) -> npt.NDArray[np.float32]:
    weights = np.full((len(SIGNS), len(SIGNS)), _ANY)
    for groups, weight in ((_SMALL, _FAR), (CLASSES, _NEAR)):
        for group in groups:
            places = [SIGNS[char] - 1 for char in group]
            weights[np.ix_(places, places)] = weight
    np.fill_diagonal(weights, 0)
    weights /= weights.sum(axis=1, keepdims=True)
    mixed = np.eye(len(SIGNS) + 1)
    mixed[1:, 1:] = (1 - share) * np.eye(len(SIGNS)) + share * weights
    return mixed.astype(np.float32)


_MIXED = _matrix(SHARE)


def smeared(posteriors: Posteriors) -> Posteriors:
    """The same, with ``SHARE`` of each character's probability given to its look-alikes."""
    mixed: Posteriors = posteriors @ _MIXED
    return mixed
