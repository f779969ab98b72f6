from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.unit.ui.purging import FakePurger, FakePurging
from workbench.errors import Refused
from workbench.ui.retention.model import PurgeModel
from workbench.ui.retention.view import RetentionPanel

pytestmark = pytest.mark.section("464.9")


@pytest.fixture
def purging() -> FakePurging:
    return FakePurging()


@pytest.fixture
def panel(purging: FakePurging) -> RetentionPanel:
    client = FakePurger(purging)
    return RetentionPanel(client, client.me())


async def test_what_would_go_is_shown_by_month_and_source_before_anybody_is_asked(
    panel: RetentionPanel, purging: FakePurging
) -> None:
    box = panel.purging
    assert box.purge.layout.display == "none"
    box.model.day = date(2024, 3, 1)
    await box.model.preview()
    assert purging.asked[0].isoformat() == "2024-03-01T08:00:00+00:00", "the agency's midnight"
    assert "1,204 reads" in box.told.value
    assert "12 reads: 2024-00417 (12 reads)" in box.told.value
    assert all(words in str(box.going.rows[1]["cells"]) for words in ("2024-02", "state", "'4'"))
    assert box.purge.layout.display == ""
    box.model.day = date(2024, 2, 1)
    assert (box.told.value, box.purge.layout.display) == ("", "none"), "another day, another preview"


async def test_the_schedule_proposes_the_day_and_a_later_one_is_neither_offered_nor_asked_for(
    panel: RetentionPanel, purging: FakePurging
) -> None:
    box, model = panel.purging, panel.purging.model
    assert (box.day.value, box.day.max) == (model.due, model.due)
    assert "ALPR reads, two years" in panel.rule.value
    model.day = model.due - timedelta(days=40)
    box.day.value = model.due + timedelta(days=1)
    assert model.day == model.due, "the field takes no later day"
    model.due -= timedelta(days=3)
    await model.preview()
    assert purging.asked == []
    assert model.trouble is not None
    assert model.trouble.section == "464.9"
    model.by_schedule()
    await model.preview()
    assert len(purging.asked) == 1


def test_the_day_of_the_schedule_is_so_many_days_ago_by_the_agencys_clock() -> None:
    late = datetime(2026, 11, 29, 5, tzinfo=UTC)  # the evening before in California
    model = PurgeModel(FakePurging(), "America/Los_Angeles", 730, lambda: late)
    assert model.due == date(2024, 11, 28)
    longer = PurgeModel(FakePurging(), "America/Los_Angeles", 1_000, lambda: late)
    assert longer.due < model.due


async def test_where_nothing_is_old_enough_nothing_is_offered(panel: RetentionPanel, purging: FakePurging) -> None:
    purging.going = []
    await panel.purging.model.preview()
    assert (panel.purging.purge.layout.display, panel.purging.going.layout.display) == ("none", "none")
    assert "0 reads" in panel.purging.told.value


async def test_what_an_earlier_purge_began_is_offered_to_be_ended_though_no_read_would_go(
    panel: RetentionPanel, purging: FakePurging
) -> None:
    purging.going, purging.unfinished = [], True
    await panel.purging.model.preview()
    assert (panel.purging.purge.layout.display, panel.purging.going.layout.display) == ("", "none")
    assert "did not end" in panel.purging.told.value


async def test_a_refusal_is_told_with_its_section(panel: RetentionPanel, purging: FakePurging) -> None:
    purging.fails = [Refused("Reads are kept for 730 days.", section="464.9")]
    await panel.purging.model.preview()
    assert panel.purging.model.trouble is not None
    assert panel.purging.model.trouble.section == "464.9"


async def test_it_waits_for_the_second_person_and_ends_in_a_certificate(
    panel: RetentionPanel, purging: FakePurging
) -> None:
    box, model = panel.purging, panel.purging.model
    await model.preview()
    await model.purge()
    assert model.waits
    assert model.trouble is not None
    assert model.trouble.page == "/services/edge/assents/a1"
    assert box.purge.layout.display == "none", "the notice offers to go on, once"
    purging.approved = True
    await model.purge()
    assert model.trouble is None
    assert model.status == "1,204 reads purged for good, under record 310."
    opened = {name: words for name, words, _ in box.list.detail}
    assert opened["Gone with them"] == "7 hits, 1 photograph, 3 images and 2 handed-in files"
    assert opened["Approved by"] == "eve"
    assert "Receipt: proof that this certificate stands in the access log" in opened
