from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from tests.unit.ui.desks import FakeReceiver
from workbench.errors import StoreUnavailable
from workbench.ui.ingest import photographs_model
from workbench.ui.ingest.photographs_model import PhotographModel, duration, said
from workbench.ui.ingest.photographs_view import PhotographPanel
from workbench.ui.ingest.upload import Upload
from workbench.wire.photographs import (
    BatchState,
    Completed,
    HandedIn,
    HandedInFile,
    Medium,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
    Progress,
    Region,
)
from workbench.wire.stated import Stated

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


def progress(state: BatchState, waiting: int, **counts: object) -> Progress:
    values: dict[str, object] = {
        "batch_id": "b-1",
        "state": state,
        "total": 4,
        "waiting": waiting,
        "read": 4 - waiting,
        "plates": 3,
        "failed": 0,
        "duplicate": 0,
        "incomplete": 0,
        "cancelled": 0,
        "similar": 0,
    }
    return Progress.model_validate({**values, **counts})


def file(number: int, state: PhotographState, reason: str, missing: Sequence[str] = ()) -> HandedInFile:
    return HandedInFile(
        photograph=number,
        name=f"{number}.jpg",
        medium=Medium.PHOTOGRAPH,
        state=state,
        reason=reason,
        missing=list(missing),
        similar_to=None,
        local_time=None,
        time=None,
        camera=None,
        latitude=None,
        longitude=None,
    )


class FakeDesk:
    """Takes photographs, and reads one each time that it is asked how far it is."""

    def __init__(self) -> None:
        self.offers: list[PhotographOffer] = []
        self.sent: list[tuple[str, bytes, Stated | None]] = []
        self.said: list[tuple[tuple[int, ...], Stated]] = []
        self.waiting = 2
        self.cancelled = False
        self.fails: list[Exception] = []

    def begin(self, offer: PhotographOffer) -> PhotographBatch:
        self.offers.append(offer)
        return PhotographBatch(batch_id="b-1", offer=offer, by="ana", received=NOW, state=BatchState.OPEN, record=7)

    def send(self, batch_id: str, path: Path, name: str, stated: Stated | None) -> HandedIn:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((name, path.read_bytes(), stated))
        return HandedIn(batch_id=batch_id, waiting=1, duplicate=0, failed=0, problems=[], record=8)

    def close(self, _batch_id: str) -> Progress:
        return progress(BatchState.READING, self.waiting)

    def cancel(self, _batch_id: str) -> Progress:
        self.cancelled = True
        return progress(BatchState.CANCELLED, 0, cancelled=2)

    def progress(self, _batch_id: str) -> Progress:
        if self.cancelled:
            return progress(BatchState.CANCELLED, 0, cancelled=2)
        self.waiting = max(0, self.waiting - 1)
        if self.waiting:
            return progress(BatchState.READING, self.waiting, rate=0.5, seconds_left=2 * self.waiting)
        return progress(BatchState.DONE, 0, failed=1, incomplete=1)

    def batches(self) -> list[PhotographBatch]:
        return [self.begin(PhotographOffer(name="friday", source="department", provenance="public_road"))]

    def files(self, _batch_id: str, *states: PhotographState) -> Iterator[HandedInFile]:
        assert PhotographState.READ not in states
        yield file(1, PhotographState.FAILED, "The photograph is damaged or cut off.")
        if not self.said:
            yield file(2, PhotographState.INCOMPLETE, "Nobody tells when it was taken.", ["time"])

    def complete(self, _batch_id: str, photographs: Sequence[int], stated: Stated) -> Completed:
        self.said.append((tuple(photographs), stated))
        return Completed(completed=len(photographs), left=[], record=9)


class Client(FakeReceiver):
    """A client with a desk for photographs."""

    @property
    def photographs(self) -> FakeDesk:
        return self.__dict__.setdefault("_desk", FakeDesk())


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def model(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PhotographModel:
    monkeypatch.setattr(photographs_model, "LOOK", 0.0)
    (tmp_path / "friday").mkdir()
    (tmp_path / "friday" / "one.jpg").write_bytes(b"one")
    (tmp_path / "friday" / "one.jpg.toml").write_text('camera = "EC-08"\n')
    (tmp_path / "trip.zip").write_bytes(b"zip")
    (tmp_path / "reads.csv").write_text("plate\n")
    made = PhotographModel(client, client.me(), tmp_path)
    made.source, made.provenance = "department", "public_road"
    return made


def test_photographs_archives_and_folders_of_them_are_offered(model: PhotographModel) -> None:
    assert model.choices() == ["friday/", "friday/one.jpg", "trip.zip"]


async def test_a_batch_is_sent_with_its_sidecars_and_followed_until_it_is_read(
    client: Client, model: PhotographModel, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(b"uploaded")
    model.paths = ("friday/",)
    model.upload("../x.png", sent)
    told: list[str] = []
    model.observe(lambda change: told.append(change["new"]), "status")
    await model.hand_in()
    assert client.photographs.sent == [("one.jpg", b"one", Stated(camera="EC-08")), ("x.png", b"uploaded", None)]
    assert (client.photographs.offers[0].name, client.photographs.offers[0].region) == ("one.jpg", None)
    assert any("Being read" in line and "0.5 a second" in line for line in told)
    assert model.status.startswith("Looked through: 4 of 4 files")
    assert [one.photograph for one in model.files] == [1, 2]
    assert model.problem().startswith("Choose photographs"), "what was handed in is not handed in again"


@pytest.mark.parametrize("region", get_args(Region))
async def test_whose_plates_they_are_can_be_said(client: Client, model: PhotographModel, region: str) -> None:
    panel = PhotographPanel(model)
    model.paths, model.region = ("friday/",), region
    await model.hand_in()
    assert client.photographs.offers[0].region == region
    panel.close()


@pytest.mark.section("464.7.1(a)", "464.7(f)")
async def test_terms_are_asked_for_one_after_the_other(client: Client, model: PhotographModel) -> None:
    model.paths, model.source, model.provenance = ("trip.zip",), "", ""
    for name, value, missing in [
        ("source", "department", "464.7(f)"),
        ("provenance", "court_order", "464.7.1(a)"),
        ("court_order", "CO-26-17", "number of the court order"),
    ]:
        await model.hand_in()
        assert model.trouble is not None
        assert missing in model.trouble.title
        setattr(model, name, value)
    assert client.photographs.offers == []


async def test_what_breaks_off_is_told_and_may_be_handed_in_again(client: Client, model: PhotographModel) -> None:
    client.photographs.fails = [StoreUnavailable("The disk is nearly full.")]
    model.paths = ("trip.zip",)
    await model.hand_in()
    assert model.trouble is not None
    assert "Hand it in again" in model.status
    await model.hand_in()
    assert model.trouble is None
    assert [name for name, _, _ in client.photographs.sent] == ["trip.zip"]


async def test_a_batch_can_be_called_off_while_it_is_followed(client: Client, model: PhotographModel) -> None:
    client.photographs.waiting = 10**9
    model.paths = ("trip.zip",)
    followed = asyncio.Event()
    model.observe(lambda _change: followed.set(), "following")
    handing_in = asyncio.create_task(model.hand_in())
    await followed.wait()
    await model.cancel()
    await handing_in
    assert model.status.startswith("Called off")


async def test_what_is_missing_is_supplied_for_the_chosen_ones(client: Client, model: PhotographModel) -> None:
    panel = PhotographPanel(model)
    model.paths = ("trip.zip",)
    await model.hand_in()
    assert panel.completing.layout.display == ""
    assert [number for _, number in panel.lacking.options] == [2]
    await model.complete(())
    assert model.trouble is not None
    model.time = "2026-03-02T17:30:00-08:00"
    await model.complete((2,))
    assert client.photographs.said[0][0] == (2,)
    assert client.photographs.said[0][1].time == "2026-03-02T17:30:00-08:00"
    assert model.trouble is None
    assert panel.completing.layout.display == "none"


async def test_the_panel_shows_bar_rate_and_what_failed(client: Client, model: PhotographModel) -> None:
    panel = PhotographPanel(model)
    await panel.load()
    assert [value for _, value in panel.earlier.options] == ["", "b-1"]
    assert panel.stop.layout.display == "none"
    model.progress = progress(BatchState.READING, 1)
    assert (panel.bar.value, panel.stop.layout.display) == (0.75, "")
    await model.choose("b-1")
    assert panel.bar.value == 1.0
    assert panel.files.layout.display == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 second"), (80, "80 seconds"), (119, "2 minutes"), (7300, "2.0 hours")]
)
def test_time_left_is_told_roughly(seconds: float, words: str) -> None:
    assert duration(seconds) == words
    assert words in said(progress(BatchState.READING, 1, rate=1.0, seconds_left=seconds))


def test_several_files_are_taken_over_one_after_the_other(tmp_path: Path) -> None:
    whole: list[tuple[str, bytes | None]] = []
    upload = Upload("x", "", lambda name, path: whole.append((name, path.read_bytes() if path else None)), several=True)
    answers: list[dict[str, object]] = []
    upload.send = answers.append
    for place, content in enumerate((b"first", b"second", b"")):
        token = str(place)
        begin = {"kind": "begin", "token": token, "name": f"{place}.jpg", "size": len(content), "first": place == 0}
        upload._said(None, begin, [])
        if content:
            upload._said(None, {"kind": "piece", "token": token, "at": 0}, [content])
        assert answers[-1] == {"kind": "whole", "token": token}
    assert whole == [("", None), ("0.jpg", b"first"), ("1.jpg", b"second"), ("2.jpg", b"")]
    upload.clear()
    assert list(Path(upload._folder.name).iterdir()) == []
