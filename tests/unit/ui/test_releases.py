from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.ui.fakes import NOW, me
from workbench.errors import Refused
from workbench.policy.roles import GRANTS, Role
from workbench.policy.sharing import SHAREABLE, AgencyType
from workbench.ui.releases.view import ReleasesPanel
from workbench.wire.docket import State
from workbench.wire.purpose import Me
from workbench.wire.sharing import Agreement, Handed, NewAgreement, NewRelease, Release, Sharing

pytestmark = pytest.mark.section("464.11", "464.9")

PURPOSE = "Homicide of 3 May, case 26-0088: where the suspect's car was seen."


@dataclass
class FakeSharing:
    """A register in memory; ``fails`` is raised once instead."""

    releases: list[Release] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def register(self) -> Sharing:
        return Sharing(
            releases=self.releases[::-1],
            agreements=self.agreements[::-1],
            agency_types=[*SHAREABLE, AgencyType.OTHER],
            sources=["department", "state"],
            record=9,
        )

    def enter(self, request: NewRelease) -> Release:
        if self.fails:
            raise self.fails.pop(0)
        state = State.REFERRED if request.agency_type is AgencyType.OTHER else State.WAITING
        made = Release(number=len(self.releases) + 1, state=state, entered_by="ana", entered_at=NOW, record=70,
                       asked=request)  # fmt: skip
        self.releases.append(made)
        return made

    def close(self, number: int, reason: str) -> None:
        self.releases = [
            each.model_copy(update={"state": State.DONE, "reason": reason}) if each.number == number else each
            for each in self.releases
        ]

    def agree(self, agreement: NewAgreement) -> Agreement:
        made = Agreement(number=len(self.agreements) + 1, state=State.WAITING, entered_by="adam", entered_at=NOW,
                         record=71, asked=agreement, in_force=False)  # fmt: skip
        self.agreements.append(made)
        return made

    def end(self, number: int, reason: str) -> None:
        self.agreements = [each.model_copy(update={"state": State.DONE, "reason": reason, "in_force": False,
                                                   "ended_on": NOW.date()})
                           for each in self.agreements if each.number == number]  # fmt: skip


@dataclass
class FakeReleaser:
    """A signed-in person of this role."""

    role: Role = Role.ADMINISTRATOR
    sharing: FakeSharing = field(default_factory=FakeSharing)

    def me(self) -> Me:
        return me(operations=[each.value for each in GRANTS[self.role]])


def panel_of(role: Role = Role.ADMINISTRATOR) -> tuple[ReleasesPanel, FakeSharing]:
    client = FakeReleaser(role)
    return ReleasesPanel(client, client.me()), client.sharing


async def entered(panel: ReleasesPanel, **changes: Any) -> None:
    said = {"agency": "Imperial County Sheriff", "person": "Det. R. Vega", "purpose": PURPOSE, "reference": "Letter 7"}
    asks = {"plates": "7ABC123, 8XY*", "since": datetime(2026, 5, 1), "before": datetime(2026, 5, 4)}  # noqa: DTZ001
    for name, value in {**said, **asks, **changes}.items():
        setattr(panel.model, name, value)
    await panel.model.enter()


async def test_a_request_is_entered_and_waits_in_the_register() -> None:
    panel, _ = panel_of()
    await entered(panel)
    assert panel.model.status.startswith("Request 1 waits for approval, under record 70. 1 request, 0 agreements")
    [row] = panel.list.rows
    assert "Imperial County Sheriff" in str(row["cells"])
    assert panel.model.agency == ""


async def test_what_is_asked_for_travels_in_utc_and_is_told_with_the_request() -> None:
    panel, desk = panel_of()
    await entered(panel, place="32.7921, -115.5629, 500", cameras="EC-01", most=40)
    [request] = desk.releases
    bounds = request.asked.bounds
    assert bounds is not None
    assert bounds.window.start == datetime(2026, 5, 1, 7, tzinfo=UTC)
    assert (bounds.plates, bounds.reads, bounds.files) == (["7ABC123", "8XY*"], 40, 1)
    panel.list.chosen = "1"
    opened = {name: words for name, words, _ in panel.list.detail}
    assert opened["Place"] == "within 0.5 km of 32.7921, -115.5629"
    assert opened["Until"] == "2026-05-04 07:00 UTC"
    assert opened["At most"] == "40 reads in one file"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"plates": " , "}, "Which reads are asked for"),
        ({"since": None}, "From when until when"),
        ({"before": datetime(2026, 4, 1)}, "ends before it starts"),  # noqa: DTZ001 - as it is typed
        ({"place": "Main St"}, "A place is three numbers"),
        ({"place": "32.7, -115.5, 0"}, "A place is three numbers"),
        ({"plates": "7" * 129}, "What is asked for can't be taken (plates)"),
    ],
    ids=str,
)
async def test_a_request_that_says_no_reads_is_told_so_and_keeps_what_was_typed(
    changes: dict[str, Any], told: str
) -> None:
    panel, desk = panel_of()
    await entered(panel, **changes)
    assert panel.model.trouble is not None
    assert told in panel.model.trouble.title
    assert panel.model.agency
    assert desk.releases == []


async def test_what_is_missing_is_named_before_anything_is_asked() -> None:
    panel, desk = panel_of()
    panel.model.written_on = None
    await entered(panel, person="", purpose="a case")
    assert panel.model.trouble is not None
    assert panel.model.trouble.title == (
        "Still to be given: the person, a purpose of 15 characters at least and each day."
    )
    assert desk.releases == []


async def test_a_request_of_the_press_is_told_as_referred() -> None:
    panel, _ = panel_of()
    await entered(panel, agency_type=AgencyType.OTHER.value)
    assert panel.model.status.startswith("Request 1 referred to Records")


async def test_a_refusal_is_told_with_its_section_and_keeps_what_was_typed() -> None:
    panel, desk = panel_of()
    desk.fails = [Refused("Reads are never sold.", section="464.9")]
    await entered(panel)
    assert panel.model.trouble is not None
    assert panel.model.trouble.section == "464.9"
    assert panel.model.agency == "Imperial County Sheriff"


async def test_what_was_given_out_is_told_in_full_and_an_approved_request_can_be_closed() -> None:
    panel, desk = panel_of()
    await entered(panel)
    handed = Handed(name="reads-record-70.zip", sha256="ab" * 32, reads=3, evidence="EV-1", by="ana", at=NOW, record=70)
    desk.releases[0] = desk.releases[0].model_copy(
        update={"state": State.APPROVED, "decided_by": "adam", "files": [handed]}
    )
    await panel.model.refresh()
    assert panel.closing.layout.display == "none"
    panel.list.chosen = "1"
    opened = {name: words for name, words, _ in panel.list.detail}
    assert "reads-record-70.zip, 3 reads, evidence EV-1, by ana under record 70" in opened["Given out"]
    assert opened["Permitted use"].startswith("18 USC 2721(b)(1)")
    assert panel.closing.layout.display == ""
    panel.model.why = "All of it was given out."
    await panel.model.close()
    assert desk.releases[0].state is State.DONE
    assert panel.closing.layout.display == "none"


async def test_an_agreement_is_entered_offered_while_it_is_in_force_and_ended() -> None:
    panel, desk = panel_of()
    await panel.model.refresh()
    panel.model.with_agency, panel.model.terms = "Imperial County Sheriff", "Memorandum of 1 March, with Records."
    panel.model.sources = ("department",)
    await panel.model.agree()
    assert panel.model.status.startswith("Agreement 1 waits for approval")
    assert [value for _, value in panel.under.options] == [""]
    desk.agreements[0] = desk.agreements[0].model_copy(update={"state": State.APPROVED, "in_force": True})
    await panel.model.refresh()
    assert [value for _, value in panel.under.options] == ["", "1"]
    panel.agreements.chosen = "1"
    assert panel.ending.layout.display == ""
    panel.model.why = "The sheriff left the task force."
    await panel.model.end()
    assert "ended" in str(panel.agreements.rows[0]["cells"])


def test_an_analyst_enters_requests_and_no_agreements() -> None:
    panel, _ = panel_of(Role.ANALYST)
    assert not panel.model.agrees
    assert panel.agree not in [child for each in panel.children for child in getattr(each, "children", ())]
