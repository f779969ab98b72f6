from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.ui.desks import FakeReceiver
from workbench.collection.recognise import FORMATS as KNOWN
from workbench.errors import FormatError
from workbench.ui.ingest.model import FORMATS, IngestModel
from workbench.ui.ingest.view import IngestPanel


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
    assert set(FORMATS) - {""} == set(KNOWN)


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


async def test_an_upload_keeps_its_own_name_but_no_folder(client: FakeReceiver, model: IngestModel) -> None:
    model.upload("../../etc/x.csv", b"abc")
    model.source, model.provenance = "state", "public_road"
    await model.hand_in()
    assert (client.taken[0][0], client.taken[0][1].name) == (b"abc", "x.csv")


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
