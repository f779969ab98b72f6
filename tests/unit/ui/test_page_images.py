"""Small photographs in the rows of a page of reads: one look for the page, asked for, gone with the page (464.5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.ui.fakes import NOW, assets
from tests.unit.ui.reviewing import FakeReviewer
from workbench.errors import NotFound, StoreUnavailable
from workbench.ui.search.model import SearchModel
from workbench.ui.search.page_images import PageImages
from workbench.ui.search.page_images_view import PageImagesView
from workbench.ui.search.view import SearchPanel
from workbench.ui.table import DataTable
from workbench.ui.table.table import PAGE

pytestmark = pytest.mark.section("464.5", "464.7(d)")


@pytest.fixture
def client() -> FakeReviewer:
    return FakeReviewer.of_what_was_found()


@pytest.fixture
async def panel(client: FakeReviewer, tmp_path: Path) -> SearchPanel:
    search = SearchModel(client, client.me(), lambda: NOW)
    made = SearchPanel(search, assets(tmp_path), images=PageImages(search, client.reviews))
    search.pattern = "7*"
    await search.search()
    return made


def parts(panel: SearchPanel) -> tuple[PageImagesView, PageImages, DataTable]:
    (view,) = panel.found.pages.children
    assert isinstance(view, PageImagesView)
    return view, view._model, panel.found.table


def pictured(table: DataTable) -> list[dict[str, Any]]:
    return [row["cells"][0] for row in table.rows if "image" in row["cells"][0]]


async def test_no_image_is_asked_for_before_the_button_and_one_look_brings_those_of_the_page(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    view, model, table = parts(panel)
    assert view.layout.display == "none", "vehicles have no image of their own"
    panel.found.mode.value = "reads"
    assert (view.layout.display, client.reviews.looks) == ("", [])
    chosen = str(table.rows[1]["id"])
    table.chosen = chosen
    await model.look()
    page = [str(row["id"]) for row in table.rows]
    assert client.reviews.looks == [("thumbnail", *page)]
    assert len(page) <= PAGE
    assert view.status.text == f"{len(page)} images of {len(page)} reads. On record as 70."
    assert len(pictured(table)) == len(page)
    assert pictured(table)[0]["image"].startswith("data:image/jpeg;base64,")
    assert pictured(table)[0]["alt"].startswith("Photograph of 7")
    assert table.chosen == chosen


async def test_they_go_with_the_page_with_its_order_and_with_the_answer(panel: SearchPanel) -> None:
    _, model, table = parts(panel)
    panel.found.mode.value = "reads"
    await model.look()
    table.descending = not table.descending
    assert (pictured(table), model.status) == ([], "")
    await model.look()
    assert pictured(table)
    panel.found.mode.value = "vehicles"
    assert (pictured(table), model.page, model.shown) == ([], [], [])
    panel.found.mode.value = "reads"
    await model.look()
    await panel.model.search()
    assert (pictured(table), model.status) == ([], "")


@pytest.mark.parametrize(
    ("fault", "words"),
    [(NotFound("none"), "None of these reads has an image"), (StoreUnavailable("shut"), "No image was shown.")],
)
async def test_what_hinders_is_told(panel: SearchPanel, client: FakeReviewer, fault: Exception, words: str) -> None:
    _, model, table = parts(panel)
    panel.found.mode.value = "reads"
    client.reviews.fails = [fault]
    await model.look()
    assert model.status.startswith(words)
    assert pictured(table) == []
