"""A read that was found: no image unasked, a word only after a look, and the observed plate kept (464.5, 464.7(g))."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.ui.fakes import NOW, assets, me, reads
from tests.unit.ui.reviewing import FakeReviewer
from workbench.errors import NotFound, StoreUnavailable
from workbench.policy.reviews import Outcome
from workbench.ui.review.one import OneReadModel
from workbench.ui.search.chosen import Chosen
from workbench.ui.search.model import SearchModel
from workbench.ui.search.results import with_vehicle
from workbench.ui.search.reviewed import laid_over, under_review
from workbench.ui.search.view import SearchPanel
from workbench.wire.photographs import ImageKind

pytestmark = pytest.mark.section("464.5", "464.7(g)")


@pytest.fixture
def client() -> FakeReviewer:
    return FakeReviewer.of_what_was_found()


@pytest.fixture
async def panel(client: FakeReviewer, tmp_path: Path) -> SearchPanel:
    search = SearchModel(client, client.me(), lambda: NOW)
    made = SearchPanel(search, assets(tmp_path), one=OneReadModel(client, client.me(), lambda: NOW))
    search.pattern = "7AB?1*"
    await search.search()
    made.found.table.chosen = "7ABX199"
    return made


def one(panel: SearchPanel) -> tuple[Chosen, OneReadModel]:
    assert panel.one
    return panel.one, panel.one._one


def choose(panel: SearchPanel, place: int) -> str:
    name = str(panel.found.order.rows[place]["id"])
    panel.found.order.chosen = name
    return name


def cells(panel: SearchPanel, number: int) -> list[str]:
    return ["".join(piece[0] for piece in row["cells"][number]["pieces"]) for row in panel.found.table.rows]


async def test_choosing_a_read_asks_for_no_image_and_each_asked_one_is_of_that_read_alone(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    view, model = one(panel)
    assert view.layout.display == "none"
    for place in (0, 1, 2):
        name = choose(panel, place)
    assert (client.reviews.looks, view.layout.display) == ([], "")
    assert "each look at one is on record" in view.card.unseen
    await model.look(ImageKind.CROP)
    assert client.reviews.looks == [("crop", name)]
    assert view.card.crop.startswith(b"\xff\xd8")
    assert view.card.picture == b""
    assert view.status.text == "Looked at on record as 70."
    await model.look(ImageKind.ORIGINAL)
    assert client.reviews.looks[1:] == [("original", name)]
    assert view.card.picture.startswith(b"\xff\xd8")


async def test_another_read_takes_the_image_off_the_screen_and_so_does_another_question(panel: SearchPanel) -> None:
    view, model = one(panel)
    choose(panel, 0)
    await model.look(ImageKind.CROP)
    choose(panel, 1)
    assert view.card.crop == b""
    await model.look(ImageKind.CROP)
    await panel.model.search()
    assert (view.card.crop, view.card.item, view.layout.display) == (b"", {}, "none")


async def test_an_image_that_comes_after_another_read_was_chosen_is_not_shown(panel: SearchPanel) -> None:
    view, model = one(panel)
    choose(panel, 0)
    look = asyncio.create_task(model.look(ImageKind.CROP))
    await asyncio.sleep(0)
    choose(panel, 1)
    await look
    assert (view.card.crop, model.status) == (b"", "")


async def test_without_a_look_nothing_is_said_and_where_there_is_no_image_it_may_be(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    _, model = one(panel)
    choose(panel, 0)
    await model.accept()
    model.correct()
    assert (client.reviews.said, model.correcting) == ([], False)
    assert model.status.startswith("Look at the image first")
    client.reviews.fails.append(StoreUnavailable("The images can't be read."))
    await model.look(ImageKind.CROP)
    await model.accept()
    assert client.reviews.said == [], "a failure is no look"
    client.reviews.fails.append(NotFound("There is no image."))
    await model.look(ImageKind.CROP)
    assert "There is no image with this read" in model.unseen
    await model.accept()
    assert [outcome for _, outcome, _ in client.reviews.said] == [Outcome.ACCEPTED]


async def test_a_correction_keeps_the_observed_plate_beside_the_resolved_one_and_can_be_undone(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    _, model = one(panel)
    panel.found.mode.value = "reads"
    name = choose(panel, 0)
    await model.look(ImageKind.CROP)
    panel.found.order._heard(panel.found.order, {"key": "c", "row": name}, [])
    assert (model.correcting, model.typed) == (True, "7ABX199")
    model.typed = "7abc 123"
    await model.send()
    assert client.reviews.said == [(name, Outcome.CORRECTED, "7ABC123")]
    assert [told for told in cells(panel, 0) if "read as" in told] == ["7ABC123 read as 7ABX199 corrected on review"]
    assert (panel.model.vehicle, panel.model.spot) == ("7ABC123", name), "the read stays chosen"
    assert model.crop[1], "and its image on the screen"
    assert len(client.calls) == 1, "nothing was searched anew"
    await model.undo()
    assert (panel.model.vehicle, panel.model.spot, client.reviews.undone) == ("7ABX199", name, [1])
    assert not [told for told in cells(panel, 0) if "read as" in told]
    assert len(panel.found.order.rows) == 3


async def test_a_correction_that_waits_for_a_second_person_changes_no_plate(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    client.reviews.two_persons = True
    view, model = one(panel)
    choose(panel, 0)
    await model.look(ImageKind.CROP)
    model.correct()
    model.typed = "7ABC123"
    await model.send()
    assert panel.model.vehicle == "7ABX199"
    assert view.card.item["outcome"].endswith("A second person has to say the same.")


async def test_a_word_is_taken_back_only_while_its_read_is_the_one_looked_at(
    panel: SearchPanel, client: FakeReviewer
) -> None:
    _, model = one(panel)
    choose(panel, 0)
    await model.look(ImageKind.CROP)
    await model.accept()
    choose(panel, 1)
    await model.undo()
    assert "another read, 7ABX199" in model.status
    assert client.reviews.undone == []
    choose(panel, 0)
    await model.undo()
    assert client.reviews.undone == [1]


async def test_the_brush_outlives_a_word_and_the_keys_go_to_the_next_read(panel: SearchPanel) -> None:
    _, model = one(panel)
    panel.found.timeline.line.set_state({"since": 0.0, "until": 0.9999})
    narrowed = panel.model.brush
    first = choose(panel, 0)
    await model.step(1)
    assert panel.model.spot == panel.found.order.rows[1]["id"]
    await model.step(-1)
    await model.step(-1)
    assert panel.model.spot == first
    await model.look(ImageKind.CROP)
    await model.reject()
    assert panel.model.brush == narrowed
    assert panel.found.timeline.line.brush == narrowed


async def test_the_keys_of_a_row_point_at_it_first(panel: SearchPanel, client: FakeReviewer) -> None:
    _, model = one(panel)
    assert (panel.found.table.letters, panel.found.order.letters) == ("", "ic")
    panel.found.mode.value = "reads"
    assert panel.found.table.letters == "ic"
    name = panel.found.table.rows[4]["id"]
    seen = asyncio.Event()
    model.observe(lambda _: seen.set(), "crop")
    panel.found.table._heard(panel.found.table, {"key": "i", "row": name}, [])
    await asyncio.wait_for(seen.wait(), 20)
    assert client.reviews.looks == [("crop", name)]
    assert panel.model.spot == name


async def test_who_does_not_review_looks_and_says_nothing(client: FakeReviewer, tmp_path: Path) -> None:
    client.who = me(operations=["query"])
    search = SearchModel(client, client.me(), lambda: NOW)
    made = SearchPanel(search, assets(tmp_path), one=OneReadModel(client, client.me(), lambda: NOW))
    search.pattern = "7AB?1*"
    await search.search()
    made.found.table.chosen = "7ABX199"
    view, model = one(made)
    choose(made, 0)
    await model.look(ImageKind.CROP)
    await model.accept()
    assert (client.reviews.said, view.card.may_say, made.found.order.letters) == ([], False, "i")
    assert "does not review" in model.status


def test_a_review_is_laid_over_its_read_alone_and_what_is_not_there_is_none() -> None:
    store = with_vehicle(reads())
    read = under_review(store, "r0000")
    assert read
    assert under_review(store, "<script>") is None
    over = laid_over(store, read.model_copy(update={"outcome": Outcome.CORRECTED, "resolved_plate": "9ZZZ999"}))
    changed = over.filter(over["vehicle"] != store["vehicle"])
    assert changed.select("read_id", "plate", "vehicle", "review").rows() == [
        ("r0000", read.plate, "9ZZZ999", "corrected")
    ]
    again = under_review(over, "r0000")
    assert again
    assert (again.plate, again.resolved_plate, again.outcome) == (read.plate, "9ZZZ999", Outcome.CORRECTED)
