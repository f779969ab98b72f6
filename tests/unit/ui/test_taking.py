"""The form that takes an answer out as a file: what it asks, what it shows, and what it keeps to itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ui.fakes import FILE, NOW, FakeAnswer, FakeSearcher, assets, me, reads
from tests.unit.ui.test_search_view import _walk, find
from workbench.errors import AssentRequired, Refused
from workbench.ui.search.model import SearchModel
from workbench.ui.search.view import SearchPanel
from workbench.ui.taking import TakingModel, TakingView
from workbench.ui.taking.download import PIECE, Download
from workbench.ui.taking.view import goes

pytestmark = pytest.mark.section("464.9", "464.11")

WHY = "For the case file of the stolen pick-up."


@pytest.fixture
def client(tmp_path: Path) -> FakeSearcher:
    return FakeSearcher(folder=tmp_path)


@pytest.fixture
def view(client: FakeSearcher) -> TakingView:
    """The form over an answer."""
    model = TakingModel(client, client.me())
    made = TakingView(model)
    model.offer(client.search("7AB*"))
    return made


def shown(view: TakingView) -> str:
    """All its words."""
    return " ".join(str(getattr(widget, "value", "")) for widget in _walk(view))


async def test_the_answer_on_the_screen_is_taken_out_as_it_was_asked(view: TakingView, client: FakeSearcher) -> None:
    view.model.why, view.model.format, view.model.case_number = WHY, "pdf", " 26-00999 "
    await view.model.take_out()
    [asked] = client.taken
    assert asked["answer"] is view.model.answer
    assert (asked["format"], asked["why"], asked["case_number"], asked["paper"]) == ("pdf", WHY, "26-00999", "Letter")
    assert view.status.text == "23 reads taken out. On record as 70."
    assert "asked in record 70, released in record 71" in shown(view)
    assert f"{client.folder}/reads-record-70.pdf" in shown(view)
    assert (view.download.name, view.download.size) == ("reads-record-70.pdf", len(FILE))


async def test_the_whole_answer_goes_out_or_what_is_shown_of_it_as_the_person_chooses(
    tmp_path: Path, client: FakeSearcher
) -> None:
    panel = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    await find(panel, "7AB*")
    taking, camera = panel.taking, panel.map.cameras[0]
    assert taking.which.layout.display == "none"
    panel.model.camera = camera.id
    assert "all 23 reads of this answer.</b>" in taking.goes.value
    assert taking.which.options[1] == (f"Only {camera.count} reads: camera {camera.id}", "shown")
    taking.which.value = "shown"
    assert f"holds {camera.count} of the 23 reads of this answer: camera {camera.id}.</b>" in taking.goes.value
    taking.model.why = WHY
    await taking.model.take_out()
    assert client.taken[0]["narrowed"] == f"camera {camera.id}"
    assert client.taken[0]["only"]["camera"].unique().to_list() == [camera.id]
    panel.model.every_camera()
    assert (taking.model.which, taking.which.layout.display) == ("", "none")


def test_how_a_whole_answer_is_told_that_was_cut(client: FakeSearcher) -> None:
    head = client.search("7AB*").head.model_copy(update={"count": 500, "total": 812})
    assert "all 500 reads of this answer of the 812 that fit" in goes(FakeAnswer(reads(), head))


async def test_hostile_words_in_case_and_reason_stay_text(view: TakingView, client: FakeSearcher) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    view.model.case_number, view.model.why = hostile, f"For the file of {hostile}."
    client.refuses = [Refused(f"The case {hostile} is not yours.", section="464.9")]
    await view.model.take_out()
    marked = [widget.value for widget in _walk(view) if type(widget).__name__ == "HTML"]
    assert any("&lt;img" in text for text in marked)
    assert not any("<img" in text for text in marked)
    assert client.taken[0]["case_number"] == hostile


async def test_without_a_reason_nothing_is_asked_of_anybody(view: TakingView, client: FakeSearcher) -> None:
    view.model.why = "evidence"
    await view.model.take_out()
    assert client.taken == []
    assert "Write what the file is for" in shown(view)


async def test_the_question_shows_its_page_and_a_button_to_go_on(view: TakingView, client: FakeSearcher) -> None:
    client.refuses.append(AssentRequired("Reads leave.", assent="a", page="/services/edge/assents/a", section="464.11"))
    view.model.why = WHY
    await view.model.take_out()
    link, again = view.notices.children[1].children
    assert link.entries[0]["page"] == "/services/edge/assents/a"
    assert again.description == "Take it out again"
    assert view.download.name == ""
    await view.model.take_out()
    assert view.notices.children == ()
    assert [asked["why"] for asked in client.taken] == [WHY, WHY]


async def test_a_refusal_is_told_and_leaves_the_form_as_it_was(view: TakingView, client: FakeSearcher) -> None:
    client.refuses.append(Refused("<b>No.</b>", section="464.11"))
    view.model.why = WHY
    await view.model.take_out()
    assert "&lt;b&gt;No.&lt;/b&gt;" in shown(view)
    assert view.model.why == WHY
    assert not view.taker.disabled


async def test_another_answer_takes_the_old_file_off_the_screen(view: TakingView, client: FakeSearcher) -> None:
    view.model.why = WHY
    await view.model.take_out()
    view.model.offer(client.search("8XYZ*"))
    assert (view.download.name, view.made.value, view.model.taken) == ("", "", None)


@pytest.mark.section("464.4")
def test_whoever_takes_nothing_out_sees_no_button(client: FakeSearcher) -> None:
    model = TakingModel(client, me(operations=["query"]))
    view = TakingView(model)
    model.offer(client.search("7AB*"))
    assert (view.opener.layout.display, view._form.layout.display) == ("none", "none")


def test_nothing_found_is_not_taken_out_and_the_form_opens_and_closes(view: TakingView, client: FakeSearcher) -> None:
    assert (view.opener.layout.display, view._form.layout.display) == ("", "none")
    view.opener.click()
    assert (view.opener.layout.display, view._form.layout.display) == ("none", "")
    view.model.offer(FakeAnswer(reads().clear(), client.search("7AB*").head))
    assert (view.opener.layout.display, view._form.layout.display) == ("none", "none")


async def test_the_searchs_panel_offers_what_it_shows(client: FakeSearcher, tmp_path: Path) -> None:
    panel = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    assert panel.taking.opener.layout.display == "none"
    await find(panel, "7AB?1*")
    assert panel.taking.opener.layout.display == ""
    assert panel.model.taking.answer is panel.model.shown.answer
    await find(panel, "ZZZ9999")
    assert panel.taking.opener.layout.display == "none"


def heard(widget: Download, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, bytes]]:
    """What it sends."""
    sent: list[tuple[Any, bytes]] = []
    monkeypatch.setattr(
        widget, "send", lambda said, buffers=None: sent.append((said, b"".join(map(bytes, buffers or ()))))
    )
    return sent


def test_a_file_travels_in_pieces_and_is_no_part_of_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * (PIECE // 256) + b"the end"
    (tmp_path / "reads.zip").write_bytes(data)
    widget = Download()
    widget.offer("reads.zip", tmp_path / "reads.zip")
    sent = heard(widget, monkeypatch)
    for at in (0, PIECE):
        widget._said(widget, {"name": "reads.zip", "at": at}, [])
    assert b"".join(piece for _, piece in sent) == data
    assert "the end" not in json.dumps(widget.get_state(), default=str)


@pytest.mark.parametrize("said", [{"name": "/etc/passwd", "at": 0}, {"name": "reads.zip", "at": -1}, {"at": "0"}, {}])
def test_nothing_but_the_offered_file_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    (tmp_path / "reads.zip").write_bytes(b"x")
    widget = Download()
    widget.offer("reads.zip", tmp_path / "reads.zip")
    sent = heard(widget, monkeypatch)
    widget._said(widget, said, [])
    widget.clear()
    widget._said(widget, {"name": "", "at": 0}, [])
    assert sent == []


def test_a_file_that_went_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reads.zip").write_bytes(b"x")
    widget = Download()
    widget.offer("reads.zip", tmp_path / "reads.zip")
    (tmp_path / "reads.zip").unlink()
    sent = heard(widget, monkeypatch)
    widget._said(widget, {"name": "reads.zip", "at": 0}, [])
    assert sent == [({"kind": "failed", "words": "The file can't be read any more: No such file or directory."}, b"")]
