"""Who saw a plate, and one person along time (464.6): looks of their own, each on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.unit.ui.desks import HOSTILE, FakeLog, entry
from tests.unit.ui.fakes import NOW
from workbench.errors import Refused
from workbench.ui.log.model import LogModel
from workbench.ui.log.person import Mark
from workbench.ui.log.timeline import MOST, timeline
from workbench.ui.log.view import LogPanel

pytestmark = pytest.mark.section("464.6")


@pytest.fixture
def client() -> FakeLog:
    told = [("ana", "intent"), ("ana", "result"), ("ben", "intent"), ("ben", "refusal"), ("ana", "result")]
    records = [
        entry(index).model_copy(
            update={"user": user, "kind": kind, "case_number": f"26-{index % 2}", "time": NOW + timedelta(hours=index)}
        )
        for index, (user, kind) in enumerate(told)
    ]
    return FakeLog(records=records[::-1])


@pytest.fixture
def panel(client: FakeLog) -> LogPanel:
    return LogPanel(LogModel(client, client.me()))


async def test_who_asked_for_a_plate_or_saw_it_is_told_by_person(client: FakeLog, panel: LogPanel) -> None:
    model, box = panel.model.sightings, panel.tabs.views["plate"][1]
    assert box.persons.empty.startswith("The log was not asked yet")
    model.plate = " 7abc123 "
    await model.look()
    assert box.persons.empty.startswith("Nobody asked for this plate")
    assert (client.calls[-1]["plate"], client.calls[-1]["limit"]) == ("7abc123", 5000)
    assert model.status == "2 persons in 5 records. This look is itself record 1001."
    first, second = model.table().to_dicts()
    assert (first["user"], first["asked"], first["shown"], first["refused"], first["cases"]) == (
        "ana", 1, 2, 0, "26-0, 26-1",
    )  # fmt: skip
    assert (second["user"], second["refused"]) == ("ben", 1)
    assert (first["first"], first["last"]) == (NOW, NOW + timedelta(hours=4))
    box.persons.chosen = "ben"
    assert [row["id"] for row in box.records.rows] == ["3", "2"]
    assert "index 1001" in box.record.value


async def test_a_look_that_is_refused_or_says_no_plate_shows_nothing(client: FakeLog, panel: LogPanel) -> None:
    model = panel.model.sightings
    await model.look()
    assert model.trouble is not None
    assert client.calls == []
    model.plate, client.fails = "7ABC123", [Refused("Not now.", section="464.4")]
    await model.look()
    assert (model.page, model.trouble.title) == (None, "Refused: Not now.")


async def test_a_persons_records_stand_at_their_hours_in_the_agencys_zone(client: FakeLog, panel: LogPanel) -> None:
    model, box = panel.model.person, panel.tabs.views["person"][1]
    model.person = "ana"
    await model.look()
    call = client.calls[-1]
    assert (call["user"], call["end"] - call["start"] > timedelta(days=13)) == ("ana", True)
    marks = model.marks()
    assert [(mark.hour, mark.look) for mark in marks] == [(10.5, "asked"), (11.5, "shown"), (14.5, "shown")]
    picture = box.picture.value
    assert picture.count("<circle") == 3
    assert 'aria-label="3 records on 1 day"' in picture
    assert "refused" not in picture
    model.end = datetime(2020, 1, 1)  # noqa: DTZ001 - as it is typed
    await model.look()
    assert model.trouble is not None


def test_what_people_wrote_stands_in_the_picture_as_text_and_only_so_many_days_are_drawn() -> None:
    day = NOW.date()
    picture = timeline([Mark(day, 1.0, "asked", HOSTILE)])
    assert "<script" not in picture
    many = timeline([Mark(day - timedelta(days=n), 1.0, "asked", "x") for n in range(MOST + 30)])
    assert many.count("<circle") == MOST
    assert timeline([]) == ""
