"""What is counted for a measured confusion matrix (464.7(d)): true and observed characters, side by side.

Two sources say what a misread plate really was: the recogniser's own other readings, and corrections that a person
reviewed. The caller passes reads of the live store only; generated ones would measure their generator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from workbench.plates.align import align
from workbench.plates.confusion import Counts
from workbench.plates.pattern import FARTHEST, Pattern

DIFFERING = 2
"""A reading that differs in more characters is another plate, not a misread one."""


def of_read(plate: str, confidence: float | None, candidates: Iterable[tuple[str, float | None]]) -> Counts:
    """One read, shared out among what the plate may really be: the best reading and the others of its length.

    The shares are as the confidences (any scale, the same for all), so they sum to one read. A read without a
    confidence, or with no other reading, counts as right: leaving it out would make misreads look frequent.
    """
    shares = {plate: confidence or 0.0}
    for other, sure in candidates:
        if sure and other not in shares and 0 < _differing(plate, other) <= DIFFERING:
            shares[other] = sure
    whole = sum(shares.values())
    if not confidence or not whole:
        shares, whole = {plate: 1.0}, 1.0
    return _sum((pair, share / whole) for true, share in shares.items() for pair in zip(true, plate, strict=True))


def of_correction(observed: str, resolved: str) -> Counts:
    """A reviewed correction, or a review that left the plate as it was: each character with what it was read as.

    Plates that are more than two edits apart are not one plate misread; they count nothing.
    """
    steps = align(Pattern(resolved, distance=FARTHEST), observed) or []
    return _sum(((step.mark.chars if step.mark else "", step.char), 1.0) for step in steps)


def together(parts: Iterable[Counts]) -> Counts:
    """The sum of many counts."""
    return _sum(item for part in parts for item in part.items())


def _sum(items: Iterable[tuple[tuple[str, str], float]]) -> Counts:
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for pair, count in items:
        counts[pair] += count
    return dict(counts)


def _differing(one: str, other: str) -> int:
    """Characters in which two plates differ; -1 when they are not of one length."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else -1
