"""A copy of the log for a spreadsheet: confirmed, on record, stamped, and without a formula in it (464.6)."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.people import NOW, Station, analyst, person, purpose, search
from workbench.audit import log_export
from workbench.audit.log_export import COLUMNS, export_log
from workbench.errors import AssentRequired, BadInput, Refused
from workbench.policy.caller import Caller
from workbench.policy.roles import Role
from workbench.prose.sheet import guarded, sheet
from workbench.wire.log import LogExport, LogQuery

pytestmark = pytest.mark.section("464.6", "464.10(a)")

ADAM = person(Role.ADMINISTRATOR, name="adam")
FORMULA = '=HYPERLINK("http://example.org/?"&A1,"open")'


@pytest.fixture
def searched(station: Station) -> Station:
    why = purpose(narrative=FORMULA)
    receipt = station.gate.admit(analyst(), why, search("7ABC*"))
    station.gate.release(receipt, {"count": 2, "read_ids": ["a" * 32, "b" * 32]}, ["7ABC123"])
    return station


def ask(station: Station, caller: Caller = ADAM, **filters: object) -> LogExport:
    why = purpose(caller.username, case_number="A-2026-1")
    query = LogQuery.model_validate(filters)
    return export_log(station.gate, station.reader, caller, why, query, "America/Los_Angeles")


def confirmed(station: Station, **filters: object) -> LogExport:
    with pytest.raises(AssentRequired) as asked:
        ask(station, **filters)
    station.registers.assents.answer(asked.value.assent, "adam", True, "", station.clock, record=0)
    return ask(station, **filters)


def rows(taken: LogExport) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The head by name, and the records."""
    lines = list(csv.reader(io.StringIO(taken.csv.removeprefix("\N{BYTE ORDER MARK}"))))
    at = lines.index(list(COLUMNS))
    head = {line[0]: line[1] for line in lines[:at] if line}
    return head, [dict(zip(COLUMNS, line, strict=True)) for line in lines[at + 1 :]]


def test_it_is_stamped_with_who_took_it_out_why_and_under_which_record(searched: Station) -> None:
    taken = confirmed(searched, user="ana")
    head, records = rows(taken)
    assert head == {
        "Access log of": "Test Police Department",
        "Taken out by": "adam",
        "At": f"{NOW:%Y-%m-%d %H:%M:%S} UTC",
        "On record as": str(taken.record),
        "For case": "A-2026-1",
        "Purpose": "stolen or wanted vehicle",
        "Narrative": "Grey pick-up taken from a driveway on Orange Avenue overnight.",
        "Filters": "user: ana",
        "Records": "2",
    }
    assert [(each["record"], each["reads"], each["belongs_to"]) for each in records] == [("1", "2", "0"), ("0", "", "")]
    assert records[0]["narrative"] == f"'{FORMULA}"
    assert "a" * 32 not in taken.csv, "which reads were released stays in the log"


def test_taking_it_out_is_on_record_before_and_after(searched: Station) -> None:
    taken = confirmed(searched, user="ana")
    intent, result = (searched.reader.get(index) for index in (taken.record, taken.result_record))
    assert (intent.action, intent.user, intent.body["elements"]) == ("log.export", "adam", {"user": "ana"})
    assert intent.purpose["case_number"] == "A-2026-1"
    assert (result.body["count"], result.body["sha256"]) == (2, hashlib.sha256(taken.csv.encode()).hexdigest())


def test_a_confirmation_is_of_these_filters_and_of_this_person(searched: Station) -> None:
    confirmed(searched, user="ana")
    with pytest.raises(AssentRequired):
        ask(searched)
    with pytest.raises(AssentRequired):
        ask(searched, person(Role.AUDITOR, name="olga"), user="ana")
    with pytest.raises(Refused, match="does not include"):
        ask(searched, analyst())


def test_more_than_a_file_takes_is_refused_and_not_cut(searched: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_export, "MOST", 1)
    with pytest.raises(BadInput, match="2 records fit, and a file takes 1"):
        confirmed(searched, user="ana")
    assert searched.records()[-1].body["outcome"] == "failed"


@given(st.sampled_from("=+-@\t\r\n＝＋－＠"), st.sampled_from(["", " ", "'", "\N{NO-BREAK SPACE} "]), st.text())  # noqa: RUF001
def test_no_cell_begins_as_a_formula(sign: str, before: str, rest: str) -> None:
    cell = guarded(f"{before}{sign}{rest}")
    assert cell.startswith("'")
    assert cell[1:] == f"{before}{sign}{rest}", "nothing of what was written is lost"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4), max_size=5))
def test_each_cell_is_read_back_as_one_cell(table: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(sheet(table), newline="")))
    assert read == [[guarded(cell) for cell in row] for row in table]


@pytest.mark.parametrize("plain", ["7ABC123", "a=b", "2026-03-02", "", None, 12, "O'Neill - Main St"])
def test_other_words_are_left_as_they_are(plain: object) -> None:
    assert guarded(plain) == ("" if plain is None else str(plain))
