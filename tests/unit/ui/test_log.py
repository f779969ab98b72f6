from __future__ import annotations

import pytest

from tests.unit.ui.desks import HOSTILE, FakeLog, entry
from workbench.errors import Refused
from workbench.ui.log.model import PAGE, LogModel
from workbench.ui.log.view import LogPanel, detail

ZONE = "America/Los_Angeles"


@pytest.fixture
def client() -> FakeLog:
    return FakeLog()


@pytest.fixture
def panel(client: FakeLog) -> LogPanel:
    return LogPanel(LogModel(client, client.me()))


async def test_the_newest_records_come_first_and_this_look_is_named(panel: LogPanel) -> None:
    await panel.model.look()
    assert panel.status.text == "450 records fit, 200 on this page. This look is itself record 1001."
    assert panel.records.rows[0]["id"] == "449"
    assert panel.records.place == "1 to 100 of 200"


async def test_older_and_newer_pages_are_looks_of_their_own(client: FakeLog, panel: LogPanel) -> None:
    model = panel.model
    await model.look()
    await model.older()
    await model.older()
    assert [call["before"] for call in client.calls] == [None, 450 - PAGE, 450 - 2 * PAGE]
    assert not model.has_older
    await model.newer()
    await model.newer()
    await model.newer()
    assert model.page is not None
    assert (model.page.entries[0].index, model.has_newer, len(client.calls)) == (449, False, 5)


async def test_filters_travel_and_counts_by_user_come_back(client: FakeLog, panel: LogPanel) -> None:
    panel.model.user, panel.model.case_number = " officer ", "26-1"
    await panel.model.look()
    assert (client.calls[0]["user"], client.calls[0]["case_number"]) == ("officer", "26-1")
    assert [row["id"] for row in panel.counts.rows] == ["officer"]


async def test_a_chosen_record_is_shown_in_full(panel: LogPanel) -> None:
    await panel.model.look()
    panel.records.chosen = "448"
    assert "<h3>Record 448</h3>" in panel.detail.value
    panel.records.chosen = "449"
    assert "Belongs to" in panel.detail.value or "Record 449" in panel.detail.value


async def test_a_refusal_is_told_and_no_record_stays_on_the_screen(client: FakeLog, panel: LogPanel) -> None:
    await panel.model.look()
    client.fails = [Refused("Your role does not include 'read-log'.", section="464.4")]
    await panel.model.look()
    assert panel.records.rows == []
    assert panel.model.trouble is not None
    assert panel.model.trouble.section == "464.4"


def test_what_people_wrote_is_shown_and_never_obeyed() -> None:
    shown = detail(entry(3, narrative=HOSTILE, user=HOSTILE, body={"x": HOSTILE}), ZONE)
    assert "<script>" not in shown
    assert "\u202e" not in shown
    assert shown.count("&lt;script&gt;") == 3


def test_a_record_with_little_in_it_is_shown_too() -> None:
    bare = entry(0, kind="event", action="hub.signin", case_number="", category="", narrative="",
                 why_this_plate="", realm="", asked="", outcome="", body={})  # fmt: skip
    assert "hub.signin" in detail(bare, ZONE)
