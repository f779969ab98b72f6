"""What a recogniser's many signs say about the 36 characters of a plate (464.7(d))."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import ALPHABET

Posteriors = npt.NDArray[np.float32]
"""T x 37: at each step along the line the probability of no character (first) and of each of ``ALPHABET``."""

BLANK = 0
SIGNS = {char: place for place, char in enumerate(ALPHABET, 1)}
_NONE = -1


class Charset:
    """The columns of one recogniser. ``signs`` are its signs in order, with whatever stands for its blank."""

    def __init__(self, signs: Sequence[str]) -> None:
        meant = np.array([_meant(sign) for sign in signs], np.intp)
        self.kept = np.flatnonzero(meant != _NONE)
        """The columns that mean a character of a plate."""
        self._of = np.zeros((len(self.kept), len(ALPHABET)), np.float32)
        self._of[np.arange(len(self.kept)), meant[self.kept] - 1] = 1

    def posteriors(self, shares: npt.NDArray[np.float32]) -> Posteriors:
        """From probabilities of all signs, T x signs: both cases as one, everything else as no character."""
        read = shares[:, self.kept] @ self._of
        blank = np.clip(1 - read.sum(axis=1, keepdims=True), 0, 1)
        return np.concatenate([blank, read], axis=1).astype(np.float32)


def _meant(sign: str) -> int:
    plain = unicodedata.normalize("NFKC", sign).upper() if sign else ""
    return SIGNS.get(plain, _NONE)
