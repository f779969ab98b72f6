"""The same queries through a running custodian: Hub check, two durable records, Arrow; as an analyst's kernel asks.

The custodian and its Hub are those of the tests (``tests.custodian``), started over the store that was loaded.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import polars as pl

import workbench
from benchmarks.plate_search.classes import READS, Kind, Query
from benchmarks.plate_search.footprint import memory
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Ways
from tests.custodian import PURPOSE, opened
from workbench.errors import AssentRequired
from workbench.store.registers import Registers

NAME = "workbench, end to end"
_ASKED = (Kind.ONE_PLATE, Kind.ALL_READS, Kind.COMBINED)
_MOST = 100_000
_ANALYST = "ana"


class EndToEnd(Rival):
    """An analyst's client with a declared purpose; what has to be confirmed is, before the time is taken."""

    name = NAME
    version = workbench.__version__

    def __init__(self, store: Path) -> None:
        with ExitStack() as opening:
            folder = Path(opening.enter_context(tempfile.TemporaryDirectory(prefix="ps-")))
            self._house = opening.enter_context(opened(folder, reads=store, key_file=str(store.parent / "key")))
            self._registers = Registers.open(f"sqlite:///{folder}/custodian/registers.sqlite")
            opening.callback(self._registers.close)
            opening.enter_context(self._house.trained(_ANALYST))
            for source in ("department", "county"):
                self._registers.sources.grant(_ANALYST, source, "adam", 0)
            self._client = opening.enter_context(self._house.client(_ANALYST))
            self._client.declare(PURPOSE)
            self._open = opening.pop_all()

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """The store is filled already."""

    def contestants(self) -> Mapping[str, Ways]:
        """What the client can ask for."""
        return {NAME: dict.fromkeys(_ASKED, self._reads)}

    def ready(self, query: Query) -> None:
        """Confirm the search where it is asked about again, as its asker does on a signed-in page."""
        try:
            self._reads(query)
        except AssentRequired as asked:
            self._registers.assents.answer(asked.assent, _ANALYST, True, "", datetime.now(UTC), record=0)

    def footprint(self) -> dict[str, float]:
        """Seconds until the custodian answers, started anew, and its memory then in bytes (Linux)."""
        with self._house.away():
            start = perf_counter()
        return {"start_s": perf_counter() - start, **memory(self._house.pid)}

    def close(self) -> None:
        """Stop the custodian and its Hub."""
        self._open.close()

    def _reads(self, query: Query) -> pl.DataFrame:
        around = query.around
        if around is None:
            return self._client.search(query.text, anytime=True, limit=_MOST).frame.select(READS)
        circle = (around.latitude, around.longitude, around.radius_m)
        answer = self._client.search(query.text, start=around.start, end=around.end, circle=circle, limit=_MOST)
        return answer.frame.select(READS)


def possible() -> bool:
    """Whether this interpreter has the workbench and the Hub installed, as services are started."""
    command = [sys.executable, "-I", "-c", "import jupyterhub, workbench.custodian"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
