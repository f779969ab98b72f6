"""The first tab (464.6): which quarters are audited or due, announcing an audit, drawing its sample."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.audit.boxes import Told, card, table_of
from workbench.ui.audit.quarters import QuartersModel
from workbench.ui.audit.tables import AUDIT_COLUMNS
from workbench.ui.parts import button, markup, moment
from workbench.ui.table import DataTable
from workbench.ui.words import exact, plural
from workbench.ui.work import starting
from workbench.wire.audits import Audit, State

_WHAT = (
    "<p>The sample is drawn by a public value that nobody can know yet: name it first, such as the next draw of the "
    "state lottery, and type it when it is out. Anybody can draw the same sample again from the exported log.</p>"
)


class QuartersBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """What is due, all audits, and the next step of the chosen one."""

    def __init__(self, model: QuartersModel) -> None:
        self.model = model
        self.due = markup("")
        self.list = DataTable(AUDIT_COLUMNS, "Audits, newest first", "audit", height="300px")
        self.list.empty = "No audit was announced so far."
        self.announce = card(
            model,
            {
                "quarter": w.Text(description="Quarter", placeholder="2026-Q3"),
                "source": w.Text(description="Public value that will draw the sample"),
                "drawn_at": moment("Known from", model.zone),
                "allowed": w.BoundedIntText(description="Findings allowed for", min=0, max=5),
            },
            {"quarter": "110px", "source": "430px", "drawn_at": "262px", "allowed": "150px"},
            button("Announce audit", starting(model.announce), main=True),
        )
        self.draw = card(
            model,
            {"value": w.Text(description="The value, as it came out")},
            {"value": "430px"},
            button("Draw the sample", starting(model.draw), main=True),
        )
        self.about = markup("")
        leads = [markup("<h3>Announce an audit</h3>"), markup(_WHAT), self.announce] if model.leads else []
        super().__init__([self.due, Told(model), self.list, self.about, self.draw, *leads])
        link((self.list, "chosen"), (model, "chosen"))
        model.observe(self._listed, "audits")
        model.observe(self._due, "due")
        model.observe(self._chosen, ["chosen", "audits"])
        self._chosen()

    def _listed(self, _change: object) -> None:
        chosen = self.model.chosen
        self.list.show(self.model.table())
        if chosen:
            self.list.choose(chosen)

    def _due(self, _change: object) -> None:
        overdue = [each for each in self.model.due if each.overdue]
        more = f"; {len(overdue) - 1} quarters more wait too" if len(overdue) > 1 else ""
        first = f"<b>The audit of {escape(overdue[0].quarter)} is overdue</b> since {overdue[0].by}" if overdue else ""
        self.due.value = f'<p class="strip warn">{first}{more} (464.6)</p>' if overdue else ""

    def _chosen(self, _change: object = None) -> None:
        audit = self.model.audit()
        self.about.value = "" if audit is None else table_of(facts(audit, self.model.zone))
        self.draw.layout.display = "" if self.model.leads and self.model.waits() else "none"


def facts(audit: Audit, zone: str) -> dict[str, str]:
    """An audit in full, by name."""
    drawn = audit.state is not State.ANNOUNCED
    reach = plural(audit.size, "row") if audit.file_name else f"the log's first {audit.size:,} records"
    return {
        "Audit": f"{audit.audit}, {audit.of}",
        "File": f"SHA-256 {audit.checkpoint.strip()}" if audit.file_name else "",
        "Period": f"{exact(audit.begin, zone)} to {exact(audit.until, zone)}, {reach}",
        "Announced": f"by {audit.announced_by}, record {audit.record}, {exact(audit.announced_at, zone)}",
        "Public value": f"{audit.source} Known from {exact(audit.drawn_at, zone)}.",
        "It was": audit.value,
        "Seed": audit.seed,
        "Sample": f"{plural(audit.rows, 'row')} of {audit.population:,}; {audit.drawn:,} of them at random "
        f"from {audit.rest:,}"
        if drawn
        else "",
    }
