"""What of a canvass's answer may be taken out by itself (464.9): what the sieve leaves, or one vehicle's reads."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.ui.canvass.sieve import Shown, Sieve
from workbench.ui.search.results import in_order
from workbench.ui.taking.part import SHOWN, VEHICLE, Part, between, part
from workbench.ui.words import plural

CHOICES = ("leave_out", "percent", "narrow", "scene", "brushes", "vehicle")
"""The traits of a sieve that narrow it."""


def parts(sieve: Sieve, zone: str) -> list[Part]:
    """The reads of the vehicles in the table where it is narrowed, and those of the chosen vehicle."""
    if sieve.shown is None:
        return []
    found = part(SHOWN, sieve.reads(), *_narrowed(sieve, sieve.shown, zone))
    if not sieve.vehicle:
        return found
    return found + part(VEHICLE, in_order(sieve.shown.reads, sieve.vehicle), f"vehicle {sieve.vehicle}")


def _narrowed(sieve: Sieve, shown: Shown, zone: str) -> Iterator[str]:
    if sieve.leave_out and (left := len(sieve.left_out())):
        usual = f"usual from {sieve.percent} % of the days before"
        yield f"without {plural(left, 'vehicle')} left out as usually there ({usual})"
    if sieve.reading().pattern is not None:
        yield f"plates like {sieve.narrow.strip().upper()}"
    if sieve.scene:
        yield f"reads at {shown.scenes[sieve.scene - 1].label}"
    for number, span in sorted(sieve.brushes.items()):
        yield f"vehicles read at {shown.scenes[number - 1].label} from {between(span, zone)}"
