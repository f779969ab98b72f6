"""The step on misuse (464.6, 464.12): an invented extract of an access log, whose rows are marked by hand or keys."""

from __future__ import annotations

import ipywidgets as w
import polars as pl

from workbench.ui.parts import button, markup
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.training import pages
from workbench.ui.training.steps import Step
from workbench.ui.words import plural

_ROWS = [
    Column("marked", "Misuse?", lambda r: Cell.plain("● marked" if r["marked"] else "", "bad"), "nowrap"),
    Column("number", "Row", lambda r: Cell.plain(r["number"]), "number"),
    Column("time", "When", lambda r: Cell.plain(r["time"]), "nowrap", sortable=False),
    Column("person", "Who", lambda r: Cell.plain(r["person"]), "nowrap"),
    Column("address", "From", lambda r: Cell.plain(r["address"]), "nowrap"),
    Column("asked", "What was asked", lambda r: Cell.plain(r["asked"])),
    Column("case", "Case", lambda r: Cell.plain(r["case"]), "nowrap"),
    Column("reason", "Reason", lambda r: Cell.plain(r["reason"])),
    Column("outcome", "Outcome", lambda r: Cell.plain(r["outcome"])),
]


class Misuse(Step):
    """The invented extract; rows are marked by the button or by Enter."""

    key = "misuse"

    def parts(self) -> list[w.Widget]:
        self._rows: list[dict[str, object]] = []
        self.list = DataTable(_ROWS, "An invented access log", "key", size=100, height="46vh")
        self.list.action = "marks or unmarks it"
        self.list.observe(lambda _change: self._mark(), "opened")
        return [self.list]

    def beside(self) -> list[w.Widget]:
        self._one = button("Mark or unmark the chosen row", self._mark)
        self._count = markup("")
        return [self._one, self._count]

    def _mark(self) -> None:
        if self.list.chosen:
            self.model.suspect(self.list.chosen)
            self.list.grasp()

    def follow(self) -> None:
        model, chosen = self.model, self.list.chosen
        self.head.value = pages.misuse(model)
        done, told = model.progress.misuse_done, model.judged is not None and model.judged.passed
        rows = [{**row.model_dump(), "marked": row.key in model.suspected} for row in model.progress.misuse]
        if rows != self._rows and not done:  # else nothing jumps under whoever looks at it
            self._rows = rows
            self.list.show(pl.DataFrame(rows), self.list.sort, descending=self.list.descending)
            self.list.choose(chosen)
        self._count.value = f"<p>{plural(len(model.suspected), 'row')} marked.</p>"
        self.list.layout.display = "none" if done and not told else ""  # what was found is read beside the rows
        for each in (self._one, self._count):
            each.layout.display = "none" if done else ""
        if done:
            self.offers_next()
        else:
            self.offers("Hand in what is marked", self.ask(model.report))
