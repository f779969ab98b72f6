from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.unit.ui.fakes import NOW
from tests.unit.ui.keeping import FakeKeeper, FakeKeeping
from workbench.errors import Refused
from workbench.ui.holds.view import HoldsPanel

pytestmark = pytest.mark.section("464.9", "464.10")

WHY = "Discovery request of the defence"


@pytest.fixture
def keeping() -> FakeKeeping:
    return FakeKeeping()


@pytest.fixture
def panel(keeping: FakeKeeping) -> HoldsPanel:
    client = FakeKeeper(keeping)
    return HoldsPanel(client, client.me())


async def placed(panel: HoldsPanel, case: str = "2019-00417") -> None:
    model = panel.holds.model
    model.case_number, model.reason = case, WHY
    await model.place()


async def test_a_hold_is_placed_and_stands_in_the_list(panel: HoldsPanel) -> None:
    await placed(panel)
    assert panel.holds.model.status.startswith("Case 2019-00417 is held, under record 101. 1 hold, none due")
    (row,) = panel.holds.list.rows
    assert "2019-00417" in str(row["cells"])
    assert panel.holds.model.case_number == ""


async def test_what_is_missing_is_named_before_anything_is_asked(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    model = panel.holds.model
    model.reason, model.review_by = "because", None
    await model.place()
    assert model.trouble is not None
    assert model.trouble.title == (
        "Still to be given: the case number, the day of review and a reason of 15 characters at least."
    )
    assert keeping.standing == []


async def test_a_hold_that_is_due_is_marked_and_comes_first(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    await placed(panel)
    keeping.hold("2018-1", WHY, panel.holds.model.today)
    await panel.holds.model.refresh()
    first, second = panel.holds.list.rows
    assert " due" in str(first["cells"])
    assert " due" not in str(second["cells"])
    assert panel.holds.model.status == "2 holds, 1 due to be looked at."


async def test_the_chosen_hold_goes_on_or_is_lifted_with_a_reason(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    await placed(panel)
    model = panel.holds.model
    assert panel.holds.about.layout.display == "none"
    panel.holds.list.chosen = "1"
    assert panel.holds.about.layout.display == ""
    await model.lift()
    assert model.trouble is not None
    assert keeping.standing, "nothing is lifted without a reason"
    model.why, model.until = "The appeal has not been heard", model.today + timedelta(days=400)
    await model.go_on()
    assert keeping.standing[0].review_by == model.today + timedelta(days=400)
    panel.holds.list.chosen = "1"
    model.why = "The case was closed in court"
    await model.lift()
    assert (keeping.standing, panel.holds.list.rows) == ([], [])
    assert model.status == "The hold of case 2019-00417 is lifted. No case is held."
    assert panel.holds.about.layout.display == "none"


async def test_a_refusal_is_told_with_its_section(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    keeping.fails = [Refused("Your role does not include 'retain'.", section="464.4")]
    await panel.holds.model.refresh()
    assert panel.holds.model.trouble is not None
    assert panel.holds.model.trouble.section == "464.4"


async def test_what_would_go_is_shown_before_anybody_is_asked(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    box = panel.shredding
    assert box.shred.layout.display == "none"
    box.model.day = date(2021, 11, 1)
    await box.model.preview()
    assert keeping.asked[0].isoformat() == "2021-11-01T07:00:00+00:00", "the agency's midnight"
    assert "1,204 records" in box.told.value
    assert "2019-00417 (12 records)" in box.told.value
    assert box.shred.layout.display == ""
    box.model.day = date(2020, 11, 1)
    assert (box.told.value, box.shred.layout.display) == ("", "none"), "another day, another preview"


async def test_nothing_to_go_offers_nothing_to_shred(panel: HoldsPanel, keeping: FakeKeeping) -> None:
    keeping.records = 0
    await panel.shredding.model.preview()
    assert panel.shredding.shred.layout.display == "none"


async def test_it_waits_for_the_second_person_and_ends_in_a_certificate(
    panel: HoldsPanel, keeping: FakeKeeping
) -> None:
    box, model = panel.shredding, panel.shredding.model
    await model.preview()
    await model.shred()
    assert model.waits
    assert model.trouble is not None
    assert model.trouble.page == "/services/edge/assents/a1"
    assert box.shred.layout.display == "none", "the notice offers to go on, once"
    keeping.approved = True
    await model.shred()
    assert model.trouble is None
    assert model.status == "1,204 records lost their details for good, under record 310."
    assert [row["id"] for row in box.list.rows] == ["311"]
    opened = {name: words for name, words, _ in box.list.detail}
    assert opened["Records"] == "0 to 1199 and 1300 to 1303"
    assert opened["Approved by"] == "eve"
    assert "Receipt: proof that this certificate stands in the access log" in opened
    assert (model.told, keeping.done[0].time) == (None, NOW)
