"""Gaps (464.7(d)): when no camera saw the vehicle that usually does, in words."""

from __future__ import annotations

from typing import Any

from workbench.ui.vehicle.company import one_in
from workbench.ui.vehicle.track import duration
from workbench.ui.words import listed, local, plural

WHAT = (
    "A gap is a stretch without a read of the vehicle in which, by its habits on the other days, reads were to be "
    "expected: each quarter of a day is compared with the same quarter of other days of its kind (Monday to Friday, or "
    "the weekend). Different days are taken as independent. Hours in which the cameras that usually see it read nobody "
    "at all don't count. A gap does not say that the vehicle was away: it may have stood still, or taken another road."
)


def span(row: dict[str, Any], zone: str) -> list[tuple[str, str]]:
    """From when until when, with how long, as the pieces of a cell."""
    after = local(row["after"], zone) if row["after"] else "window's start"
    before = local(row["before"], zone) if row["before"] else "window's end"
    long = (
        f" ({duration((row['before'] - row['after']).total_seconds() / 60)})" if row["after"] and row["before"] else ""
    )
    return [(after, "whole"), (" to ", ""), (before, "whole"), (long, "aside")]


def words(row: dict[str, Any]) -> str:
    """How likely such a gap is by the vehicle's own habits."""
    cameras = f", mostly at {listed(row['cameras'])}" if row["cameras"] else ""
    blind = row["blind"]
    unseen = f" {plural(blind, 'quarter-day')} left out: these cameras read nobody then." if blind else ""
    return (
        f"By its habits on the {plural(row['others'], 'other day')} it would have been read on "
        f"{row['expected']:.1f} of {plural(row['days'], 'day')}{cameras}. "
        f"The chance of no read at all is {one_in(row['chance'])}.{unseen}"
    )
