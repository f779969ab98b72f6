"""464.5, 464.7(g): the image of a hit's plate is shown on request alone, each time as a look on record."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.ui.fakes import NOW, assets
from tests.unit.ui.hit_desk import FakeHitDesk
from workbench.errors import NotFound, Refused
from workbench.ui.hits.model import HitsModel
from workbench.ui.hits.picture import Picture, PictureView
from workbench.ui.hits.view import HitsPanel

pytestmark = pytest.mark.section("464.5", "464.7(g)")


@pytest.fixture
def desk() -> FakeHitDesk:
    return FakeHitDesk()


@pytest.fixture
async def picture(desk: FakeHitDesk) -> Picture:
    model = HitsModel(desk, desk.me(), lambda: NOW)
    await model.look()
    return Picture(model)


async def test_nothing_is_looked_at_before_somebody_asks(desk: FakeHitDesk, picture: Picture) -> None:
    assert (desk.reviews.looks, picture.image) == ([], ("", b""))
    await picture.look()
    assert desk.reviews.looks == [("crop", "r-9")]
    assert picture.image[0] == "image/jpeg"
    assert picture.status.startswith("On record as 70.")


async def test_with_another_hit_the_image_goes(picture: Picture) -> None:
    await picture.look()
    picture.model.chosen = "8"
    assert (picture.image, picture.status) == (("", b""), "")


async def test_an_image_that_comes_too_late_is_shown_beside_no_other_hit(picture: Picture) -> None:
    looking = asyncio.ensure_future(picture.look())
    await asyncio.sleep(0)
    picture.model.chosen = "8"
    await looking
    assert (picture.image, picture.busy, picture.status) == (("", b""), False, "")


async def test_new_hits_leave_the_image_where_it_is(desk: FakeHitDesk, picture: Picture) -> None:
    await picture.look()
    await picture.model.look()
    assert picture.image[1]


async def test_a_read_without_an_image_is_said_to_have_none(desk: FakeHitDesk, picture: Picture) -> None:
    desk.reviews.fails = [NotFound("None of these reads has an image.")]
    await picture.look()
    assert picture.status.startswith("No image of this read is kept")
    assert (picture.busy, picture.trouble) == (False, None)


async def test_a_refusal_is_told_with_its_section_and_can_be_tried_again(desk: FakeHitDesk, picture: Picture) -> None:
    desk.reviews.fails = [Refused("Your role does not include 'query'.", section="464.4")]
    await picture.look()
    assert picture.trouble is not None
    assert picture.trouble.section == "464.4"
    await picture.look()
    assert (picture.trouble, picture.image[0]) == (None, "image/jpeg")


async def test_what_is_no_picture_is_not_put_into_the_page(
    desk: FakeHitDesk, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = desk.reviews.images(["r-9"])
    found.made["r-9"] = ("image/svg+xml", b"<svg onload=alert(1)>")
    monkeypatch.setattr(desk.reviews, "images", lambda *_: found)
    await picture.look()
    assert picture.image == ("", b"")


async def test_the_image_stands_in_the_panel_with_words_for_it(desk: FakeHitDesk, tmp_path: Path) -> None:
    panel = HitsPanel(HitsModel(desk, desk.me(), lambda: NOW), assets(tmp_path))
    view: PictureView = panel.picture
    assert view.layout.display == "none"
    await panel.model.look()
    assert (view.layout.display, view.shown.value) == ("", "")
    await view.picture.look()
    assert view.shown.value.startswith('<img src="data:image/jpeg;base64,/9j/')
    assert 'alt="The plate in the photograph, read as 7A8C123"' in view.shown.value
