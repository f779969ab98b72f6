"""Answers of all engines in one form, so that a wrong one fails the run before its time counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl
import pyarrow as pa

from benchmarks.plate_search.classes import COLUMNS, Query
from workbench.wire.reads import READ_COLUMNS

Answer: TypeAlias = pl.DataFrame | pa.Table | Sequence[tuple[Any, ...]]
"""An engine's own form: what its user gets, before anything of ours touches it."""

_KINDS: dict[str, pl.DataType] = {
    **READ_COLUMNS,
    "reads": pl.Int64(),
    "last": READ_COLUMNS["time"],
    "meetings": pl.Int64(),
}


class Mismatch(Exception):
    """Two engines answered one query differently; their times mean nothing."""


def uniform(query: Query, answer: Answer) -> pl.DataFrame:
    """The answer as rows in one order, types and columns as the class has them."""
    names = COLUMNS[query.kind]
    frame = _frame(answer, names).select(names)
    times = frame.select(
        pl.from_epoch(name, "us").dt.replace_time_zone("UTC") if kind == pl.Int64 else pl.col(name)
        for name, kind in frame.schema.items()
        if name in ("time", "last")
    )
    return frame.with_columns(times).select(pl.col(name).cast(_KINDS[name]) for name in names).sort(names)


def compare(query: Query, answers: Mapping[str, pl.DataFrame]) -> int:
    """How many rows all of them gave; ``Mismatch`` names two that differ and an example."""
    (first, wanted), *others = answers.items()
    for name, found in others:
        if not found.equals(wanted):
            only = [_missing(found, wanted), _missing(wanted, found)]
            raise Mismatch(
                f"{query.kind.value} ({query}): {first} gives {len(wanted):,} rows, {name} {len(found):,}.\n"
                f"Only {name}: {only[0]}\nOnly {first}: {only[1]}"
            )
    return len(wanted)


def _missing(here: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    return here.join(there, on=here.columns, how="anti", nulls_equal=True).head(3)


def _frame(answer: Answer, names: Sequence[str]) -> pl.DataFrame:
    if isinstance(answer, pl.DataFrame):
        return answer
    if isinstance(answer, pa.Table):
        return pl.DataFrame(pl.from_arrow(answer))
    columns = zip(*answer, strict=True) if answer else [()] * len(names)
    return pl.DataFrame({name: list(column) for name, column in zip(names, columns, strict=True)}, strict=False)
