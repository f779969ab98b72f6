from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.unit.ui.fakes import NOW, me
from workbench.errors import Refused
from workbench.policy.roles import GRANTS, Role
from workbench.ui.publication.view import PublicationPanel
from workbench.wire.docket import State
from workbench.wire.publication import Draft, ProposedPolicy, Publication, Publications, Report, Row, Sharer, Table
from workbench.wire.purpose import Me

pytestmark = pytest.mark.section("464.8")

REPORT = Report(
    agency="El Centro <Police>",
    quarter="2026-Q3",
    begins="2026-07-01",
    until="2026-09-30",
    policy_version="2026-01",
    tables=[
        Table(
            title="Searches by purpose",
            section="464.3",
            rows=[Row(label="Stolen licence plate", count=1_240), Row(label="Missing person", count=None)],
            total=None,
        )
    ],
    figures=[Row(label="Reads taken in", count=1_000_000)],
    agreements=[Sharer(agency="Imperial County Sheriff", until="2026-12-31")],
)


@dataclass
class FakePublishing:
    """Quarters in memory; ``fails`` is raised once instead."""

    done: list[Publication] = field(default_factory=list)
    open: list[str] = field(default_factory=lambda: ["2026-Q3", "2026-Q2"])
    fails: list[Exception] = field(default_factory=list)
    policies: list[ProposedPolicy] = field(default_factory=list)

    def register(self) -> Publications:
        return Publications(publications=self.done, policies=self.policies, open=self.open, record=9)

    def draft(self, quarter: str) -> Draft:
        if self.fails:
            raise self.fails.pop(0)
        report = REPORT.model_copy(update={"quarter": quarter})
        return Draft(quarter=quarter, text="{}", sha256="ab" * 32, report=report, record=70)

    def propose(self, draft: Draft) -> Publication:
        made = Publication(number=1, state=State.WAITING, entered_by="adam", entered_at=NOW, record=71,
                           quarter=draft.quarter, sha256=draft.sha256)  # fmt: skip
        self.done.insert(0, made)
        self.open.remove(draft.quarter)
        return made

    def propose_policy(self, version: str, text: str) -> ProposedPolicy:
        made = ProposedPolicy(number=7, state=State.WAITING, entered_by="adam", entered_at=NOW, record=72,
                              version=version, sha256="cd" * 32, text=text)  # fmt: skip
        self.policies.insert(0, made)
        return made


@dataclass
class FakePublisher:
    """A signed-in administrator."""

    publications: FakePublishing = field(default_factory=FakePublishing)

    def me(self) -> Me:
        return me(operations=[each.value for each in GRANTS[Role.ADMINISTRATOR]])


@pytest.fixture
def panel() -> PublicationPanel:
    client = FakePublisher()
    return PublicationPanel(client, client.me())


def desk_of(panel: PublicationPanel) -> FakePublishing:
    desk = panel.model._desk
    assert isinstance(desk, FakePublishing)
    return desk


async def test_the_last_quarter_is_offered_drafted_and_shown_as_anybody_would_see_it(panel: PublicationPanel) -> None:
    await panel.model.refresh()
    assert (panel.quarter.options, panel.quarter.value) == (("2026-Q3", "2026-Q2"), "2026-Q3")
    assert panel.propose.layout.display == "none"
    await panel.model.draft()
    assert "1,240" in panel.drafted.value
    assert panel.drafted.value.count("withheld") == 2
    assert "El Centro &lt;Police&gt;" in panel.drafted.value
    assert panel.propose.layout.display == ""
    panel.quarter.value = "2026-Q2"
    assert (panel.model.drafted, panel.drafted.value) == (None, ""), "another quarter, another draft"


async def test_a_proposed_report_waits_in_the_list_and_its_quarter_is_no_longer_offered(
    panel: PublicationPanel,
) -> None:
    await panel.model.refresh()
    await panel.model.draft()
    await panel.model.propose()
    assert panel.model.status == "The report of 2026-Q3 waits for approval, under record 71."
    assert "waits for approval" in str(panel.list.rows[0]["cells"])
    assert (panel.quarter.options, panel.quarter.value) == (("2026-Q2",), "2026-Q2")
    assert panel.model.quarter == "2026-Q2"


async def test_a_refusal_is_told_with_its_section(panel: PublicationPanel) -> None:
    await panel.model.refresh()
    desk_of(panel).fails = [Refused("The quarter has not ended.", section="464.8")]
    await panel.model.draft()
    assert panel.model.trouble is not None
    assert panel.model.trouble.section == "464.8"


async def test_where_every_quarter_has_its_report_that_is_said(panel: PublicationPanel) -> None:
    desk_of(panel).open = []
    await panel.model.refresh()
    await panel.model.draft()
    assert panel.model.trouble is not None
    assert "has its report" in panel.model.trouble.title


async def test_a_version_of_the_policy_is_proposed_with_its_whole_text(panel: PublicationPanel) -> None:
    panel.model.version, panel.model.text = "2027-01", "Too short."
    await panel.model.propose_policy()
    assert panel.model.trouble is not None
    assert desk_of(panel).policies == []
    panel.model.text = "464.2 Official use. " * 20
    await panel.model.propose_policy()
    assert panel.model.status.startswith("Version 2027-01 waits for approval, under record 72. Once it is approved")
    assert "waits for approval" in str(panel.policies.rows[0]["cells"])
    panel.policies.chosen = "7"
    opened = {name: words for name, words, _ in panel.policies.detail}
    assert opened["Text"].startswith("464.2 Official use.")
