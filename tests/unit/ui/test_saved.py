"""Saved searches on the screen: opened into the form, never run, and on a purpose said anew (464.5(4), 464.7(d))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.ui.fakes import NOW, FakeSearcher, assets, declared
from workbench.errors import Unavailable
from workbench.policy.caller import Realm
from workbench.ui.search.model import SearchModel
from workbench.ui.search.saved import SavedModel, asks
from workbench.ui.search.saved_view import SavedView
from workbench.ui.search.view import SearchPanel
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.saved import MOST, SavedForm
from workbench.wire.search import Circle, Vehicle

pytestmark = pytest.mark.section("464.5", "464.7(d)")

HOSTILE = "<img src=x onerror=alert(1)>\u202e"
AREA = Circle(latitude=32.8, longitude=-115.5, radius_m=1500)


@pytest.fixture
def client() -> FakeSearcher:
    return FakeSearcher()


@pytest.fixture
def search(client: FakeSearcher) -> SearchModel:
    return SearchModel(client, client.me(), lambda: NOW)


@pytest.fixture
def model(client: FakeSearcher, search: SearchModel) -> SavedModel:
    return SavedModel(client.saved, search)


async def keep(model: SavedModel, name: str) -> None:
    model.name = name
    await model.keep()


async def test_a_form_is_kept_and_opened_as_it_was_with_its_window_up_to_now(
    model: SavedModel, search: SearchModel, client: FakeSearcher
) -> None:
    search.pattern, search.lookalikes, search.distance, search.candidates = "7AB?12?", True, 1, True
    search.look_back(7)
    search.take_area(AREA)
    search.look_like(Vehicle(colour=["black", "grey"], state=["CA"]))
    before, window = search.form(), search.window()
    await keep(model, " Main Street ")
    assert "On record as 81" in model.status
    search.pattern, search.lookalikes, search.distance, search.candidates, search.use_area = (
        "8*",
        False,
        0,
        False,
        False,
    )
    search.look_back(1)
    model.open()
    assert (search.form(), search.window()) == (before, window)
    assert (client.calls, search.shown) == ([], None), "opening searches nothing"


async def test_a_window_moves_with_the_day_on_which_it_is_opened(client: FakeSearcher) -> None:
    clock = [NOW]
    search = SearchModel(client, client.me(), lambda: clock[0])
    model = SavedModel(client.saved, search)
    search.pattern = "7AB?12?"
    start, end = search.window()
    await keep(model, "a")
    clock[0] = NOW + timedelta(days=9)
    model.open()
    assert start
    assert end
    assert search.window() == (start + timedelta(days=9), end + timedelta(days=9))


async def test_everything_that_is_kept_and_no_area_come_back_too(model: SavedModel, search: SearchModel) -> None:
    search.pattern, search.start, search.end = "7AB?12?", None, None
    await keep(model, "a")
    search.look_back(1)
    search.use_area = True
    model.open()
    assert (search.window(), search.area()) == ((None, None), None)


async def test_opening_asks_for_a_purpose_where_none_is_in_force_until_the_search(
    model: SavedModel, search: SearchModel, client: FakeSearcher
) -> None:
    search.pattern = "7AB?12?"
    await keep(model, "a")
    model.open()
    assert model.trouble
    assert (model.trouble.kind, model.trouble.section) == ("ask", "464.5(4)")
    client.purpose = PurposeDeclared(
        purpose_id="p",
        category="stolen_plate",
        case_number="26-118",
        realm=Realm.LIVE,
        declared_at=NOW,
        expires_at=NOW,
        record=3,
    )
    await search.search()
    assert model.trouble is None


async def test_a_kept_search_is_not_searched_before_it_was_said_to_be_of_the_case_in_force(
    model: SavedModel, search: SearchModel, client: FakeSearcher
) -> None:
    view = SavedView(model)
    search.pattern, client.purpose = "7AB?12?", declared("26-118")
    await keep(model, "a")
    model.open()
    assert model.trouble
    assert model.trouble.title == "Does this search belong to case 26-118 (criminal investigation)?"
    assert "declare another purpose" in model.trouble.how
    await search.search()
    assert search.trouble
    assert (client.calls, search.trouble.title, search.trouble.section) == (
        [], "Not searched: does this saved search belong to case 26-118?", "464.5(4)",
    )  # fmt: skip
    [button] = view.notices.children[1].children
    assert button.description == "It belongs to this case"
    button.click()
    assert (model.trouble, "belongs to case 26-118" in model.status) == (None, True)
    await search.search()
    assert len(client.calls) == 1


async def test_a_purpose_declared_after_opening_says_which_case_a_kept_search_is_of(
    model: SavedModel, search: SearchModel, client: FakeSearcher
) -> None:
    search.pattern, client.purpose = "7AB?12?", declared("26-118")
    await keep(model, "a")
    model.open()
    client.purpose = declared("26-119").model_copy(update={"purpose_id": "another"})
    await search.search()
    assert (len(client.calls), model.trouble) == (1, None)


async def test_nothing_is_asked_of_the_register_before_the_person_wants_it(
    client: FakeSearcher, search: SearchModel, tmp_path: Path
) -> None:
    panel = SearchPanel(search, assets(tmp_path))
    assert (client.saved.looks, panel.saved.layout.display) == (0, "none")


@pytest.mark.parametrize("pattern", ["", "7<B", "*"])
async def test_what_cannot_be_searched_is_not_kept(model: SavedModel, search: SearchModel, pattern: str) -> None:
    search.pattern = pattern
    await keep(model, "a")
    assert (model.status, model.searches) == ("Not saved: see the form.", None)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
async def test_a_name_is_there_and_short(model: SavedModel, search: SearchModel, name: str) -> None:
    search.pattern = "7AB?12?"
    await keep(model, name)
    assert model.status == "Not saved: give it a name of at most 60 characters."


async def test_the_most_is_told_before_it_is_asked(
    model: SavedModel, search: SearchModel, client: FakeSearcher
) -> None:
    for number in range(MOST):
        client.saved.keep(f"{number:02}", SavedForm(pattern="7AB"))
    await model.look()
    search.pattern = "7AB?12?"
    await keep(model, "one more")
    assert model.status.startswith("Not saved: you keep 50 searches")
    await keep(model, "00")
    assert model.status.startswith("“00” is saved")
    assert len(model.searches or []) == MOST


async def test_what_is_deleted_is_gone_and_the_next_one_is_chosen(model: SavedModel, client: FakeSearcher) -> None:
    for name in ("a", "b"):
        client.saved.keep(name, SavedForm(pattern="7AB"))
    await model.look()
    assert model.chosen == "a"
    await model.forget()
    assert (list(client.saved.kept), model.chosen, model.status) == (["b"], "b", "“a” is deleted.")
    await model.forget()
    assert (model.searches, model.chosen) == ([], "")
    await model.forget()
    model.open()
    assert model.trouble is None


async def test_a_failure_is_told_and_what_was_shown_stays(model: SavedModel, client: FakeSearcher) -> None:
    client.saved.keep("a", SavedForm(pattern="7AB"))
    await model.look()
    client.saved.fails.append(Unavailable("The log can't be written.", section="464.5"))
    await model.forget()
    assert model.trouble
    assert (model.trouble.title, model.busy) == ("The log can't be written.", False)
    assert [each.name for each in model.searches or []] == ["a"]


async def test_the_view_follows_the_model_and_hostile_names_stay_text(
    client: FakeSearcher, search: SearchModel, tmp_path: Path
) -> None:
    client.saved.keep(HOSTILE, SavedForm(pattern="7AB?", area=AREA, minutes=10))
    view = SearchPanel(search, assets(tmp_path)).saved
    model = view._model
    await model.look()
    assert view.choice.options == (("<img src=x onerror=alert(1)>[U+202E]", HOSTILE),)
    assert (view.opener.layout.display, view.layout.display) == ("none", "")
    assert "Asks for: <b>7AB?; the last 10 minutes; within 1.5 km" in view.told.value
    client.saved.keep("b", SavedForm(pattern="8XYZ"))
    await model.look()
    view.choice.value = "b"
    assert model.chosen == "b"
    assert "8XYZ; everything that is kept" in view.told.value
    view.put.click()
    assert search.pattern == "8XYZ"
    assert view.notices.children
    await model.forget()
    assert view.choice.value == HOSTILE
    await model.forget()
    assert (view.choice.options, view.told.value, view._one.layout.display) == ((), "", "none")


def test_a_form_is_told_in_words() -> None:
    form = SavedForm(pattern="7AB?", lookalikes=True, distance=1, candidates=True, minutes=43140)
    assert asks(form) == "7AB?; look-alikes too; 1 character may be wrong; other readings too; the last 30 days"
    assert asks(SavedForm(pattern="7AB", minutes=60 * 24)) == "7AB; the last 24 h"
    looks = Vehicle(colour=["black", "grey"], body_type=["sedan"])
    assert asks(SavedForm(pattern="7AB", minutes=90, vehicle=looks)) == (
        "7AB; the last 1.5 h; colour black or grey; type sedan"
    )
    assert asks(SavedForm(pattern="7AB", minutes=1)) == "7AB; the last 1 minute"
