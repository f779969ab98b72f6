"""The panel of audits (464.6, 464.10(c)): quarters, review, findings, detectors, other logs."""

from __future__ import annotations

from workbench.policy.roles import Role
from workbench.ui.audit.findings import FindingsModel
from workbench.ui.audit.findings_view import FindingsBox
from workbench.ui.audit.foreign import ForeignModel
from workbench.ui.audit.foreign_view import ForeignBox
from workbench.ui.audit.quarters import QuartersModel
from workbench.ui.audit.quarters_view import QuartersBox
from workbench.ui.audit.rows import RowsModel
from workbench.ui.audit.rows_view import RowsBox
from workbench.ui.audit.triage import TriageModel
from workbench.ui.audit.triage_view import TriageBox
from workbench.ui.audit_port import Auditor
from workbench.ui.parts import Panel, heading, panel, session
from workbench.ui.tabs import Tabs
from workbench.ui.work import spawn
from workbench.wire.audits import Audit
from workbench.wire.purpose import Me

TITLE = "Audits"


class AuditPanel(Panel):
    """The tabs; whatever is chosen in the first is what the next two are about."""

    def __init__(self, client: Auditor, me: Me) -> None:
        desk, zone, leads = client.audits, me.time_zone, Role.ADMINISTRATOR.value in me.roles
        self.quarters = QuartersModel(desk, zone, leads=leads)
        self.rows, self.findings = RowsModel(desk, zone), FindingsModel(desk, zone, leads=leads)
        self.triage, self.foreign = TriageModel(desk, zone), ForeignModel(desk, zone, leads=leads)
        views = {
            "quarters": ("Quarters", QuartersBox(self.quarters)),
            "rows": ("Review", RowsBox(self.rows)),
            "findings": ("Findings and report", FindingsBox(self.findings)),
            "triage": ("Detectors, weekly", TriageBox(self.triage)),
            "foreign": ("Other systems' logs", ForeignBox(self.foreign)),
        }
        self.tabs = Tabs("Audits", views)
        super().__init__(TITLE, [heading(me, client.current_purpose()), self.tabs])
        self.quarters.observe(self._chosen, "chosen")
        self.foreign.observe(self._announced, "announced")
        self.tabs.heads.observe(self._opened, "chosen")

    def look(self) -> None:
        """Ask which audits there are."""
        spawn(self.quarters.refresh())

    def _chosen(self, _change: object) -> None:
        audit = self.quarters.audit()
        self.triage.audit = self.foreign.audit = audit
        if audit is not None:
            spawn(self.rows.load(audit))
            spawn(self.findings.load(audit))

    def _announced(self, _change: object) -> None:
        if (made := self.foreign.announced) is not None:
            spawn(self._go_on_with(made))

    async def _go_on_with(self, audit: Audit) -> None:
        await self.quarters.refresh()
        self.quarters.chosen = str(audit.audit)

    def _opened(self, change: dict[str, str]) -> None:
        """A tab shows what is so now, which takes a look of its own."""
        if change["new"] == "findings" and self.findings.audit is not None:
            spawn(self.findings.load(self.quarters.audit()))
        if change["new"] == "triage" and self.triage.queue is None:
            spawn(self.triage.look())


def app(client: Auditor | None = None) -> Panel:
    """The panel of the notebook of audits; without a client, this session's."""

    def build() -> Panel:
        speaker: Auditor = client or session()
        made = AuditPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
