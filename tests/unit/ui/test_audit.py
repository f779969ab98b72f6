"""The panel of audits over a real log (464.6, 464.10(c)): what people press, and what they see."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.audit.quarter import ADAM, EVE, OLGA, House, house, opened, reviewed
from tests.unit.ui.auditing import Client, Desk
from tests.unit.ui.jobs import ended
from workbench.audit.row import Ground
from workbench.policy.caller import Caller
from workbench.ui.audit.view import AuditPanel
from workbench.wire.audits import State, Verdict

pytestmark = pytest.mark.section("464.6", "464.10(c)")
SOURCE = "The numbers of the state lottery's draw of 14 July."
WORDS = "The plate is that of her neighbour."


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    with Station(tmp_path) as station, house(station, 9) as made:
        yield made


def panel(made: House, caller: Caller = ADAM) -> AuditPanel:
    client = Client(Desk(made, caller))
    shown = AuditPanel(client, client.me())
    shown.quarters._now = made.station.gate.now
    return shown


async def chosen(made: House, caller: Caller) -> AuditPanel:
    shown = panel(made, caller)
    await shown.quarters.refresh()
    shown.quarters.chosen = str(shown.quarters.audits[0].audit)
    await ended()
    return shown


async def test_a_quarter_that_is_due_is_announced_and_drawn(made: House) -> None:
    shown = panel(made)
    model = shown.quarters
    await model.refresh()
    assert (model.quarter, model.status) == ("2026-Q2", "Waiting for an audit: 2026-Q2 until 2026-07-31.")
    await model.announce()
    assert model.trouble is not None
    model.source, model.drawn_at = SOURCE, datetime(2026, 7, 14, 20)  # noqa: DTZ001 - as it is typed
    await model.announce()
    assert model.trouble is None
    assert model.waits()
    made.later(days=6)
    model.value = "04 17 23"
    await model.draw()
    (audit,) = model.audits
    assert (audit.state, audit.population) == (State.OPEN, 11)
    assert model.status.startswith(f"{audit.rows} rows of 11 were drawn, under record {audit.drawn_record}.")


async def test_an_overdue_audit_is_said_in_the_first_tab(made: House) -> None:
    made.later(days=30)
    shown = panel(made)
    await shown.quarters.refresh()
    assert shown.quarters.status == "Overdue: 2026-Q2."
    assert "The audit of 2026-Q2 is overdue" in shown.tabs.views["quarters"][1].due.value


async def test_rows_are_reviewed_by_keys_and_the_next_one_that_waits_comes_by_itself(made: House) -> None:
    audit = opened(made)
    shown = await chosen(made, EVE)
    model, box = shown.rows, shown.tabs.views["rows"][1]
    assert len(box.list.rows) == audit.rows
    first = box.list.rows[0]["id"]
    await model.say(Verdict.IN_ORDER, first)
    assert model.trouble is None
    assert len(box.list.rows) == audit.rows - 1
    assert box.list.chosen == model.chosen == box.list.rows[0]["id"] != first
    assert model.status.endswith(f"This look is record {model.record}.")
    assert dict(pair[:2] for pair in box.list.detail)["Why it is looked at"]
    await model.say(Verdict.MISUSE)
    assert model.trouble is not None
    assert model.trouble.title.startswith("Write what is not in order first")
    box.words.value = WORDS
    await model.say(Verdict.MISUSE)
    assert (model.trouble, box.words.value) == (None, "")
    model.only_mine = False
    assert len(box.list.rows) == audit.rows


async def test_a_finding_is_raised_decided_with_four_eyes_and_the_report_sealed_and_saved(made: House) -> None:
    audit = opened(made)
    bad = next(index for index, (_, why) in made.station.registers.audits.rows(audit.audit).items() if why == "random")
    reviewed(made, audit, bad=bad)
    shown = await chosen(made, ADAM)
    model, box = shown.findings, shown.tabs.views["findings"][1]
    assert model.row == str(bad)
    assert "eve and olga: " in model.facts()["Agreement"]
    model.words = WORDS
    await model.raise_finding()
    assert [row["id"] for row in box.list.rows] == [model.chosen] == ["1"]
    assert box.seal.layout.display == "none"
    model.why = "He knows the neighbour, and no case names him."
    await model.decide()
    assert model.trouble is not None
    assert model.trouble.page.startswith("/services/edge/assents/")
    made.approved("eve")
    await model.decide()
    assert "was approved by eve" in model.status
    assert box.seal.layout.display == ""
    await model.seal()
    assert model.report is not None
    name, data = model.archive()
    assert name == f"audit-2026-Q2-record-{model.report.record}.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        stems = {Path(each).stem for each in archive.namelist()}
        assert [Path(each).suffix for each in archive.namelist()] == [".pdf", ".html", ".note"]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    assert stems == {Path(name).stem}
    assert model.said().startswith("Sealed by adam as record")
    assert box.seal.description == "Save the sealed report"


async def test_an_auditor_reviews_and_is_offered_neither_announcing_nor_deciding(made: House) -> None:
    opened(made)
    shown = await chosen(made, OLGA)
    assert not shown.quarters.leads
    assert shown.rows.rows


async def test_the_week_is_looked_at_and_a_flag_becomes_a_finding(made: House) -> None:
    opened(made)
    for _ in range(3):
        made.later(days=1)
        made.searched("ana", "8XYZ123")
    shown = await chosen(made, OLGA)
    made.ground = Ground(watched=lambda plate: "household of ana" if plate == "8XYZ123" else "")
    model, box = shown.triage, shown.tabs.views["triage"][1]
    model.start = made.station.clock.replace(tzinfo=None) - timedelta(days=6)
    model.end = made.station.clock.replace(tzinfo=None)
    await model.look()
    assert box.flags.rows
    box.flags.chosen = "0"
    assert len(box.entries.rows) == 3
    assert "household of ana" in str(box.flags.rows[0])
    model.words = WORDS
    await model.raise_finding()
    assert "is raised in audit 1" in model.status
    (finding,) = made.station.registers.audit_findings.of(1)
    assert (finding.detector, finding.users, len(finding.rows)) == ("watch-list", ["ana"], 3)


async def test_another_systems_log_is_looked_at_in_the_same_panel(made: House, tmp_path: Path) -> None:
    shown = panel(made)
    model, box = shown.foreign, shown.tabs.views["foreign"][1]
    lines = [f"{n},***,2026-03-2{n % 9}T0{n % 8}:06:23Z,{'inv' if n % 3 else 'stolen vehicle'}" for n in range(200)]
    file = tmp_path / "log.csv"
    file.write_text("\n".join(["id,userId,searchDate,reason", *lines]), "utf-8")
    await model.load("log.csv", file)
    assert model.status == "200 rows read, 1 flag."
    assert "All persons are masked" in box.about.value
    assert "<svg" in box.charts.value
    box.flags.chosen = "0"
    assert box.rows.place == "1 to 100 of 133"
    await model.announce()
    assert model.trouble is not None
    model.source = SOURCE
    model.drawn_at = (made.station.clock + timedelta(days=1)).replace(tzinfo=None)
    gone_on = asyncio.Event()
    shown.quarters.observe(lambda _change: gone_on.set(), "chosen")
    await model.announce()
    assert "of log.csv is announced" in model.status
    await gone_on.wait()
    announced = shown.quarters.audit()
    assert announced is not None
    assert announced.of == "log.csv"
    assert "SHA-256" in shown.tabs.views["quarters"][1].about.value
    made.later(days=2)
    shown.quarters.value = "a public value"
    await shown.quarters.draw()
    await ended()
    assert len(shown.rows.rows) == 126
    assert shown.foreign.audit is not None
    assert shown.foreign.audit.state is State.OPEN
    model.chosen, model.words = "0", WORDS
    await model.raise_finding()
    assert "is raised in audit 1" in model.status
    await model.load("log.csv", tmp_path / "none.csv")
    assert model.trouble is not None
