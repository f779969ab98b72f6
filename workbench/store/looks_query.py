"""A search for a partial plate that asks for the vehicle's looks besides (464.7(d))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from workbench.store.reads_query import PlateQuery
from workbench.store.where import looks


@dataclass(frozen=True, slots=True)
class LooksQuery(PlateQuery):
    """``vehicle`` as in ``Where``."""

    vehicle: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def conditions(self) -> list[pl.Expr]:
        """Everything that is asked besides the plate."""
        return [*PlateQuery.conditions(self), *looks(self.vehicle)]
