"""Where text stands in a photograph (464.7(d)): one look, and closer ones when the first shows no plate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from workbench.ocr.engines.engine import Engine
from workbench.ocr.quad import Pixels, Quad, overlap
from workbench.ocr.variants import equalised

_LOW, _LEAST_HEIGHT = 0.3, 7.0
_SLIMMEST, _LONGEST = 1.0, 12.0
"""Width over height of a line that may be a plate."""
_SAME = 0.8
_ALIKE, _LEVEL, _WHOLE = 0.7, 0.35, 6.0
_NEAREST, _FARTHEST = -0.3, 1.5
"""What two halves of a plate may differ in height, in level, and measure together; the gap. All in heights."""


class Sight(NamedTuple):
    """How a photograph is looked at: shortest side at least ``side`` pixels, at most ``pixels`` altogether."""

    side: int = 736
    pixels: int = 1_500_000


def first(engine: Engine, image: Pixels, sight: Sight) -> list[Quad]:
    """The lines of the first look."""
    return _lines(engine, image, _scale(image, sight, 1.0))


def closer(engine: Engine, image: Pixels, sight: Sight) -> Iterator[list[Quad]]:
    """Further looks, the cheapest first: from farther away, with evened contrast, from nearer."""
    wider = sight._replace(pixels=round(sight.pixels * 1.6))
    yield _lines(engine, image, _scale(image, sight, 0.6))
    yield _lines(engine, equalised(image), _scale(image, sight, 1.0))
    yield _lines(engine, image, _scale(image, wider, 1.6))


def joined(quads: list[Quad]) -> list[Quad]:
    """Pairs that may be two halves of one plate: beside one another, of one height, with room for a seal between."""
    return [_both(left, right) for left in quads for right in quads if _halves(left, right)]


def distinct(quads: list[Quad]) -> list[Quad]:
    """The same lines without those that another one covers; the better score stays."""
    kept: list[Quad] = []
    for quad in sorted(quads, key=lambda each: -each.score):
        if all(overlap(quad, other) < _SAME for other in kept):
            kept.append(quad)
    return kept


def _halves(left: Quad, right: Quad) -> bool:
    if not left.centre[0] < right.centre[0]:
        return False
    height = max(left.height, right.height)
    gap = (right.corners[0] + right.corners[3] - left.corners[1] - left.corners[2]) / 2 / height
    alike = min(left.height, right.height) > _ALIKE * height
    beside = _NEAREST < float(gap[0]) < _FARTHEST and abs(float(gap[1])) < _LEVEL
    return alike and beside and left.width + right.width < _WHOLE * height


def _both(left: Quad, right: Quad) -> Quad:
    corners = np.stack([left.corners[0], right.corners[1], right.corners[2], left.corners[3]])
    return Quad(corners.astype(np.float32), min(left.score, right.score))


def _scale(image: Pixels, sight: Sight, nearer: float) -> float:
    height, width = image.shape[:2]
    wanted = max(1.0, sight.side / min(height, width)) * nearer
    return float(min(wanted, (sight.pixels / (height * width)) ** 0.5))


def _lines(engine: Engine, image: Pixels, scale: float) -> list[Quad]:
    return [quad for quad in engine.detect(image, scale, _LOW) if _may_be(quad)]


def _may_be(quad: Quad) -> bool:
    return quad.height >= _LEAST_HEIGHT and _SLIMMEST <= quad.width / quad.height <= _LONGEST
