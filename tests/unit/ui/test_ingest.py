from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.ui.desks import FakeReceiver
from workbench.collection.recognise import FORMATS as KNOWN
from workbench.errors import FormatError
from workbench.ui.ingest.model import IngestModel
from workbench.ui.ingest.upload import Upload
from workbench.ui.ingest.view import IngestPanel
from workbench.wire.ingest import FORMATS


@pytest.fixture
def client() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def model(client: FakeReceiver, tmp_path: Path) -> IngestModel:
    (tmp_path / "friday.csv").write_text("plate\n7ABC123\n")
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.json").write_text("{}")
    (tmp_path / ".secret.csv").write_text("")
    (tmp_path / "notes.txt").write_text("")
    return IngestModel(client, client.me(), tmp_path)


def test_only_files_that_may_hold_reads_are_offered(model: IngestModel) -> None:
    assert model.choices() == ["drop/a.json", "friday.csv"]


def test_the_formats_offered_are_those_that_are_taken() -> None:
    assert set(FORMATS) == set(KNOWN)


async def test_file_source_and_provenance_are_asked_for_one_after_the_other(
    client: FakeReceiver, model: IngestModel
) -> None:
    for name, value, missing in [
        ("path", "friday.csv", "Choose a file"),
        ("source", "department", "464.7(f)"),
        ("provenance", "court_order", "464.7.1(a)"),
        ("court_order", "CO-26-17", "number of the court order"),
    ]:
        await model.hand_in()
        assert model.trouble is not None
        assert missing in model.trouble.title
        setattr(model, name, value)
    await model.hand_in()
    content, offer = client.taken[0]
    assert content == b"plate\n7ABC123\n"
    assert (offer.name, offer.court_order, offer.format) == ("friday.csv", "CO-26-17", None)


async def test_the_order_of_a_batch_before_is_not_said_of_one_that_was_in_public_view(
    client: FakeReceiver, model: IngestModel
) -> None:
    model.source, model.provenance, model.court_order = "department", "court_order", "CO-26-17"
    model.path = "friday.csv"
    await model.hand_in()
    model.provenance, model.path = "public_road", "drop/a.json"
    await model.hand_in()
    assert [offer.court_order for _, offer in client.taken] == ["CO-26-17", ""]


async def test_an_upload_keeps_its_own_name_but_no_folder(
    client: FakeReceiver, model: IngestModel, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(b"abc")
    model.path = "friday.csv"
    model.upload("../../etc/x.csv", sent)
    assert model.path == "", "one file at a time"
    model.source, model.provenance = "state", "public_road"
    await model.hand_in()
    assert (client.taken[0][0], client.taken[0][1].name) == (b"abc", "x.csv")
    assert model.problem().startswith("Choose a file"), "a receipt ends the choice"


def test_an_empty_upload_is_told_before_it_is_sent(model: IngestModel, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.touch()
    model.upload("friday.csv", sent)
    assert model.problem() == "friday.csv is empty. Choose the file that holds the reads."
    model.path = "friday.csv"
    assert "464.7(f)" in model.problem(), "the file chosen last counts"


@pytest.mark.parametrize(
    ("latitude", "longitude", "wrong"),
    [
        ("", "", ""),
        ("32.792", "-115.5631", ""),
        ("32.792", "", "longitude"),
        ("91", "0", "latitude"),
        ("N", "0", "lat"),
    ],
)
async def test_the_cameras_place_is_given_whole_or_not_at_all(
    client: FakeReceiver, model: IngestModel, latitude: str, longitude: str, wrong: str
) -> None:
    model.path, model.source, model.provenance = "friday.csv", "state", "public_road"
    model.latitude, model.longitude = latitude, longitude
    assert wrong in model.problem()
    await model.hand_in()
    places = [(offer.latitude, offer.longitude) for _, offer in client.taken]
    given = (float(latitude), float(longitude)) if latitude and not wrong else (None, None)
    assert places == ([] if wrong else [given])


class Sent:
    """What an ``Upload`` tells the browser, and the browser's side of it."""

    def __init__(self, upload: Upload, content: bytes, piece: int = 4) -> None:
        self.told: list[dict[str, Any]] = []
        self._upload, self._content, self._piece = upload, content, piece
        upload.send = self.told.append

    def begin(self, name: str, mark: str = "a") -> None:
        self._say({"kind": "begin", "token": mark, "name": name, "size": len(self._content)})

    def all(self) -> None:
        while (last := self.told[-1])["kind"] == "next":
            at = last["at"]
            self._say({"kind": "piece", "token": last["token"], "at": at}, self._content[at : at + self._piece])

    def _say(self, said: dict[str, Any], *pieces: bytes) -> None:
        self._upload._handle_custom_msg(said, [memoryview(piece) for piece in pieces])


@pytest.fixture
def whole() -> list[tuple[str, bytes | None]]:
    return []


@pytest.fixture
def upload(whole: list[tuple[str, bytes | None]]) -> Upload:
    return Upload("File", ".csv", lambda name, file: whole.append((name, file.read_bytes() if file else None)))


def test_a_file_arrives_in_pieces_in_their_order(upload: Upload, whole: list[tuple[str, bytes | None]]) -> None:
    browser = Sent(upload, b"0123456789")
    browser.begin("../x.csv")
    browser.all()
    assert [said["kind"] for said in browser.told] == ["next", "next", "next", "whole"]
    assert whole == [("", None), ("x.csv", b"0123456789")]


def test_pieces_of_a_file_that_was_given_up_are_dropped(upload: Upload, whole: list[tuple[str, bytes | None]]) -> None:
    first, second = Sent(upload, b"aaaaaaaa"), Sent(upload, b"bb")
    first.begin("a.csv", "a")
    second.begin("b.csv", "b")
    first._say({"kind": "piece", "token": "a", "at": 0}, b"aaaa")
    second.all()
    assert whole == [("", None), ("", None), ("b.csv", b"bb")]


def test_a_cleared_choice_takes_no_more_pieces(upload: Upload, whole: list[tuple[str, bytes | None]]) -> None:
    browser = Sent(upload, b"0123456789")
    browser.begin("x.csv")
    upload.clear()
    assert browser.told[-1] == {"kind": "clear"}
    browser._say({"kind": "piece", "token": "a", "at": 0}, b"0123")
    assert whole == [("", None)]


async def test_the_receipt_lists_what_was_rejected(client: FakeReceiver, model: IngestModel) -> None:
    panel = IngestPanel(model)
    model.path, model.source, model.provenance = "friday.csv", "department", "public_road"
    await model.hand_in()
    assert panel.status.text == "10 reads accepted, 2 already known, 1 rejected."
    assert "record 77" in panel.told.value
    assert panel.rejected.rows[0]["cells"][1]["pieces"] == [["<b>no time zone</b>", ""]]
    assert panel.rejected.layout.display == ""


async def test_a_file_that_cannot_be_read_says_where(client: FakeReceiver, model: IngestModel) -> None:
    client.fails = [FormatError("This is not CSV.", line=3)]
    model.path, model.source, model.provenance = "friday.csv", "department", "public_road"
    await model.hand_in()
    assert model.trouble is not None
    assert model.trouble.title == "This is not CSV. (line 3)"
    assert model.status == "Nothing was taken in."
