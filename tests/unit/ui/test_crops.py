"""The plates of a followed vehicle side by side: one look for all, asked for, and gone with what it was of (464.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.ui.fakes import NOW, assets
from tests.unit.ui.reviewing import FakeReviewer
from workbench.errors import NotFound, StoreUnavailable
from workbench.ui.search.crops import CropsModel
from workbench.ui.search.crops_view import CropsView
from workbench.ui.search.model import SearchModel
from workbench.ui.search.view import SearchPanel

pytestmark = pytest.mark.section("464.5", "464.7(d)")


@pytest.fixture
def client() -> FakeReviewer:
    return FakeReviewer.of_what_was_found()


@pytest.fixture
async def view(client: FakeReviewer, tmp_path: Path) -> CropsView:
    search = SearchModel(client, client.me(), lambda: NOW)
    panel = SearchPanel(search, assets(tmp_path), crops=CropsModel(search, client.reviews))
    search.pattern = "7AB?1*"
    await search.search()
    (made,) = panel.found.under.children
    assert isinstance(made, CropsView)
    return made


async def test_no_image_is_asked_for_before_the_button_and_one_look_brings_them_all(
    view: CropsView, client: FakeReviewer
) -> None:
    model = view._model
    assert view.layout.display == "none"
    model.search.vehicle = "7ABX199"
    own = model.search.followed()["read_id"].to_list()
    assert (view.layout.display, client.reviews.looks) == ("", [])
    await model.look()
    assert client.reviews.looks == [("crop", *own)]
    assert model.status == "3 images of 3 reads. On record as 70."
    assert view.strip.value.count("<figure>") == len(own) == 3
    assert 'alt="Plate read as 7ABX199, 1. ' in view.strip.value


async def test_they_go_with_the_vehicle_and_with_the_answer(view: CropsView) -> None:
    model = view._model
    model.search.vehicle = "7ABX199"
    await model.look()
    model.search.vehicle = "7ABC123"
    assert (model.shown, model.status, view.strip.value) == ([], "", "")
    await model.look()
    await model.search.search()
    assert (model.shown, view.strip.value, view.layout.display) == ([], "", "none")


@pytest.mark.parametrize(
    ("fault", "words"),
    [(NotFound("none"), "None of these reads has an image"), (StoreUnavailable("shut"), "No image was shown.")],
)
async def test_what_hinders_is_told(view: CropsView, client: FakeReviewer, fault: Exception, words: str) -> None:
    view._model.search.vehicle = "7ABX199"
    client.reviews.fails = [fault]
    await view._model.look()
    assert view._model.status.startswith(words)
    assert view.strip.value == ""
