"""The panel of hits (464.7(g)): marked until verified, hostile words as words, every field named."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import ipywidgets as w
import pytest

from tests.unit.ui.fakes import NOW, assets, declared, me
from tests.unit.ui.hit_desk import HOSTILE, FakeHitDesk, hit
from workbench.policy.hits import Status
from workbench.ui.hits.detail import history, recorded, sides, top
from workbench.ui.hits.model import HitsModel
from workbench.ui.hits.view import HitsPanel
from workbench.wire.hits import Verification

pytestmark = pytest.mark.section("464.7(g)")

ZONE = "America/Los_Angeles"


@pytest.fixture
def desk() -> FakeHitDesk:
    return FakeHitDesk()


@pytest.fixture
async def panel(desk: FakeHitDesk, tmp_path: Path) -> HitsPanel:
    made = HitsPanel(HitsModel(desk, desk.me(), lambda: NOW), assets(tmp_path))
    await made.model.look()
    return made


def inputs(widget: w.Widget) -> list[w.Widget]:
    """Everything in a panel that takes a value."""
    found = [widget] if "description" in widget.trait_names() and not isinstance(widget, w.HTML) else []
    return found + [each for child in getattr(widget, "children", ()) for each in inputs(child)]


class Tags(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


async def test_the_queue_shows_read_and_entry_with_what_differs(panel: HitsPanel) -> None:
    first = panel.queue.rows[0]
    assert first["id"] == "9"
    assert first["cells"][0]["pieces"] == [["Not verified", "bad"]]
    assert first["cells"][2]["pieces"] == [["7A", ""], ["8", "swapped"], ["C123", ""], [" CA", "aside"]]
    assert first["cells"][3]["pieces"] == [["7A", ""], ["B", "swapped"], ["C123", ""], [" CA", "aside"]]
    assert [option for option, _ in panel.state.options] == ["All 6", "To verify 4", "Correct 1", "Misread 1"]
    head = panel.model.head
    assert head
    assert f"<pre>c2sp.org/tlog-proof@v1\nindex {head.result_record}\n</pre>" in panel.record.value


async def test_the_chosen_hit_is_marked_until_somebody_looked_it_up(panel: HitsPanel) -> None:
    assert "UNVERIFIED" in panel.detail.value
    panel.queue.chosen = "5"
    assert "UNVERIFIED" not in panel.detail.value
    assert "CLETS 26-118/9" in panel.history.value
    panel.queue.chosen = "4"
    assert "MISREAD" in panel.detail.value
    assert "no longer in force" in panel.sides.value
    assert panel.history.value.count("(counts)") == 1


async def test_keys_of_the_queue_speak_of_the_row_they_are_pressed_on(desk: FakeHitDesk, panel: HitsPanel) -> None:
    jobs: list[object] = []
    panel._run = jobs.append  # type: ignore[method-assign, assignment]
    panel.queue._heard(None, {"key": "3", "row": "6"}, None)
    await jobs.pop()  # type: ignore[misc]
    assert desk.calls[-1] == ("verify", (6, Status.MISREAD, "", "", None))
    panel.queue._heard(None, {"key": "x", "row": "6"}, None)
    panel.queue._heard(None, "nonsense", None)
    assert jobs == []


async def test_what_is_chosen_stays_chosen_when_new_hits_come_and_the_map_points_at_it(
    desk: FakeHitDesk, panel: HitsPanel
) -> None:
    panel.queue.chosen = "7"
    desk.kept.insert(0, hit(12, time=NOW))
    await panel.model.look(following=3)
    assert (panel.queue.chosen, panel.queue.rows[0]["id"]) == ("7", "12")
    chosen = panel.model.hit()
    assert chosen is not None
    assert [place.id for place in panel.map.cameras if place.chosen] == [chosen.camera]
    assert panel.map.counting == "hits"


async def test_the_head_names_the_case_of_the_purpose_that_is_in_force_now(desk: FakeHitDesk, panel: HitsPanel) -> None:
    desk.purpose = declared("26-4711")
    await panel.model.look()
    assert "case <b>26-4711</b>" in panel.head.children[0].value


async def test_news_leave_the_sort_that_was_chosen(desk: FakeHitDesk, panel: HitsPanel) -> None:
    panel.queue.sort = "camera"
    desk.kept.insert(0, hit(12, time=NOW))
    await panel.model.look(following=3)
    assert (panel.queue.sort, len(panel.queue.rows)) == ("camera", 7)


async def test_the_form_says_what_a_result_wants(panel: HitsPanel) -> None:
    assert panel.form.record.disabled
    panel.form.result.value = "confirmed"
    assert "Needs the reference" in panel.form.told.value
    panel.form.result.value = "misread"
    assert "Needs" not in panel.form.told.value
    assert not panel.form.record.disabled


@pytest.mark.section("464.10(a)")
async def test_hostile_words_in_every_field_are_shown_as_words(desk: FakeHitDesk, panel: HitsPanel) -> None:
    said = Verification(
        result=Status.UNABLE, by=HOSTILE, at=NOW, reference=HOSTILE, note=HOSTILE, record=1, looked_up=NOW
    )
    names = (
        "camera",
        "source",
        "plate",
        "state",
        "hotlist",
        "hotlist_source",
        "listed_plate",
        "listed_state",
        "reason",
    )
    hostile = hit(1, **dict.fromkeys((*names, "case_number", "listed_note"), HOSTILE), verifications=[said])
    desk.kept = [hostile]
    await panel.model.look()
    shown = top(hostile) + sides(hostile, 24, NOW, ZONE) + history(hostile, ZONE) + recorded(panel.model.head)
    tags = Tags(shown)
    assert "img" not in tags.tags
    assert tags.attributes <= {"class", "scope"}
    assert "\u202e" not in shown + str(panel.queue.rows)


async def test_every_field_has_a_name_and_buttons_have_words(panel: HitsPanel) -> None:
    found = inputs(panel)
    assert len(found) > 10
    assert [type(each).__name__ for each in found if not each.description.strip()] == []


def test_only_who_keeps_lists_is_led_to_them(tmp_path: Path) -> None:
    for operations, led in ((["query"], False), (["query", "hotlist"], True)):
        desk = FakeHitDesk(who=me(operations=operations))
        made = HitsPanel(HitsModel(desk, desk.me(), lambda: NOW), assets(tmp_path))
        assert ("hotlists.ipynb" in str([each.entries for each in _links(made)])) is led


def _links(widget: w.Widget) -> list[w.Widget]:
    found = [widget] if "entries" in widget.trait_names() else []
    return found + [each for child in getattr(widget, "children", ()) for each in _links(child)]
