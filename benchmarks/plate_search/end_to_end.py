"""The same queries through a running custodian: Hub check, two durable records, Arrow; as an analyst's kernel asks.

The custodian serves the store that ``ours.Workbench`` filled; whoever starts it hands a client over:

    engines.append(EndToEnd(client))      # after Workbench.load, see run.py
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

import workbench
from benchmarks.plate_search.classes import READS, Kind, Query
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Ways
from workbench.client import Client

NAME = "workbench, end to end"
_MOST = 100_000


class EndToEnd(Rival):
    """A client with a declared purpose, of somebody whose broad searches stand confirmed."""

    name = NAME
    version = workbench.__version__

    def __init__(self, client: Client) -> None:
        self._client = client

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """The store is filled already."""

    def contestants(self) -> Mapping[str, Ways]:
        """What the client can ask for."""
        return {NAME: dict.fromkeys((Kind.ONE_PLATE, Kind.ALL_READS, Kind.COMBINED), self._reads)}

    def _reads(self, query: Query) -> pl.DataFrame:
        around = query.around
        if around is None:
            return self._client.search(query.text, anytime=True, limit=_MOST).frame.select(READS)
        circle = (around.latitude, around.longitude, around.radius_m)
        answer = self._client.search(query.text, start=around.start, end=around.end, circle=circle, limit=_MOST)
        return answer.frame.select(READS)
