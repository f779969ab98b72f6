"""The plates that fit a pattern, ranked (464.7(d)): the closest first, then the likeliest to be the one meant."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from workbench.plates.confusion import Confusion
from workbench.plates.pattern import Pattern
from workbench.plates.ranking import likelihoods
from workbench.store.reads_state import State
from workbench.store.segments.layout import Copy
from workbench.store.segments.texts import MOMENT, plates_of
from workbench.wire.reads import READ_COLUMNS

PLATES_SCHEMA = pl.Schema(
    {
        "plate": pl.String(),
        "reads": pl.Int64(),
        "last": READ_COLUMNS["time"],
        "closeness": pl.Int8(),
        "likelihood": pl.Float32(),
    }
)
"""``closeness`` counts from 0 (as given); ``likelihood`` is that of ``plates.ranking``; ``last`` is UTC."""


def plates(pattern: Pattern, state: State, confusion: Confusion) -> pl.DataFrame:
    """All plates of the store that fit, in everything that is kept (``PLATES_SCHEMA``)."""
    fitting = state.dictionaries[Copy.BY_PLATE].fitting(pattern)
    likelihood = likelihoods(pattern, fitting.keys, confusion)
    order = np.lexsort((-fitting.last, -likelihood, fitting.closeness))
    last = pa.array(fitting.last[order]).view(MOMENT)
    columns = [plates_of(fitting.keys[order]), pa.array(fitting.counts[order]), last]
    columns += [pa.array(fitting.closeness[order]), pa.array(likelihood[order])]
    return pl.DataFrame(pa.RecordBatch.from_arrays(columns, list(PLATES_SCHEMA)))
