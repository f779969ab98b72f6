"""An image goes out under a purpose and two records alone, to whoever may see its source (464.5, 464.7(f), 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from PIL import Image

from tests.policy.conftest import station
from tests.policy.people import Station, analyst, person, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.reviews.ground import Reviewing
from tests.unit.collection.reviews.pictures import CROP, handed_in
from tests.unit.store.reads_ground import SEALING
from workbench.accesslog.record import Kind
from workbench.collection.reviews import images as looking
from workbench.collection.reviews.images import look_at_images, media_of
from workbench.errors import BadInput, NotFound, PurposeRequired, Refused, TrainingRequired
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.purpose import Purpose
from workbench.policy.reviews import Outcome
from workbench.policy.roles import Role
from workbench.store.images import ImageStore
from workbench.wire.images import ImagesAsked
from workbench.wire.log import LogQuery
from workbench.wire.photographs import ImageKind, Photograph
from workbench.wire.search import Found

__all__ = ["station"]
pytestmark = pytest.mark.section("464.5", "464.10")

PURPOSE = purpose()


@pytest.fixture
def images(tmp_path: Path) -> Iterator[ImageStore]:
    opened = ImageStore.open(tmp_path / "images", SEALING)
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    return Desk(tmp_path, station)


@pytest.fixture
def shown(desk: Desk, images: ImageStore) -> Photograph:
    """A photograph of two plates."""
    return handed_in(desk, images, "8XYZ987", "9DEF456")


class Look:
    """Looks at images as somebody."""

    def __init__(self, station: Station, images: ImageStore) -> None:
        self.station, self.images = station, images

    def __call__(
        self, *read_ids: str, kind: ImageKind = ImageKind.CROP, by: Caller | None = None, on: Purpose | None = PURPOSE
    ) -> tuple[Found, pl.DataFrame]:
        asked = ImagesAsked(read_ids=list(read_ids), kind=kind)
        gate, registers = self.station.gate, self.station.registers
        return look_at_images(gate, registers, self.images, by or analyst(), on, asked, SETTINGS)


@pytest.fixture
def look(station: Station, images: ImageStore) -> Look:
    return Look(station, images)


def test_many_crops_come_in_one_answer_whose_records_name_their_reads(shown: Photograph, look: Look) -> None:
    ids = [plate.read_id for plate in shown.plates]
    head, table = look(*ids, "no-such-read")
    assert table["read_id"].to_list() == ids
    assert [Image.open(BytesIO(image)).size for image in table["image"]] == [CROP, CROP]
    intent, result = look.station.records()[-2:]
    assert (intent.index, result.index, intent.kind, result.kind) == (
        head.record,
        head.result_record,
        Kind.INTENT,
        Kind.RESULT,
    )
    assert intent.body["elements"] == {"read_ids": sorted([*ids, "no-such-read"]), "kind": "crop"}
    assert result.body["read_ids"] == sorted(ids)
    assert len(result.body["images_sha256"]) == 2


@pytest.mark.section("464.6")
def test_whoever_saw_a_photograph_saw_every_plate_in_it(shown: Photograph, look: Look) -> None:
    look(shown.plates[0].read_id)
    crop, *_ = look.station.records()[::-1]
    look(shown.plates[0].read_id, kind=ImageKind.ORIGINAL)
    original, *_ = look.station.records()[::-1]
    assert original.body["read_ids"] == sorted(plate.read_id for plate in shown.plates)

    def saw(plate: str) -> set[int]:
        return {record.index for record in look.station.reader.page(LogQuery(plate=plate))[0]}

    assert {crop.index, original.index} <= saw("8XYZ987")
    assert original.index in saw("9DEF456")
    assert crop.index not in saw("9DEF456")


@pytest.mark.parametrize("kind", list(ImageKind))
def test_nothing_is_opened_before_the_record_stands(
    shown: Photograph, look: Look, kind: ImageKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    get = ImageStore.get

    def noted(store: ImageStore, *given: Any) -> bytes:
        counted.append(len(look.station.records()))
        return get(store, *given)

    monkeypatch.setattr(looking.ImageStore, "get", noted)
    before = len(look.station.records())
    look(shown.plates[0].read_id, kind=kind)
    assert counted == [before + 1]
    assert len(look.station.records()) == before + 2


def test_without_purpose_training_or_role_no_image_is_seen_and_that_is_on_record(shown: Photograph, look: Look) -> None:
    (wanted, _) = (plate.read_id for plate in shown.plates)
    with pytest.raises(PurposeRequired):
        look(wanted, on=None)
    with pytest.raises(Refused, match="training store"):
        look(wanted, on=purpose(realm=Realm.TRAINING))
    with pytest.raises(TrainingRequired):
        look(wanted, by=analyst(standing=Standing()))
    for role in (Role.VENDOR, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            look(wanted, by=person(role))
    assert set(look.station.kinds()[-6:]) == {Kind.REFUSAL}


@pytest.mark.section("464.7(f)")
def test_an_image_of_another_source_is_as_if_there_were_none(shown: Photograph, look: Look) -> None:
    wanted = shown.plates[0].read_id
    with pytest.raises(NotFound):
        look(wanted, by=replace(analyst(), sources=frozenset({"state"})))
    assert look.station.records()[-1].body["outcome"] == "failed"
    with pytest.raises(Refused, match="No source"):
        look(wanted, by=replace(analyst(), sources=frozenset()))


@pytest.mark.parametrize("asked", ["digest", "path", "name"])
def test_an_image_is_found_by_its_read_alone(shown: Photograph, look: Look, asked: str) -> None:
    told = {"digest": shown.sha256, "path": f"../original/{shown.sha256[:2]}/{shown.sha256}", "name": shown.name}
    with pytest.raises(NotFound):
        look(told[asked], kind=ImageKind.ORIGINAL)
    assert look.station.kinds()[-2:] == [Kind.INTENT, Kind.RESULT]


def test_photographs_are_shown_one_at_a_time(shown: Photograph, look: Look) -> None:
    with pytest.raises(BadInput, match="one at a time"):
        look(*(plate.read_id for plate in shown.plates), kind=ImageKind.ORIGINAL)
    assert look.station.kinds()[-1] is Kind.REFUSAL


@pytest.mark.parametrize(
    ("begins", "media"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF0000WEBPVP8", "image/webp"),
        (b"<svg onload='x()'>", "application/octet-stream"),
        (b"<!DOCTYPE html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_no_image_is_called_what_a_browser_would_run(begins: bytes, media: str) -> None:
    assert media_of(begins) == media


@pytest.mark.section("464.7(g)")
def test_a_photographs_reads_wait_until_they_are_as_sure_as_the_lists_ask_for(desk: Desk, images: ImageStore) -> None:
    for plate, sure in (("8XYZ987", 0.94), ("9DEF456", 0.96)):
        handed_in(desk, images, plate, sure=sure)
    room = Reviewing(desk)
    assert room.waiting() == ["8XYZ987"]
    assert room.waiting(below=0.9) == []


@pytest.mark.section("464.7(g)")
def test_a_waiting_read_tells_where_in_which_photograph_it_stands(desk: Desk, images: ImageStore) -> None:
    photograph = handed_in(desk, images, "8XYZ987", "9DEF456", sure=0.4)
    room = Reviewing(desk)
    read = room.queue().reads[0]
    assert read.image is not None
    assert (read.image.photograph, read.image.plates) == (photograph.photograph, 2)
    assert read.image.box == photograph.plates[read.image.number - 1].box
    assert [one.plate for one in read.image.candidates] == ["8XYZ987", "BXYZ987"]
    assert room.say(read, Outcome.ACCEPTED).read.image == read.image
