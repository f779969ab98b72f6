"""Reads of which their camera or recogniser was not sure (464.7(g)): what waits for somebody to look at the image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from workbench.errors import BadInput
from workbench.store.engine import Engine
from workbench.store.reads_query import conditions_of
from workbench.store.reads_state import State
from workbench.store.segments.block import Reads
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.gathered import Gathered
from workbench.store.segments.layout import Booleans, Copy
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Where, Work
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

PHOTOGRAPH = "photograph"
"""The format of reads that were made of photographs."""
MOST = 200_000
"""Doubtful reads that are looked at together."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Reads with a confidence below this, or, of a photograph, below that; of one camera or batch where it is given."""

    below: float
    of_photographs: float = 0.0
    camera: str | None = None
    batch_id: str | None = None
    where: Where = field(default_factory=Where)


def doubtful(state: State, doubt: Doubt, engine: Engine, work: Work) -> pl.DataFrame:
    """All of them (READ_SCHEMA), by confidence, time and id; ``BadInput`` when there are more than ``MOST``."""
    conditions = conditions_of(doubt.where)
    task = Doubtful(conditions, doubt.below, doubt.of_photographs, doubt.camera, doubt.batch_id)
    parts: list[Reads] = []
    asked = [(segment, task) for segment in state.between(conditions.low, conditions.high)]
    for _, found in engine.each(asked, work):
        parts += found
        _check(parts)
    if not parts:
        return pl.DataFrame(schema=READ_SCHEMA)
    return Gathered.of(parts).frame(READ_COLUMNS).sort("confidence", "time", "read_id")


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Such reads of a file."""

    conditions: Conditions
    below: float
    of_photographs: float
    camera: str | None
    batch_id: str | None

    def __call__(self, segment: Segment, work: Work) -> list[Reads]:
        blocks = np.flatnonzero(self.conditions.blocks(segment.blocks(Copy.BY_PLACE)))
        work.expect(len(blocks))
        parts: list[Reads] = []
        for block in blocks.tolist():
            rows = np.flatnonzero(self._fits(segment, block))
            if len(rows):
                parts.append(segment.reads(Copy.BY_PLACE, block, rows))
            _check(parts)
            work.done()
        return parts

    def _fits(self, segment: Segment, block: int) -> Booleans:
        core, rest = segment.core(Copy.BY_PLACE, block), segment.rest(Copy.BY_PLACE, block)
        fits = self.conditions.rows(core)
        # Compared as it is kept, so that 0.9 is not below 0.9.
        sure = np.nan_to_num(rest.numbers("confidence"), nan=np.inf)
        doubted = sure < np.float32(self.below)
        if self.of_photographs > self.below:
            doubted |= (sure < np.float32(self.of_photographs)) & rest.among("format", [PHOTOGRAPH])
        fits &= doubted
        if self.camera is not None:
            fits &= core.among("camera", [self.camera])
        if self.batch_id is not None:
            fits &= rest.among("batch_id", [self.batch_id])
        return fits


def _check(parts: Sequence[Reads]) -> None:
    if sum(map(len, parts)) > MOST:
        raise BadInput(
            f"More than {MOST:,} reads wait for a review, too many to look at together.",
            where="window",
            how="Give a window, a batch, a camera or a source, or a lower confidence.",
        )
