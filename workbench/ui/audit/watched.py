"""Watched plates without a widget (464.7.1(b)-(c)): as what they are watched; the plate is typed and never shown."""

from __future__ import annotations

import polars as pl
import traitlets as t

from workbench.ui.audit.asking import Asking
from workbench.ui.audit_port import Auditing
from workbench.ui.words import plural
from workbench.wire.audits import WatchedPlate

_SCHEMA = {"hash": pl.String(), "word": pl.String(), "by": pl.String(), "at": pl.Datetime("us", "UTC")}


class WatchedModel(Asking):
    """What is watched, and what is typed to be."""

    watched: t.List[WatchedPlate] = t.List()
    plate = t.Unicode()
    word = t.Unicode()
    chosen = t.Unicode()

    def __init__(self, desk: Auditing, zone: str) -> None:
        super().__init__()
        self._desk, self.zone = desk, zone

    async def refresh(self, done: str = "") -> None:
        """Ask as what plates are watched."""
        if (found := await self.ask(self._desk.watched)) is not None:
            self.watched = found.watched
            self.status = f"{done} {plural(len(found.watched), 'plate')} watched.".strip()

    async def watch(self) -> None:
        """Watch the plate that is typed."""
        plate, word = self.plate.strip(), self.word.strip()
        if not plate or len(word) < 3:
            self.lacking("Type the plate, and as what it is watched, such as “household of Rivera”.")
            return
        if await self.ask(lambda: self._desk.watch(plate, word)) is not None:
            self.plate = self.word = ""
            await self.refresh("It is watched from now on.")

    async def unwatch(self) -> None:
        """Watch the chosen one no more."""
        chosen = self.chosen

        def gone() -> str:
            self._desk.unwatch(chosen)
            return chosen

        if chosen and await self.ask(gone):
            self.chosen = ""
            await self.refresh("It is watched no more.")

    def table(self) -> pl.DataFrame:
        """What is watched as the table shows it."""
        return pl.DataFrame([each.model_dump(include=set(_SCHEMA)) for each in self.watched], schema=_SCHEMA)
