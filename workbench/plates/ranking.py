"""What plates are ranked by (464.7(d)): how likely each is to be the wanted one, read so."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.plates.confusion import Confusion
from workbench.plates.key import Keys
from workbench.plates.pattern import Pattern
from workbench.plates.plausibility import plausibilities
from workbench.plates.scores import scores


def likelihoods(pattern: Pattern, keys: Keys, confusion: Confusion) -> npt.NDArray[np.float32]:
    """log P(read so | the wanted plate) + log of how plausible a serial it is, of each key's plate.

    Natural logarithms, for comparison only; minus infinity for a plate that can't be laid along the pattern.
    """
    ranked: npt.NDArray[np.float32] = scores(pattern, keys, confusion) + np.log(plausibilities(keys))
    return ranked
