"""The panel of hotlists (464.7.1(c), 464.7(f), 464.7(g)): what is in force and due, whole or not, vouched for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ipywidgets as w
import pytest

from tests.unit.ui.fakes import NOW, declared, me
from tests.unit.ui.hit_desk import HOSTILE
from tests.unit.ui.list_desk import DAY, FakeKeeper, FakeLists, clock, entry, line, preview
from tests.unit.ui.test_hits_view import Tags, inputs
from workbench.errors import BadInput, Refused
from workbench.ui.hotlists.importing_view import summary
from workbench.ui.hotlists.view import IMPORT, LISTS, OWN, HotlistsPanel
from workbench.wire.hotlist_entries import EntryChange
from workbench.wire.hotlists import OWN_LIST
from workbench.wire.ingest import Rejected

pytestmark = pytest.mark.section("464.7(g)")

STANDS = ("DOJ stolen vehicles", 6)


@pytest.fixture
def desk() -> FakeLists:
    return FakeLists()


@pytest.fixture
async def panel(desk: FakeLists, tmp_path: Path) -> HotlistsPanel:
    (tmp_path / "svs.tbl").write_text("DATE01/31/2026 09:00\n")
    keeper = FakeKeeper(hotlists=desk)
    made = HotlistsPanel(keeper, keeper.me(), clock, tmp_path)
    await made.lists.look()
    desk.calls.clear()
    return made


async def test_lists_in_force_are_told_with_their_age_and_what_is_due(panel: HotlistsPanel) -> None:
    await panel.lists.look()
    assert [row["id"] for row in panel.lists_view.table.rows] == ["7", "6", "4"]
    assert panel.lists.status == (
        "3 lists in force, 57,334 entries; stale: NCIC extract; 1 entry about to expire; 1 entry expired. "
        "On record as 600."
    )
    assert [" stale" in str(row["cells"][2]) for row in panel.lists_view.table.rows] == [False, False, True]
    panel.lists.earlier = True
    assert len(panel.lists_view.table.rows) == 5


async def test_to_whom_the_lists_are_refused_it_is_not_said_that_there_is_none(
    desk: FakeLists, panel: HotlistsPanel
) -> None:
    desk.fails = [Refused("Your role does not include it.", section="464.4")]
    panel.lists.page = None
    await panel.lists.look()
    view = panel.lists_view
    assert view.table.empty == "Which lists are in force is not known: look again."
    await panel.lists.look()
    assert view.table.empty.startswith("No list is in force")


async def test_a_list_is_ended_after_a_second_word_only(desk: FakeLists, panel: HotlistsPanel) -> None:
    await panel.lists.look()
    panel.lists_view.table.chosen = "6"
    panel.lists.ask_end()
    assert "End DOJ stolen vehicles?" in str([each.value for each in _texts(panel.lists_view.sure)])
    assert ("retire", "DOJ stolen vehicles") not in desk.calls
    await panel.lists.end()
    assert ("retire", "DOJ stolen vehicles") in desk.calls
    assert panel.lists.status.startswith("DOJ stolen vehicles has ended; its hits stay.")
    assert panel.lists_view.sure.children == ()


async def test_a_file_is_looked_through_first_and_put_in_force_beside_what_it_was_compared_with(
    desk: FakeLists, panel: HotlistsPanel, tmp_path: Path
) -> None:
    model = panel.importing
    model.path, model.name, model.source = "svs.tbl", " DOJ stolen vehicles ", "state"
    await model.install()
    assert model.trouble is not None
    assert desk.calls == []
    await model.look()
    assert desk.calls[-1][1][0] == tmp_path / "svs.tbl"
    assert "48,240 entries understood, 2 twice, 2 rejected. Nothing was changed yet" in model.status
    assert "asked in record 610, released in record 611" in panel.import_view.record.value
    assert "<pre>c2sp.org/tlog-proof@v1\nindex 611\n</pre>" in panel.import_view.record.value
    assert [row["cells"][0]["pieces"][0][0] for row in panel.import_view.changes.rows] == [
        "added",
        "removed",
        "changed",
    ]
    assert "note: county 13" in str(panel.import_view.changes.rows[2])
    assert [row["id"] for row in panel.import_view.rejected.rows] == ["812", "40017"]
    await model.install()
    _, (_, offer) = desk.calls[-1]
    assert (offer.name, offer.replaces) == STANDS
    assert "version 7, 48,240 entries. On record as 612." in model.status


async def test_what_is_changed_in_the_form_has_to_be_looked_through_again(panel: HotlistsPanel) -> None:
    model = panel.importing
    model.path, model.name, model.source = "svs.tbl", "DOJ", "state"
    for name, value in (
        ("reason", "stolen vehicle"),
        ("expiry", date(2026, 12, 31)),
        ("name", "SVS"),
        ("format", "csv"),
    ):
        await model.look()
        assert model.preview is not None
        setattr(model, name, value)
        assert model.preview is None
        assert panel.import_view.install.layout.display == "none"


async def test_a_list_that_another_put_in_force_meanwhile_is_told_and_changes_nothing(
    desk: FakeLists, panel: HotlistsPanel
) -> None:
    model = panel.importing
    model.path, model.name, model.source = "svs.tbl", "DOJ", "state"
    await model.look()
    desk.fails = [BadInput("Another version of this list came into force meanwhile.", where="replaces")]
    await model.install()
    assert model.trouble is not None
    assert (model.receipt, model.status) == (None, "Nothing was changed: the list in force stays so.")


@pytest.mark.section("464.7(f)")
async def test_file_name_and_source_are_asked_for_before_anything_is_sent(
    desk: FakeLists, panel: HotlistsPanel, tmp_path: Path
) -> None:
    model = panel.importing
    for change, told in (
        ({}, "Choose a file"),
        ({"path": "svs.tbl"}, "Name the list"),
        ({"name": "<b>"}, "Name the list"),
        ({"name": "DOJ"}, "464.7(f)"),
    ):
        for name, value in change.items():
            setattr(model, name, value)
        await model.look()
        assert model.trouble is not None
        assert told in model.trouble.title
    assert desk.calls == []
    model.upload("list.csv", tmp_path / "svs.tbl")
    assert model.path == ""


@pytest.mark.section("464.7.1(c)")
async def test_an_entry_of_our_own_needs_case_reason_and_last_day(desk: FakeLists, panel: HotlistsPanel) -> None:
    model = panel.entries
    await model.enter()
    assert model.trouble is not None
    assert model.trouble.title == "Say the plate, why, for which case, until when (464.7.1(c))."
    assert desk.calls == []
    model.plate, model.reason, model.case_number, model.expiry = "7abc129", "felony", "26-1", date(2026, 12, 31)
    await model.enter()
    assert desk.calls[0] == ("enter", ("7abc129", "felony", "26-1", date(2026, 12, 31), "", ""))
    assert model.status.startswith("7ABC129 is watched for until ")
    assert (model.plate, model.expiry, model.case_number) == ("", None, "26-1")
    assert model.page is not None
    assert model.page.entries[-1].plate == "7ABC129"


async def test_what_was_refused_stays_in_the_form(desk: FakeLists, panel: HotlistsPanel) -> None:
    model = panel.entries
    model.plate, model.reason, model.case_number, model.expiry = "7ABC129", "felony", "26-1", date(2027, 12, 31)
    desk.fails = [BadInput("An entry of our own lasts 90 days at most.", section="464.7.1(c)")]
    await model.enter()
    assert (model.plate, model.status) == ("7ABC129", "Nothing was entered.")


async def test_expired_and_expiring_entries_stand_out(desk: FakeLists, panel: HotlistsPanel) -> None:
    desk.entered = [entry(0, expires=NOW - DAY), entry(1, expires=NOW + 3 * DAY), entry(2)]
    await panel.entries.look()
    assert "<pre>c2sp.org/tlog-proof@v1\nindex 621\n</pre>" in panel.entries_view.record.value
    marks = [row["cells"][5]["pieces"][-1] for row in panel.entries_view.table.rows]
    assert marks == [[" expired", "bad"], [" soon", "bad"], ["", ""]]


async def test_an_entry_is_withdrawn_after_a_second_word_with_the_reason(desk: FakeLists, panel: HotlistsPanel) -> None:
    model = panel.entries
    await model.look()
    panel.entries_view.table.chosen = entry(1).entry_id
    model.ask_withdraw()
    assert "Withdraw 7ABC121" in str([each.value for each in _texts(panel.entries_view.sure)])
    await model.withdraw(" The car was found. ")
    assert ("withdraw", (entry(1).entry_id, "The car was found.")) in desk.calls
    assert "7ABC121 is no longer watched for; its hits stay. On record as 631." in model.status
    desk.entered = [entry(1)]
    await model.look()
    model.chosen = entry(1).entry_id
    model.ask_withdraw()
    before = len(desk.calls)
    await model.withdraw("")
    assert [name for name, _ in desk.calls[before:] if name == "entries"] == [], "there is no list left to look at"


async def test_an_entry_taken_into_the_form_is_renewed(panel: HotlistsPanel) -> None:
    await panel.entries.look()
    panel.entries_view.table.chosen = entry(2).entry_id
    panel.entries.edit()
    assert (panel.entries.plate, panel.entries.reason, panel.entries.expiry) == (
        "7ABC122", "vehicle of a felony", None,
    )  # fmt: skip


async def test_only_our_own_entries_are_renewed_and_withdrawn_one_by_one(panel: HotlistsPanel) -> None:
    panel.entries.name = "DOJ stolen vehicles"
    await panel.entries.look()
    panel.entries_view.table.chosen = entry(2).entry_id
    panel.entries.ask_withdraw()
    assert (panel.entries.withdrawing, panel.entries_view.withdraw.disabled) == ("", True)


async def test_a_list_whose_source_was_not_granted_shows_nothing(desk: FakeLists, panel: HotlistsPanel) -> None:
    desk.fails = [Refused("The source 'federal' was not granted to you.", section="464.7(f)")]
    await panel.entries.look()
    assert panel.entries.trouble is not None
    assert (panel.entries.trouble.section, panel.entries_view.table.rows) == ("464.7(f)", [])


async def test_what_is_in_force_and_not_shown_is_not_said_to_be_none(panel: HotlistsPanel) -> None:
    hidden = summary(preview(replaces=6, shown=False))
    assert "What is in force is not shown" in hidden
    assert "no list of this name is in force" not in hidden
    assert "no list of this name is in force" in summary(preview(replaces=0, shown=True))


async def test_the_head_names_the_case_of_the_purpose_that_is_in_force_now(panel: HotlistsPanel) -> None:
    keeper = panel.lists._client
    assert "case <b>" not in panel.head.children[0].value
    keeper.purpose = declared("26-4711")  # type: ignore[attr-defined]
    await panel.lists.look()
    assert "case <b>26-4711</b>" in panel.head.children[0].value


async def test_why_an_entry_can_not_be_renewed_or_withdrawn_is_said(panel: HotlistsPanel) -> None:
    await panel.entries.look()
    view = panel.entries_view
    assert (view.withdraw.disabled, "Choose an entry in the table" in view.hint.value) == (True, True)
    view.table.chosen = view.table.rows[0]["id"]
    assert (view.withdraw.disabled, view.hint.value) == (False, "")
    panel.entries.name = "DOJ stolen vehicles"
    assert (view.withdraw.disabled, "Only entries of our own" in view.hint.value) == (True, True)


async def test_the_parts_lead_to_each_other(panel: HotlistsPanel) -> None:
    await panel.lists.look()
    panel.lists_view.table.chosen = "6"
    panel._renew("DOJ stolen vehicles")
    assert (panel.part.chosen, panel.importing.name, panel.importing.source) == (IMPORT, "DOJ stolen vehicles", "state")
    panel._renew("NCIC extract")
    assert (panel.importing.name, panel.importing.source) == ("NCIC extract", "")
    panel.part.chosen = LISTS
    shown = [view.layout.display for view in (panel.lists_view, panel.import_view, panel.entries_view)]
    assert shown == ["", "none", "none"]
    panel._show("DOJ stolen vehicles")
    assert (panel.part.chosen, panel.entries.name) == (OWN, "DOJ stolen vehicles")


@pytest.mark.section("464.10(a)")
async def test_hostile_words_are_shown_as_words(desk: FakeLists, panel: HotlistsPanel) -> None:
    names = ("plate", "state", "reason", "case_number", "note")
    hostile = entry(1, **dict.fromkeys(names, HOSTILE))
    desk.entered = [hostile]
    desk.kept = [line(6, HOSTILE, source=HOSTILE, installed_by=HOSTILE), line(7, OWN_LIST)]
    desk.found = preview(
        name=HOSTILE, source=HOSTILE, format=HOSTILE, problems=[Rejected(line=1, reason=HOSTILE)],
        changes=[EntryChange(before=hostile, after=hostile, fields=["note"])],
    )  # fmt: skip
    await panel.lists.look()
    panel.lists_view.table.chosen = "6"
    panel.lists.ask_end()
    panel.entries.name = HOSTILE
    await panel.entries.look()
    panel.importing.path, panel.importing.name, panel.importing.source = "svs.tbl", "DOJ", "state"
    await panel.importing.look()
    shown = summary(desk.found) + "".join(each.value for each in _texts(panel))
    assert "img" not in Tags(shown).tags
    tables = (panel.lists_view.table, panel.entries_view.table, panel.import_view.changes, panel.import_view.rejected)
    assert "\u202e" not in shown + str([table.rows for table in tables])


async def test_every_field_has_a_name_and_buttons_have_words(panel: HotlistsPanel) -> None:
    found = inputs(panel)
    assert len(found) > 25
    assert [type(each).__name__ for each in found if not each.description.strip()] == []


def _texts(widget: w.Widget) -> list[w.HTML]:
    found = [widget] if isinstance(widget, w.HTML) else []
    return found + [each for child in getattr(widget, "children", ()) for each in _texts(child)]


@pytest.mark.section("464.4")
async def test_who_keeps_no_lists_is_told_who_does_and_gets_no_form(desk: FakeLists, tmp_path: Path) -> None:
    keeper = FakeKeeper(hotlists=desk, who=me(operations=["query"]))
    made = HotlistsPanel(keeper, keeper.me(), clock, tmp_path)
    made.look()
    assert inputs(made) == []
    assert "kept by administrators" in "".join(each.value for each in made.children if isinstance(each, w.HTML))
    assert desk.calls == []


def test_a_list_that_is_the_first_of_its_name_hides_nothing() -> None:
    found = summary(preview(shown=False, replaces=0))
    assert "not shown" not in found
    assert "no list of this name is in force" in found
