"""Two further tabs of the access log (464.6): who saw a plate, and one person along time."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.ui.log.model import table
from workbench.ui.log.person import PersonModel
from workbench.ui.log.sightings import SightingsModel
from workbench.ui.log.tables import log_columns
from workbench.ui.log.timeline import timeline
from workbench.ui.parts import NoticeBox, Status, button, markup, moment, row
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.work import spawn, starting
from workbench.wire.log import LogPage


def sighting_columns(zone: str) -> list[Column]:
    """One row a person."""
    return [
        Column("user", "Who", lambda r: Cell.plain(r["user"]), "nowrap"),
        Column("asked", "Asked", lambda r: Cell.plain(f"{r['asked']:,}"), "number"),
        Column("shown", "Was shown", lambda r: Cell.plain(f"{r['shown']:,}"), "number"),
        Column(
            "refused", "Refused", lambda r: Cell.plain(f"{r['refused']:,}", "bad" if r["refused"] else ""), "number"
        ),
        Column("cases", "Cases", lambda r: Cell.plain(r["cases"]), "long"),
        Column("first", "First", lambda r: Cell.moment(r["first"], zone)),
        Column("last", "Last", lambda r: Cell.moment(r["last"], zone)),
    ]


_NOT_ASKED = "The log was not asked yet: type a plate, then press “Who saw it”."
_NOBODY = "Nobody asked for this plate or was shown it."


class SightingsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A plate, persons, and the chosen one's records."""

    def __init__(self, model: SightingsModel) -> None:
        self.model, self.status, self.notices = model, Status(), NoticeBox(starting(model.look))
        self.persons = DataTable(sighting_columns(model.zone), "Who asked for it or saw it", "user", height="300px")
        self.persons.empty = _NOT_ASKED
        self.records = DataTable(log_columns(model.zone), "Records of the chosen person", "index", height="360px")
        self.records.empty = "Choose a person."
        plate = w.Text(description="A vehicle's whole plate")
        plate.layout.width = "190px"
        link((model, "plate"), (plate, "value"))
        _on_enter(plate, starting(model.look))
        card = row(plate, button("Who saw it", starting(model.look), main=True))
        card.add_class("alpr-card")
        self.record = markup("", "alpr-record")
        super().__init__([card, self.notices, self.status, self.persons, self.records, self.record])
        link((self.persons, "chosen"), (model, "chosen"))
        model.observe(lambda _change: _say(self.status, self.notices, model), ["status", "busy", "trouble"])
        model.observe(self._page, "page")
        model.observe(self._person, "chosen")

    def _page(self, _change: object) -> None:
        self.persons.empty = _NOBODY if self.model.page else _NOT_ASKED
        self.persons.show(self.model.table())
        self.records.show(pl.DataFrame())
        self.record.value = _proof(self.model.page)

    def _person(self, _change: object) -> None:
        page, found = self.model.page, self.model.records()
        self.records.show(table(page.model_copy(update={"entries": found})) if page and found else pl.DataFrame())


class PersonBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A name, a window, a picture."""

    def __init__(self, model: PersonModel) -> None:
        self.model, self.status, self.notices = model, Status(), NoticeBox(starting(model.look))
        self.picture, self.record = markup("", "alpr-figures"), markup("", "alpr-record")
        fields = {
            "person": w.Text(description="Whose records"),
            "start": moment("Since", model.zone),
            "end": moment("Until", model.zone),
        }
        for name, field in fields.items():
            field.layout.width = "230px" if name != "person" else "170px"
            link((model, name), (field, "value"))
        _on_enter(fields["person"], starting(model.look))
        card = row(*fields.values(), button("Draw", starting(model.look), main=True))
        card.add_class("alpr-card")
        super().__init__([card, self.notices, self.status, self.picture, self.record])
        model.observe(lambda _change: _say(self.status, self.notices, model), ["status", "busy", "trouble"])
        model.observe(self._page, "page")

    def show(self, person: str) -> None:
        """Draw this person."""
        self.model.person = person
        spawn(self.model.look())

    def _page(self, _change: object) -> None:
        self.picture.value = timeline(self.model.marks())
        self.record.value = _proof(self.model.page)


def _on_enter(field: w.Text, call: Callable[[], None]) -> None:
    field.on_msg(lambda _w, content, _b: call() if content.get("event") == "submit" else None)


def _say(status: Status, notices: NoticeBox, model: SightingsModel | PersonModel) -> None:
    status.say(model.status, model.busy)
    notices.show(model.trouble)


def _proof(page: LogPage | None) -> str:
    return receipt_details(page.receipt) if page else ""
