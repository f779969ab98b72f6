"""A read of a canvass or of one vehicle's track: its image when asked for, and a word on it there (464.5, 464.7(g))."""

from __future__ import annotations

import asyncio
from pathlib import Path

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.ui.fakes import assets, me
from tests.unit.ui.investigator import RESIDENT, STRANGER, Investigator, investigator
from tests.unit.ui.test_canvass_model import FIRST, SECOND
from workbench.policy.caller import Realm
from workbench.policy.reviews import Outcome
from workbench.ui.canvass.model import CanvassModel
from workbench.ui.canvass.view import CanvassPanel
from workbench.ui.review.beside import Beside
from workbench.ui.review.one import OneReadModel, one_read
from workbench.ui.search.reviewed import under_review
from workbench.ui.table import DataTable
from workbench.ui.vehicle.model import VehicleModel
from workbench.ui.vehicle.view import VehicleView
from workbench.wire.photographs import ImageKind

pytestmark = pytest.mark.section("464.5", "464.7(g)")


@pytest.fixture
def client(station: Station, tmp_path: Path) -> Investigator:
    return investigator(station, tmp_path, who=me(operations=["query", "review"]))


def pictured(client: Investigator, reads: pl.DataFrame) -> None:
    """Let the desk have an image of each of these reads."""
    found = [under_review(reads, read_id) for read_id in reads["read_id"]]
    client.reviews.reads = [read for read in found if read]


async def press(table: DataTable, key: str, row: str, model: OneReadModel) -> None:
    """Press a key on a row, and wait until the plate's image is there."""
    seen = asyncio.Event()
    model.observe(lambda change: change["new"][1] and seen.set(), "crop")
    table._heard(table, {"key": key, "row": row}, [])
    await asyncio.wait_for(seen.wait(), 20)


async def test_a_read_of_the_track_is_looked_at_by_its_key_and_corrected(client: Investigator, tmp_path: Path) -> None:
    model = VehicleModel(client, client.me(), lambda: NOW, plate=RESIDENT)
    view = VehicleView(model, assets(tmp_path), one_read(client, client.me(), lambda: NOW))
    await model.go()
    pictured(client, model.track())
    assert isinstance(view.one, Beside)
    one = view.one._one
    assert (view.one.layout.display, client.reviews.looks) == ("none", [])
    first, second = (str(row["id"]) for row in view.track.table.rows[:2])
    await press(view.track.table, "i", first, one)
    assert (model.spot, view.one.layout.display, client.reviews.looks) == (first, "", [("crop", first)])
    one.correct()
    one.typed = "7HOME12"
    await one.send()
    assert client.reviews.said == [(first, Outcome.CORRECTED, "7HOME12")]
    await one.step(1)
    assert (model.spot, view.one.card.crop) == (second, b""), "another read takes the image off the screen"
    await one.step(-1)
    assert view.one.card.item["earlier"] == "Reviewed before: corrected to 7HOME12."
    view.tabs.heads.chosen = "gaps"
    assert view.beneath.layout.display == "none"
    model.clear()
    assert view.one.layout.display == "none"


async def test_a_read_of_a_canvass_is_looked_at_and_goes_with_its_answer(client: Investigator, tmp_path: Path) -> None:
    model = CanvassModel(client, client.me(), lambda: NOW, scenes=(FIRST, SECOND))
    panel = CanvassPanel(client, model, assets(tmp_path), lambda: NOW)
    await model.search()
    assert panel.one
    assert model.sieve.shown
    one, order = panel.one._one, panel.found.order
    pictured(client, model.sieve.shown.reads)
    panel.found.table.chosen = STRANGER
    name = str(order.rows[0]["id"])
    await press(order, "i", name, one)
    assert (model.sieve.spot, client.reviews.looks) == (name, [("crop", name)])
    await one.step(1)
    assert model.sieve.spot == str(order.rows[1]["id"])
    await one.look(ImageKind.ORIGINAL)
    assert panel.one.card.picture
    await one.step(1)
    assert panel.one.card.picture, "there is no later read"
    await model.search()
    assert (panel.one.card.picture, panel.one.layout.display) == (b"", "none")


def test_generated_reads_have_no_image_to_look_at(client: Investigator, tmp_path: Path) -> None:
    client.who = me(realm=Realm.TRAINING)
    assert one_read(client, client.me(), lambda: NOW) is None
    view = VehicleView(VehicleModel(client, client.me(), lambda: NOW), assets(tmp_path))
    assert (view.one, view.track.table.letters) == (None, "")
