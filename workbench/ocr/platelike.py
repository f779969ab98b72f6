"""How much a line of text looks like a plate and not like a badge, a telephone number or the camera's clock (464.7(d)).

A linear score. Its weights were fitted, as a choice among the lines of one photograph (conditional logit; McFadden
1974), on the photographs with known plates that ``benchmarks/ocr.py`` measures.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from workbench.ocr.quad import Quad
from workbench.ocr.weigh import Text


class Weights(NamedTuple):
    """What each feature of a line adds to its rank."""

    seen: float = 0.29
    serial: float = 0.26
    height: float = 2.5
    aspect: float = -2.7
    found: float = 3.9
    edits: float = -0.3
    letters: float = -2.1
    digits: float = -2.7
    edge: float = -1.4


WEIGHTS = Weights()
_EDGE = 0.04
"""Cameras burn time and place in along the upper and lower edge: in this part of the photograph's height."""
_USUAL_HEIGHT = 20.0
_LEAST_SEEN = -10.0


def rank(quad: Quad, best: Text, serial: float, height: int, weights: Weights = WEIGHTS) -> float:
    """Higher is more like a plate. ``serial`` is the bonus of the best text, ``height`` that of the photograph."""
    middle = quad.centre[1] / height
    aspect = quad.width / quad.height / len(best.text)
    return (
        weights.seen * max(best.seen, _LEAST_SEEN)
        + weights.serial * serial
        + weights.height * math.log(quad.height / _USUAL_HEIGHT)
        + weights.aspect * aspect
        + weights.found * quad.score
        + weights.edits * best.edits
        + weights.letters * best.text.isalpha()
        + weights.digits * best.text.isdigit()
        + weights.edge * (middle < _EDGE or middle > 1 - _EDGE)
    )
