"""The third tab (464.6): agreement and estimate, findings and their decision, the sealed report."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.ui.audit.boxes import Told, card, table_of
from workbench.ui.audit.findings import FindingsModel
from workbench.ui.audit.tables import FINDING_COLUMNS
from workbench.ui.log.download import Download
from workbench.ui.parts import button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.work import starting
from workbench.wire.audits import Finding, Outcome, State

_NONE = ("choose one", "")


class FindingsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """How the audit stands, and what is done next."""

    def __init__(self, model: FindingsModel) -> None:
        self.model, self.download = model, Download()
        self.stands = markup("")
        self.list = DataTable(FINDING_COLUMNS, "Findings", "finding", height="360px")
        self.list.empty = "No finding was raised."
        self.rows = w.Dropdown(description="Row that is not in order", options=[_NONE])
        self.raising = card(
            model,
            {"row": self.rows, "words": w.Text(description="What was found")},
            {"row": "200px", "words": "520px"},
            button("Raise finding", starting(model.raise_finding)),
        )
        self.deciding = card(
            model,
            {
                "outcome": w.Dropdown(description="The chosen finding is", options=[each.value for each in Outcome]),
                "why": w.Text(description="Why it is decided so"),
            },
            {"outcome": "220px", "why": "520px"},
            button("Decide", starting(model.decide), main=True),
        )
        self.seal = button("Seal the report", starting(model.seal), main=True)
        again = Told(model, starting(model.decide), "Decide now, it was approved")
        super().__init__([self.stands, again, self.list, self.raising, self.deciding, row(self.seal), self.download])
        link((self.list, "chosen"), (model, "chosen"))
        model.observe(self._standing, "standing")
        model.observe(self._chosen, ["chosen", "standing"])
        model.observe(self._sealed, "report")
        self._standing()

    def _standing(self, _change: object = None) -> None:
        model, chosen, stood = self.model, self.model.chosen, self.model.standing
        self.stands.value = table_of(model.facts()) or "<p>Choose an audit whose sample is drawn, under “Quarters”.</p>"
        self.list.show(model.table())
        open_rows = stood.open_rows if stood else []
        self.rows.options = [_NONE, *((f"record {row}", str(row)) for row in open_rows)]
        opens = stood is not None and stood.audit.state is State.OPEN
        self.raising.layout.display = "" if opens and stood and stood.open_rows else "none"
        ready = stood is not None and (stood.audit.state is State.SEALED or (model.leads and not stood.waits))
        self.seal.layout.display = "" if ready else "none"
        sealed = stood is not None and stood.audit.state is State.SEALED
        self.seal.description = "Save the sealed report" if sealed else "Seal the report"
        if chosen:
            self.list.choose(chosen)
        self._chosen()

    def _chosen(self, _change: object = None) -> None:
        found = self.model.finding()
        waits = found is not None and found.outcome is None and self.model.leads
        self.deciding.layout.display = "" if waits else "none"
        self.list.tell(told(found) if found else {})

    def _sealed(self, _change: object) -> None:
        name, data = self.model.archive()
        if name:
            self.download.hand_over(name, data)


def told(found: Finding) -> dict[str, str]:
    """A finding in full, by name."""
    return {
        "Finding": f"{found.finding}, raised by {found.raised_by}, record {found.record}",
        "Rule": found.detector,
        "Records": ", ".join(map(str, found.rows)),
        "Whose": ", ".join(found.users),
        "What was found": found.words,
        "Decided as": f"{found.outcome.value}, record {found.decided_record}" if found.outcome else "",
        "Why": found.decision,
        "Decided, approved by": f"{found.decided_by}, {found.approved_by}" if found.outcome else "",
    }
