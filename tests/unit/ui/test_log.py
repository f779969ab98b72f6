from __future__ import annotations

from typing import Any

import pytest

from tests.unit.ui.desks import HOSTILE, FakeLog, entry
from tests.unit.ui.fakes import NOW
from workbench.errors import AssentRequired, Refused
from workbench.policy.caller import Realm
from workbench.ui.field import Field
from workbench.ui.log.model import PAGE, LogModel
from workbench.ui.log.view import LogPanel, facts
from workbench.wire.purpose import PurposeDeclared

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
    assert "<pre>c2sp.org/tlog-proof@v1\nindex 1001\n</pre>" in panel.record.value


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


async def test_a_page_that_ends_exactly_has_nothing_older(client: FakeLog, panel: LogPanel) -> None:
    client.records = client.records[:PAGE]
    await panel.model.look()
    assert not panel.model.has_older
    client.records = [entry(index) for index in range(2 * PAGE, 0, -1)]
    await panel.model.look()
    client.records = [entry(2 * PAGE + 1), *client.records]  # comes while one reads, and stands on no older page
    await panel.model.older()
    assert panel.model.page is not None
    assert (panel.model.page.entries[-1].index, panel.model.has_older) == (1, False)


async def test_a_page_that_could_not_be_fetched_was_never_turned_to(client: FakeLog, panel: LogPanel) -> None:
    model = panel.model
    await model.look()
    client.fails = [Refused("Not now.", section="464.4")]
    await model.older()
    assert (model.page, model.has_older, model.has_newer) == (None, False, False)


async def test_filters_travel_and_counts_by_user_come_back(client: FakeLog, panel: LogPanel) -> None:
    panel.model.user, panel.model.case_number = " officer ", "26-1"
    await panel.model.look()
    assert (client.calls[0]["user"], client.calls[0]["case_number"]) == ("officer", "26-1")
    assert [row["id"] for row in panel.counts.rows] == ["officer"]


def opened(panel: LogPanel) -> dict[str, str]:
    return {name: words for name, words, _ in panel.records.detail}


async def test_enter_looks_with_the_whole_of_what_was_typed(client: FakeLog, panel: LogPanel) -> None:
    jobs: list[Any] = []
    panel._run = jobs.append  # type: ignore[method-assign, assignment]
    field = next(each for each in _fields(panel) if each.description == "Plate asked or seen")
    field._heard(None, {"value": "7LBR461", "enter": True}, None)
    await jobs.pop()
    assert client.calls[-1]["plate"] == "7LBR461"


def _fields(widget: object) -> list[Field]:
    children = [deep for child in getattr(widget, "children", ()) for deep in _fields(child)]
    return [widget, *children] if isinstance(widget, Field) else children


async def test_a_chosen_record_opens_in_its_place_and_closes_with_the_page(panel: LogPanel) -> None:
    await panel.model.look()
    panel.records.chosen = "448"
    assert opened(panel)["Record"] == "448"
    panel.records.chosen = "447"
    assert opened(panel)["Record"] == "447, belongs to record 446"
    await panel.model.older()
    assert opened(panel) == {}


async def test_a_refusal_is_told_and_no_record_stays_on_the_screen(client: FakeLog, panel: LogPanel) -> None:
    await panel.model.look()
    client.fails = [Refused("Your role does not include 'read-log'.", section="464.4")]
    await panel.model.look()
    assert panel.records.rows == []
    assert panel.record.value == ""
    assert panel.model.trouble is not None
    assert panel.model.trouble.section == "464.4"


async def test_what_people_wrote_is_shown_in_full_and_as_text(client: FakeLog, panel: LogPanel) -> None:
    long = "A long story. " * 100
    client.records = [entry(3, narrative=HOSTILE, user=HOSTILE, why_this_plate=long, body={"x": HOSTILE})]
    await panel.model.look()
    panel.records.chosen = "3"
    assert opened(panel)["Narrative"] == HOSTILE.replace("\u202e", "[U+202E]")
    assert opened(panel)["Why this plate"] == long
    assert [name for name, _, kind in panel.records.detail if kind] == ["The record as it is stored (times in UTC)"]
    assert not any("\u202e" in words for words in opened(panel).values())


def test_a_record_with_little_in_it_is_shown_too() -> None:
    bare = entry(0, kind="event", action="hub.signin", case_number="", category="", narrative="",
                 why_this_plate="", realm="", asked="", outcome="", body={})  # fmt: skip
    assert facts(bare, ZONE)["What"] == "Signed in (hub.signin)"


def test_what_was_done_is_told_in_words_and_by_its_own_name() -> None:
    told = facts(entry(5, kind="result"), ZONE)["What"]
    assert told == "Plate search, released (search.plates) in the live store"
    assert facts(entry(6), ZONE)["What"].startswith("Plate search, asked (")
    declared = entry(8, action="purpose.declare", realm="")
    assert facts(declared, ZONE)["What"] == "Purpose declared (purpose.declare)"
    unheard = entry(4, action="something.new", kind="refusal", realm="")
    assert facts(unheard, ZONE)["What"] == "something.new, refused (something.new)"


async def test_a_long_case_number_pushes_no_column_off_the_screen(client: FakeLog, panel: LogPanel) -> None:
    client.records = [entry(3, case_number="7" * 200)]
    await panel.model.look()
    looks = {head["key"]: head["look"].split() for head in panel.records.heads}
    assert all("long" in looks[key] for key in ("asked", "outcome", "case_number", "narrative"))


async def test_the_head_names_the_case_that_the_look_is_for() -> None:
    purpose = PurposeDeclared(
        purpose_id="p",
        category="civil_or_administrative",
        case_number="A-2026-11",
        realm=Realm.LIVE,
        declared_at=NOW,
        expires_at=NOW,
        record=7,
    )
    client = FakeLog(purpose=purpose)
    panel = LogPanel(LogModel(client, client.me()))
    assert "case <b>A-2026-11</b>" in panel.head.children[0].value
    client.purpose = purpose.model_copy(update={"case_number": "A-2026-12"})
    await panel.model.look()
    assert "case <b>A-2026-12</b>" in panel.head.children[0].value


async def test_times_in_the_table_name_their_zone(panel: LogPanel) -> None:
    await panel.model.look()
    when = panel.records.rows[0]["cells"][1]
    assert "".join(words for words, _ in when["pieces"]).endswith(" PST")
    assert when["title"].endswith(" UTC)")


async def test_what_fits_is_taken_out_once_it_was_confirmed(client: FakeLog, panel: LogPanel) -> None:
    handed: list[tuple[str, bytes]] = []
    panel.download.hand_over = lambda name, data: handed.append((name, data))  # type: ignore[method-assign]
    panel.model.user = "officer"
    client.fails = [AssentRequired("Confirm it first.", assent="a1", page="/services/edge/assents/a1")]
    await panel.model.take_out()
    assert panel.model.asked is not None
    assert panel.model.asked.page == "/services/edge/assents/a1"
    assert handed == []
    await panel.model.take_out()
    assert (panel.model.asked, client.calls[-1]["user"]) == (None, "officer")
    assert handed == [("access-log-2001.csv", b"a,b")]
    assert panel.status.text == "450 records taken out, under record 2001."
