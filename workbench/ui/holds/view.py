"""The panel of holds and shredding (464.9, 464.10): what is kept beyond its time, and what ends, by two persons."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.ui.holds.model import HoldsModel
from workbench.ui.holds.shred_view import ShredBox
from workbench.ui.holds.shredding import ShredModel
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import Keeper
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.work import spawn, starting
from workbench.wire.purpose import Me

TITLE = "Holds and shredding"


def hold_columns(zone: str) -> list[Column]:
    """One row a hold."""
    return [
        Column("hold", "Hold", lambda r: Cell.plain(r["hold"]), "number"),
        Column("case_number", "Case", lambda r: Cell.plain(r["case_number"]), "nowrap"),
        Column("reason", "Why it is held", lambda r: Cell.plain(r["reason"]), "long"),
        Column("placed_by", "Placed by", lambda r: Cell.plain(r["placed_by"]), "nowrap"),
        Column("placed_at", "Since", lambda r: Cell.moment(r["placed_at"], zone)),
        Column("review_by", "Look at it by", _review, "nowrap"),
        Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
    ]


def _review(row_: dict[str, Any]) -> Cell:
    return Cell([(f"{row_['review_by']}", ""), (" due", "bad") if row_["due"] else ("", "")])


class HoldsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Place a hold; the holds that stand; go on with the chosen one, or lift it."""

    def __init__(self, model: HoldsModel, zone: str) -> None:
        self.model = model
        self.status, self.notices = Status(), NoticeBox(self.refresh)
        self.list = DataTable(hold_columns(zone), "Holds, the next to be looked at first", "hold")
        self.list.empty, self.list.height = "A held case stands here until its hold is lifted.", "190px"
        self.place = button("Place hold", starting(model.place), main=True)
        self.go_on = button("Goes on", starting(model.go_on))
        self.lift = button("Lift hold", starting(model.lift))
        self.about = self._about()
        super().__init__([self._form(), self.notices, self.status, self.list, self.about])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._listed, "holds")
        model.observe(self._chosen, "chosen")
        link((self.list, "chosen"), (model, "chosen"))
        self._told()
        self._chosen()

    def refresh(self) -> None:
        """Ask which holds stand."""
        spawn(self.model.refresh())

    def _form(self) -> w.Widget:
        fields: dict[str, w.Widget] = {
            "case_number": w.Text(description="Case number"),
            "reason": w.Text(description="Why nothing of it may be taken away"),
            "review_by": w.DatePicker(description="Look at it again by"),
        }
        return self._card(fields, self.place)

    def _about(self) -> w.Widget:
        fields: dict[str, w.Widget] = {
            "why": w.Text(description="Why the chosen hold goes on, or ends"),
            "until": w.DatePicker(description="Look at it again by"),
        }
        return self._card(fields, self.go_on, self.lift)

    def _card(self, fields: dict[str, w.Widget], *buttons: w.Button) -> w.Widget:
        widths = {"case_number": "150px", "reason": "430px", "why": "430px"}
        for name, field in fields.items():
            field.layout.width = widths.get(name, "160px")
            link((self.model, name), (field, "value"))
        card = row(*fields.values(), *buttons)
        card.add_class("alpr-card")
        return card

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        for each in (self.place, self.go_on, self.lift):
            each.disabled = self.model.busy

    def _listed(self, _change: object) -> None:
        self.list.show(self.model.table())

    def _chosen(self, _change: object = None) -> None:
        self.about.layout.display = "" if self.model.hold() else "none"


class HoldsPanel(Panel):
    """What is held, and what ends."""

    def __init__(self, client: Keeper, me: Me) -> None:
        self.holds = HoldsBox(HoldsModel(client.retention, me.time_zone), me.time_zone)
        self.shredding = ShredBox(ShredModel(client.retention, me.time_zone))
        super().__init__(
            TITLE,
            [
                heading(me),
                markup("<h3>Cases that are held</h3>"),
                self.holds,
                markup("<h3>Shred details of the access log</h3>"),
                self.shredding,
            ],
        )

    def look(self) -> None:
        """Ask for what stands."""
        self.holds.refresh()
        self.shredding.refresh()


def app(client: Keeper | None = None) -> Panel:
    """The panel of the notebook of holds; without a client, this session's."""

    def build() -> Panel:
        speaker: Keeper = client or session()
        made = HoldsPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
