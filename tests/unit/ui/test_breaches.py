from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from tests.unit.ui.fakes import NOW, me
from workbench.errors import Refused
from workbench.policy.roles import GRANTS, Role
from workbench.ui.breaches.view import BreachPanel
from workbench.wire.breach import Breach, Breaches, Exposed, NewBreach, Notice, Scope
from workbench.wire.docket import State
from workbench.wire.purpose import Me

pytestmark = pytest.mark.section("464.10")

WHAT = "A laptop with a signed-in session was left in a café."


@dataclass
class FakeBreaches:
    """Breaches in memory; ``fails`` is raised once instead."""

    done: list[Breach] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    asked: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    def register(self) -> Breaches:
        return Breaches(breaches=self.done[::-1], record=9)

    def report(self, what: str, noticed_on: date) -> Breach:
        if self.fails:
            raise self.fails.pop(0)
        made = Breach(number=len(self.done) + 1, state=State.OPEN, entered_by="ana", entered_at=NOW, record=70,
                      reported=NewBreach(what=what, noticed_on=noticed_on))  # fmt: skip
        self.done.append(made)
        return made

    def scope(self, number: int, begins: datetime, ends: datetime, user: str = "") -> Scope:
        self.asked.append((begins, ends, user))
        ana = Exposed(user="ana", searches=2, reads=1_203, files=["a.csv"], looks_at_log=0, batches=0, sign_ins=1,
                      refused=0, addresses=["10.0.0.7"], records=(5, 19), first=NOW, last=NOW)  # fmt: skip
        made = Scope(begins=begins, ends=ends, user=user, people=[ana], reads=1_203, looked_through=40, by="adam",
                     at=NOW, record=80)  # fmt: skip
        self._change(number, scopes=[*self.done[number - 1].scopes, made])
        return made

    def tell(self, number: int, to: str, on: date, way: str, words: str) -> Notice:
        made = Notice(to=to, on=on, way=way, words=words, by="adam", at=NOW, record=81)
        self._change(number, notices=[*self.done[number - 1].notices, made])
        return made

    def finish(self, number: int, outcome: str) -> None:
        self._change(number, state=State.WAITING, outcome=outcome)

    def _change(self, number: int, **changes: object) -> None:
        self.done[number - 1] = self.done[number - 1].model_copy(update=changes)


@dataclass
class FakeBreached:
    """A signed-in person of this role."""

    role: Role = Role.ADMINISTRATOR
    breaches: FakeBreaches = field(default_factory=FakeBreaches)

    def me(self) -> Me:
        return me(operations=[each.value for each in GRANTS[self.role]])


def panel_of(role: Role = Role.ADMINISTRATOR) -> tuple[BreachPanel, FakeBreaches]:
    client = FakeBreached(role)
    return BreachPanel(client, client.me()), client.breaches


async def reported(panel: BreachPanel) -> None:
    panel.model.what = WHAT
    await panel.model.report()


async def test_a_breach_is_reported_chosen_and_ready_to_be_dealt_with() -> None:
    panel, _ = panel_of()
    assert panel.steps.layout.display == "none"
    await reported(panel)
    assert panel.model.status == "Breach 1 is reported, under record 70. 1 breach, 1 to be dealt with."
    assert panel.steps.layout.display == ""
    assert "café" in str(panel.list.rows[0]["cells"])


async def test_who_was_shown_how_much_is_asked_of_whole_days_by_the_agencys_clock_and_shown() -> None:
    panel, desk = panel_of()
    await reported(panel)
    panel.model.begins = panel.model.ends = date(2026, 11, 20)
    panel.model.user = " ana "
    await panel.model.measure()
    begins, ends, user = desk.asked[0]
    assert (begins.isoformat(), ends.isoformat(), user) == (
        "2026-11-20T08:00:00+00:00",
        "2026-11-21T08:00:00+00:00",
        "ana",
    )
    assert "1,203 reads in all" in panel.measured.value
    [row] = panel.people.rows
    assert "10.0.0.7" in str(row["cells"])
    assert "5 to 19" in str(row["cells"])


async def test_notices_and_closing_are_kept_and_it_waits_for_somebody_else() -> None:
    panel, desk = panel_of()
    await reported(panel)
    panel.model.to, panel.model.way, panel.model.words = "City attorney", "letter", "Three reads were seen by one."
    await panel.model.tell()
    assert desk.done[0].notices[0].to == "City attorney"
    panel.model.outcome = "ended"
    await panel.model.finish()
    assert panel.model.trouble is not None
    assert desk.done[0].state is State.OPEN
    panel.model.outcome = "The session was ended within minutes."
    await panel.model.finish()
    assert "waits to be closed by another administrator" in panel.model.status
    assert panel.steps.layout.display == "none"
    opened = {name: words for name, words, _ in panel.list.detail}
    assert opened["Found and done"] == "The session was ended within minutes."
    assert "City attorney" in opened["Told of it"]


async def test_what_is_missing_is_named_before_anything_is_asked() -> None:
    panel, desk = panel_of()
    panel.model.what = "a laptop"
    await panel.model.report()
    assert panel.model.trouble is not None
    assert panel.model.trouble.title == "Still to be given: what happened, in 15 characters at least."
    assert desk.done == []


async def test_a_refusal_is_told_with_its_section() -> None:
    panel, desk = panel_of()
    desk.fails = [Refused("Your role does not include 'declare'.", section="464.4")]
    await reported(panel)
    assert panel.model.trouble is not None
    assert panel.model.trouble.section == "464.4"


async def test_an_officer_reports_and_sees_no_register() -> None:
    panel, desk = panel_of(Role.OFFICER)
    await reported(panel)
    assert len(desk.done) == 1
    assert panel.model.status == "Breach 1 is reported, under record 70."
    assert panel.list not in panel.children
    assert panel.steps not in panel.children
