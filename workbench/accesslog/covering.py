"""Whether what somebody asked for covers one plate (464.6), told quickly where it plainly doesn't."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from workbench.accesslog.asked_page import Asked, runs
from workbench.errors import BadInput
from workbench.plates.key import pack
from workbench.plates.lookalikes import fold
from workbench.plates.mask import fits_many
from workbench.plates.neighbours import distance_at_most
from workbench.plates.pattern import Pattern, parse

_CERTAIN = re.compile(r"[A-Z0-9?]*")


def covers(asked: Asked, plate: str) -> bool:
    """Whether a normalised plate is one of those that were asked for; what is no pattern asks for none."""
    if not asked.distance and (_lacks_a_run(asked, plate) or _begins_otherwise(asked, plate)):
        return False
    if (pattern := _pattern(asked)) is None:
        return False
    key = np.array([pack(plate)], np.uint64)
    if asked.distance:
        return bool(distance_at_most(pattern, key, asked.distance)[0] <= asked.distance)
    return bool(fits_many(pattern, key)[0])


def _lacks_a_run(asked: Asked, plate: str) -> bool:
    folded = fold(plate)
    return any(run not in folded for run in runs(asked.pattern))


def _begins_otherwise(asked: Asked, plate: str) -> bool:
    """Whether the characters before the first sign of the pattern language already differ."""
    text, own = asked.pattern.upper(), plate
    certain = _CERTAIN.match(text)
    head = text[: certain.end()] if certain else ""
    if text[len(head) : len(head) + 1] == "~":
        head = head[:-1]
    if asked.lookalikes:
        head, own = fold(head), fold(own)
    whole = len(head) == len(text)
    if len(head) > len(own) or (whole and len(head) != len(own)):
        return True
    return any(one not in ("?", other) for one, other in zip(head, own, strict=False))


@lru_cache(maxsize=4096)
def _pattern(asked: Asked) -> Pattern | None:
    try:
        return parse(asked.pattern, lookalikes=asked.lookalikes, distance=asked.distance)
    except BadInput:
        return None
