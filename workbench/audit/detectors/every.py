"""All detectors (464.6), in the order in which a reader meets what they find."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.audit.detectors.breadth import BREADTH
from workbench.audit.detectors.cases import CASES
from workbench.audit.detectors.lapsed import LAPSED
from workbench.audit.detectors.off_shift import OFF_SHIFT
from workbench.audit.detectors.overlapping import OVERLAPPING
from workbench.audit.detectors.pasted import PASTED
from workbench.audit.detectors.repeat import REPEAT
from workbench.audit.detectors.snooping import SNOOPING
from workbench.audit.detectors.vague import VAGUE
from workbench.audit.detectors.watch_list import WATCH_LIST
from workbench.audit.row import Detector, Flag, Ground, Row

EVERY: tuple[Detector, ...] = (
    WATCH_LIST,
    REPEAT,
    OVERLAPPING,
    OFF_SHIFT,
    BREADTH,
    CASES,
    PASTED,
    SNOOPING,
    LAPSED,
    VAGUE,
)


def flags(rows: Sequence[Row], ground: Ground) -> list[Flag]:
    """What all of them find, in their order."""
    ordered = sorted(rows, key=lambda row: (row.time, row.index))
    return [flag for detector in EVERY for flag in detector.find(ordered, ground)]


def idle(rows: Sequence[Row], ground: Ground) -> list[Detector]:
    """Those that can find nothing here, because the rows or the ground lack what they need."""
    lacking = {CASES.name: ground.cases is None, WATCH_LIST.name: ground.watched is None}
    return [
        each
        for each in EVERY
        if lacking.get(each.name) or not all(any(getattr(row, name) for row in rows) for name in each.needs)
    ]
