"""The administrator's panel: who is in the programme, what is kept, and what the configuration means (464.3.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.ui.fakes import assets, me
from tests.unit.ui.office import FakeAdministrator, FakeOffice
from workbench.errors import AssentRequired, HubUnavailable
from workbench.ui.administration.view import AdministrationPanel
from workbench.wire.programme_lists import LexiconName

pytestmark = pytest.mark.section("464.3.1")


@pytest.fixture
def client() -> FakeAdministrator:
    return FakeAdministrator()


@pytest.fixture
def office(client: FakeAdministrator) -> FakeOffice:
    return client.administration


@pytest.fixture
async def panel(client: FakeAdministrator, tmp_path: Path) -> AdministrationPanel:
    made = AdministrationPanel(client, me(), assets(tmp_path))
    await made.model.refresh()
    return made


def box(panel: AdministrationPanel, name: str):  # type: ignore[no-untyped-def] # whichever it is
    return panel.boxes[name][1]


async def test_everybody_is_shown_with_what_each_may_do(panel: AdministrationPanel) -> None:
    rows = {row["id"]: [cell["pieces"] for cell in row["cells"]] for row in box(panel, "people").people.rows}
    assert list(rows) == ["ana", "ben", "otto", "zoe"]
    assert rows["ben"][2][0] == ["suspended", "bad"]
    assert rows["otto"][4] == [["none", "quiet"]]
    assert rows["zoe"][5] == [["hotlist, read log", ""]]
    assert panel.status.text == "4 accounts, 1 disabled or suspended."
    (delegated,) = box(panel, "people").delegations.rows
    assert ["adam, eve", ""] in [piece for cell in delegated["cells"] for piece in cell["pieces"]]


async def test_a_camera_is_registered_and_taken_into_the_form_to_be_changed(
    office: FakeOffice, panel: AdministrationPanel
) -> None:
    model = panel.model
    model.camera, model.latitude, model.longitude = "EC-04", "32.79", "east"
    await model.keep_camera()
    assert model.trouble is not None
    assert model.trouble.title == "Still to be given, as they are: longitude."
    model.longitude = "-115.56"
    await model.keep_camera()
    assert model.camera == ""
    box(panel, "cameras").list.chosen = "EC-04"
    assert (model.camera, model.latitude, model.source) == ("EC-04", "32.79", "department")
    assert [(each.id, each.counted) for each in box(panel, "cameras").map.cameras] == [("EC-04", False)]
    model.active = False
    await model.keep_camera()
    assert box(panel, "cameras").map.cameras == []
    (kept,) = office.cameras
    assert not kept.active


@pytest.mark.section("464.7.1(b)")
async def test_a_plate_that_is_typed_stands_nowhere_afterwards(office: FakeOffice, panel: AdministrationPanel) -> None:
    model = panel.model
    model.plate, model.about = "7ABC123", "otto"
    await model.watch()
    assert model.plate == ""
    assert "7ABC" not in str(box(panel, "watch").list.rows) + panel.status.text
    model.plate, office.fails = "8XYZ940", [HubUnavailable("Down.")]
    await model.watch()
    assert model.plate == ""
    assert model.trouble is not None


@pytest.mark.section("464.7.1(b)")
async def test_an_entry_comes_off_with_a_reason_and_a_second_administrator(
    office: FakeOffice, panel: AdministrationPanel
) -> None:
    model = panel.model
    model.plate, model.about = "7ABC123", "otto"
    await model.watch()
    await model.unwatch()
    assert model.trouble is not None
    assert box(panel, "watch").about.layout.display == "none", "nothing is offered while nothing is chosen"
    box(panel, "watch").list.chosen = f"{'cd' * 32}/otto"
    assert box(panel, "watch").about.layout.display == ""
    model.why = "The member left the department."
    office.fails = [
        AssentRequired("Audits would no longer look for this.", assent="a", page="/services/edge/assents/a")
    ]
    await model.unwatch()
    assert model.trouble is not None
    assert model.trouble.page == "/services/edge/assents/a"
    assert (len(office.watched), model.why) == (1, "The member left the department.")
    await model.unwatch()
    assert (office.watched, model.why, box(panel, "watch").about.layout.display) == ([], "", "none")


async def test_open_cases_come_from_a_file_of_text(office: FakeOffice, panel: AdministrationPanel) -> None:
    assert "No list was imported yet" in box(panel, "cases").state.value
    await panel.model.import_cases("<open>.csv", b"\xff\xfe")
    assert panel.model.trouble is not None
    assert office.cases is None
    await panel.model.import_cases("<open>.csv", b"26-0001\n26-0002\n")
    assert panel.status.text.startswith("2 open cases of <open>.csv in force, under record 62.")
    assert "&lt;open&gt;.csv" in box(panel, "cases").state.value


@pytest.mark.section("464.10(b)")
async def test_words_are_kept_a_line_each(office: FakeOffice, panel: AdministrationPanel) -> None:
    panel.model.vague = " as discussed \n\nper sergeant"
    await panel.model.keep_words(LexiconName.VAGUE)
    assert office.words == {LexiconName.VAGUE: ["as discussed", "per sergeant"]}
    assert panel.model.vague == "as discussed\nper sergeant"
    assert "vague phrases: version 1" in box(panel, "words").state.value


async def test_a_key_of_the_configuration_is_found_by_words_of_its_meaning(panel: AdministrationPanel) -> None:
    listed = box(panel, "configuration").list
    assert listed.rows == []
    await panel.model.configured()
    assert [row["id"] for row in listed.rows] == ["hub.port", "training.valid_days"]
    panel.model.wanted = "464.12 Sign-off"
    (row,) = listed.rows
    assert [["differs", "given"]] in [cell["pieces"] for cell in row["cells"]]
    assert "ab" * 32 in box(panel, "configuration").digest.value


async def test_an_office_that_cannot_be_reached_is_told(office: FakeOffice, panel: AdministrationPanel) -> None:
    office.fails = [HubUnavailable("Down.")]
    await panel.model.refresh()
    assert panel.notices.children
    assert not panel.model.busy
