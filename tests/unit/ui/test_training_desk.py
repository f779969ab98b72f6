"""The trainer's desk: who waits, live; sessions with roster and attendance (464.12)."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta

import pytest

from tests.unit.ui.desks import READY, FakeSchool, session_of, trainee
from tests.unit.ui.fakes import NOW, me
from workbench.errors import HubUnavailable, Refused
from workbench.ui.training.live import Live
from workbench.ui.training.sessions import names_in
from workbench.ui.training.sign_off import SignOffPanel
from workbench.wire.training_sessions import TrainingFile

SIGNED = {"signed_off_by": "trainer", "certificate": 5}


@pytest.fixture
def school() -> FakeSchool:
    return FakeSchool()


@pytest.fixture
def panel(school: FakeSchool) -> SignOffPanel:
    made = SignOffPanel(school, me())
    made.model.now = lambda: NOW
    return made


async def test_who_is_ready_comes_first_with_a_link_to_the_page(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.people.append(trainee("veteran", **{**READY, **SIGNED, "ready": False}))
    await panel.look()
    assert [row["id"] for row in panel.progress.list.rows] == ["newcomer", "cadet", "veteran"]
    assert [link["page"] for link in panel.progress.links.entries] == ["/services/edge/sign-off/newcomer"]
    assert panel.progress.status.text == "3 people, 1 ready for sign-off."


async def test_a_training_that_ends_and_one_that_lapsed_are_told(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.people = [
        trainee("fine", **SIGNED, trained_until=NOW + timedelta(days=200)),
        trainee("soon", **SIGNED, trained_until=NOW + timedelta(days=12)),
        trainee("gone", signed_off_by="trainer", lapsed=True, trained_until=NOW - timedelta(days=1)),
    ]
    await panel.look()
    assert "The training of 1 ends within 30 days. 1 lapsed." in panel.progress.status.text
    cells = {
        row["id"]: [piece for cell in row["cells"] for piece in cell["pieces"]] for row in panel.progress.list.rows
    }
    assert list(cells) == ["gone", "soon", "fine"]
    assert ["lapsed", "bad"] in cells["gone"]
    assert [" in 12 days", "bad"] in cells["soon"]


async def test_how_an_attempt_went_stands_where_the_step_is_not_done(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.people = [trainee("cadet", quiz_tried="7 of 10 right", acknowledged_version="2025-01")]
    await panel.look()
    (row,) = panel.progress.list.rows
    told = [piece for cell in row["cells"] for piece in cell["pieces"]]
    assert ["7 of 10 right", "quiet"] in told
    assert ["old: 2025-01", "bad"] in told


async def test_a_refused_list_is_empty_and_says_why(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.fails = [HubUnavailable("Down.")]
    await panel.model.refresh()
    assert (panel.progress.list.rows, panel.progress.links.entries) == ([], [])
    assert panel.progress.notices.children


async def test_one_session_is_looked_at_with_who_has_not_begun(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.held = [session_of(1, "cadet", "<late>")]
    await panel.look()
    panel.progress.which.value = "1"
    assert [row["id"] for row in panel.progress.list.rows] == ["cadet"]
    assert "&lt;late&gt;" in panel.progress.absent.value
    await panel.look()
    assert panel.progress.which.value == "1"


async def test_a_session_is_opened_in_the_agencys_time_and_chosen(school: FakeSchool, panel: SignOffPanel) -> None:
    model = panel.sessions_model
    await model.open()
    assert model.trouble is not None
    assert model.trouble.title == "Still to be given: a title and day and hour."
    model.title, model.starts_at, model.names = "New officers", datetime(2026, 12, 1, 9, 0), "otto, nadia otto"  # noqa: DTZ001 - as it is typed
    await model.open()
    (made,) = school.training.held
    assert made.starts_at.isoformat() == "2026-12-01T17:00:00+00:00"
    assert [each.username for each in made.roster] == ["otto", "nadia"]
    assert (model.title, model.names, model.chosen) == ("", "", "1")
    assert panel.sessions.list.chosen == "1"


async def test_a_roster_changes_and_a_session_is_closed_with_who_came(school: FakeSchool, panel: SignOffPanel) -> None:
    school.training.held = [session_of(1, "otto", "zoe")]
    model = panel.sessions_model
    await panel.look()
    model.chosen, model.more = "1", "nadia"
    await model.enlist()
    model.came = ["otto", "zoe", "nadia"]
    await model.strike("zoe")
    assert model.came == ["otto", "nadia"]
    model.came = ["nadia"]
    await model.close()
    (closed,) = school.training.held
    assert {each.username: each.attended for each in closed.roster} == {"otto": False, "nadia": True}
    assert model.status.startswith("“New officers” is closed: 1 of 2 attended, under record 99.")


async def test_a_change_leads_to_one_look_and_nothing_new_to_none(school: FakeSchool) -> None:
    looks: list[int] = []
    turns = iter([7, 7, 8, 8])

    async def look() -> None:
        looks.append(school.training.newest)

    async def pause(_seconds: float) -> None:
        if (following := next(turns, None)) is None:
            live.stop()
        else:
            school.training.newest = following

    live = Live(school.training, look, pause)
    await live.run()
    assert looks == [7, 8]
    assert not live.on


async def test_following_goes_on_after_a_while_without_the_custodian_and_ends_with_a_refusal(
    school: FakeSchool,
) -> None:
    lost: list[bool] = []

    async def look() -> None:
        lost.append(live.lost)

    async def pause(_seconds: float) -> None:
        lost.append(live.lost)

    live = Live(school.training, look, pause)
    school.training.fails = [HubUnavailable("Down.")]
    school.training.newest = 3

    async def refuse(_seconds: float) -> None:
        lost.append(live.lost)
        if len(lost) > 2:
            school.training.fails = [Refused("No.", section="464.4")]

    live._pause = refuse
    await live.run()
    assert lost == [True, False, False]
    assert live.trouble is not None
    assert not live.on


def test_user_names_are_read_however_they_are_separated() -> None:
    assert names_in(" otto, nadia;otto\nzoe ") == ["otto", "nadia", "zoe"]
    assert names_in("") == []


async def test_certificates_and_the_register_are_saved_by_the_browser(
    school: FakeSchool, panel: SignOffPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.training.people = [trainee("veteran", **SIGNED)]
    await panel.look()
    assert await panel.model.certificate("cadet") is None
    assert panel.model.trouble is not None
    file = await panel.model.certificate("veteran")
    assert file is not None
    assert (file.name, file.content) == ("certificate-5.pdf", b"words")
    saved: asyncio.Future[tuple[str, bytes, str]] = asyncio.get_running_loop().create_future()
    monkeypatch.setattr(panel.progress.download, "hand_over", lambda *given: saved.set_result(given))
    panel.progress._take(lambda: panel.model.register("xlsx"))()
    assert (await asyncio.wait_for(saved, 30))[0] == "training-register-70.xlsx"
    assert "its hash is in record 71" in panel.progress.saved.text


async def test_a_look_of_the_live_list_loses_no_file_that_is_under_way(
    school: FakeSchool, panel: SignOffPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, let = threading.Event(), threading.Event()
    given = school.training.register

    def slow(kind: str) -> TrainingFile:
        asked.set()
        assert let.wait(30)
        return given(kind)

    monkeypatch.setattr(school.training, "register", slow)
    taking = asyncio.create_task(panel.model.register("csv"))
    assert await asyncio.to_thread(asked.wait, 30)
    await panel.model.refresh()
    let.set()
    file = await taking
    assert file is not None


async def test_a_look_of_the_live_list_disturbs_nothing_that_is_told_of_a_session(
    school: FakeSchool, panel: SignOffPanel
) -> None:
    school.training.held = [session_of(1, "otto")]
    await panel.look()
    panel.sessions_model.chosen, panel.sessions_model.came = "1", ["otto"]
    await panel.sessions_model.close()
    told = panel.sessions_model.status
    await panel.look()
    assert panel.sessions_model.status == told
    assert (panel.sessions_model.chosen, panel.sessions.list.chosen) == ("1", "1")


async def test_what_is_planted_is_shown_when_it_is_asked_for_with_its_answers_folded(
    school: FakeSchool, panel: SignOffPanel
) -> None:
    box = panel.sandbox
    assert "8FJC205" not in box.told.value
    school.training.fails = [HubUnavailable("Down.")]
    await box.look()
    assert box.notices.children
    await box.look()
    assert "One &lt;b&gt;plate&lt;/b&gt;" in box.told.value
    assert "within 3 km of 32.8000, -115.5000" in box.told.value
    assert "<details><summary>Answer</summary><p><code>8FJC205</code></p></details>" in box.told.value
    assert "record 80" in box.told.value
