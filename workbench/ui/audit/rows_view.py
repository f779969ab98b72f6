"""The second tab (464.6): the rows of the sample, reviewed by keys; under a row stands all that is known of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import ipywidgets as w
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.ui.audit.boxes import Told
from workbench.ui.audit.rows import KEYS, RowsModel
from workbench.ui.audit.tables import review_columns
from workbench.ui.log.view import facts
from workbench.ui.parts import button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.words import plural
from workbench.ui.work import spawn, starting
from workbench.wire.audits import AuditRow, Verdict

_TOLD = "c: in order, u: unclear, m: misuse"


class RowsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A table that hears keys, and a field for words."""

    def __init__(self, model: RowsModel) -> None:
        self.model = model
        self.list = DataTable(review_columns(model.zone), "Rows of the sample", "index", size=100)
        self.list.height = "max(360px, calc(100vh - 380px))"
        self.list.empty = "No row waits for your word."
        self.list.letters, self.list.letters_told = "".join(KEYS), _TOLD
        self.list.on_key(self._pressed)
        self.words = w.Text(description="What is not in order, or not clear", continuous_update=True)
        self.words.layout.width = "560px"
        only = w.Checkbox(description="Only what waits for me", indent=False)
        says = [button(f"{verdict.value.capitalize()} ({key})", self._saying(verdict)) for key, verdict in KEYS.items()]
        line = row(self.words, *says, only)
        line.add_class("alpr-card")
        self.record = markup("", "alpr-record")
        super().__init__([Told(model), line, self.list, self.record])
        link((model, "words"), (self.words, "value"))
        link((model, "only_mine"), (only, "value"))
        link((self.list, "chosen"), (model, "chosen"))
        model.observe(self._listed, ["rows", "only_mine"])
        model.observe(self._opened, ["chosen", "rows"])
        model.observe(lambda change: setattr(self.record, "value", receipt_details(change["new"])), "receipt")

    def _saying(self, verdict: Verdict) -> Callable[[], None]:
        return starting(lambda: self.model.say(verdict))

    def _pressed(self, key: str, index: str) -> None:
        spawn(self._say(KEYS[key], index))

    async def _say(self, verdict: Verdict, index: str) -> None:
        await self.model.say(verdict, index)
        self.list.grasp()

    def _listed(self, _change: object) -> None:
        chosen = self.model.chosen
        self.list.show(self.model.table())
        if chosen:
            self.list.choose(chosen)

    def _opened(self, _change: object = None) -> None:
        found = self.model.row()
        if found is None:
            self.list.tell({})
            return
        if self.list.chosen != self.model.chosen:
            self.list.choose(self.model.chosen)
        stored = json.dumps(found.entry.body, indent=2, ensure_ascii=False, sort_keys=True)
        self.list.tell(told(found, self.model.zone), {"The record as it is stored (times in UTC)": stored})


def told(found: AuditRow, zone: str) -> dict[str, str]:
    """A row in full, by name."""
    words = {f"{each.by} said": f"{each.verdict.value}. {each.words}".strip() for each in found.said}
    mine = (
        {} if found.mine is None or words else {"You said": f"{found.mine.verdict.value}. {found.mine.words}".strip()}
    )
    seen = "" if found.seen is None else f"{plural(found.seen, 'read or record', 'reads or records')} came out"
    why = {"Why it is looked at": found.stratum, "Not for you": found.why_not}
    return {**facts(found.entry, zone), "Seen": seen, **why, **mine, **words}
