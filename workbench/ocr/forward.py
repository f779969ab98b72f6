"""How likely a line holds given texts (464.7(d)): the forward sum of CTC, many texts of one length at once.

Graves et al., Connectionist Temporal Classification, ICML 2006, section 4.1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.ocr.charset import BLANK, SIGNS, Posteriors

Shares = npt.NDArray[np.float64]


def log_shares(posteriors: Posteriors, texts: Sequence[str]) -> Shares:
    """log P(text | line) of each text, natural logarithm; texts are of the plate's alphabet."""
    found = np.full(len(texts), -np.inf)
    for length in {len(text) for text in texts}:
        places = [place for place, text in enumerate(texts) if len(text) == length]
        found[places] = _of_one_length(posteriors.astype(np.float64), [texts[place] for place in places], length)
    return found


def _of_one_length(posteriors: Shares, texts: list[str], length: int) -> Shares:
    signs = np.full((len(texts), 2 * length + 1), BLANK, np.intp)
    for row, text in enumerate(texts):
        signs[row, 1::2] = [SIGNS[char] for char in text]
    skips = np.zeros(signs.shape, bool)
    skips[:, 3::2] = signs[:, 3::2] != signs[:, 1:-2:2]
    ways, log_scale = np.zeros(signs.shape), np.zeros(len(texts))
    ways[:, 0] = 1.0
    begun = False
    for step in posteriors:
        before = ways
        ways = before.copy()
        ways[:, 1:] += before[:, :-1]
        ways[:, 2:] += np.where(skips[:, 2:], before[:, :-2], 0.0)
        if not begun:
            ways[:, 1:] = 0.0
            ways[:, :2] = 1.0
            begun = True
        ways *= step[signs]
        scale = np.maximum(ways.sum(axis=1), 1e-300)
        ways /= scale[:, None]
        log_scale += np.log(scale)
    ended = ways[:, -1] + (ways[:, -2] if length else 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(ended) + log_scale, np.float64)
