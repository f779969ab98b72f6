"""How much a line of text looks like a plate and not like a badge, a telephone number or the camera's clock (464.7(d)).

A linear score. Its weights were fitted, as a choice among the lines of one photograph (conditional logit; McFadden
1974), on the photographs with known plates that ``benchmarks/ocr.py`` measures. The benchmark fits them again, on other
photographs than those it judges, and tells what comes of that.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from workbench.ocr.quad import Quad
from workbench.ocr.weigh import Text


class Signs(NamedTuple):
    """What tells a plate from another line, of one line; or what each of these adds to a line's rank, for one of it."""

    seen: float
    serial: float
    height: float
    aspect: float
    found: float
    edits: float
    letters: float
    digits: float
    edge: float


WEIGHTS = Signs(
    seen=0.29, serial=0.26, height=2.5, aspect=-2.7, found=3.9, edits=-0.3, letters=-2.1, digits=-2.7, edge=-1.4
)
_EDGE = 0.04
"""Cameras burn time and place in along the upper and lower edge: in this part of the photograph's height."""
_USUAL_HEIGHT = 20.0
_LEAST_SEEN = -10.0


def signs(quad: Quad, best: Text, serial: float, height: int) -> Signs:
    """Of one line. ``serial`` is the bonus of the best text, ``height`` that of the photograph."""
    middle = quad.centre[1] / height
    return Signs(
        seen=max(best.seen, _LEAST_SEEN),
        serial=serial,
        height=math.log(quad.height / _USUAL_HEIGHT),
        aspect=quad.width / quad.height / len(best.text),
        found=quad.score,
        edits=float(best.edits),
        letters=float(best.text.isalpha()),
        digits=float(best.text.isdigit()),
        edge=float(middle < _EDGE or middle > 1 - _EDGE),
    )


def rank(line: Signs, weights: Signs = WEIGHTS) -> float:
    """Higher is more like a plate."""
    return sum(weight * sign for weight, sign in zip(weights, line, strict=True))
