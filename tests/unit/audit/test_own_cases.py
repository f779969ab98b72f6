"""Audits hold searches against the administrators' list of cases, which is the only one (464.10(b))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.policy.people import Station
from tests.unit.audit.quarter import ADAM, OLGA, house
from workbench.administration.lists import import_cases
from workbench.audit.own_cases import cases_of
from workbench.audit.queue import queue
from workbench.audit.row import Case, Ground
from workbench.errors import AssentRequired
from workbench.wire.audits import AskQueue
from workbench.wire.programme_lists import ImportCases

pytestmark = pytest.mark.section("464.6", "464.10(b)")


def imported(station: Station, text: str) -> None:
    said = ImportCases(name="cases.csv", text=text)
    with pytest.raises(AssentRequired) as asked:
        import_cases(station.gate, station.registers, ADAM, said)
    station.registers.assents.answer(asked.value.assent, "eve", True, "", station.gate.now(), record=1)
    import_cases(station.gate, station.registers, ADAM, said)


def test_the_list_tells_when_a_case_was_closed_and_who_works_on_it(station: Station) -> None:
    assert cases_of(station.registers) is None
    imported(station, "case_number,closed,members\n26-A1,,ana ben\n26-a2 ,2026-07-31,\n")
    assert cases_of(station.registers) == {
        "26-a1": Case(None, frozenset({"ana", "ben"})),
        "26-a2": Case(date(2026, 7, 31), frozenset()),
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-00418,,", "which the agency's list does not have"),
        ("2026-00417,2026-01-31,", "which was closed on 2026-01-31"),
        ("2026-00417,,ben cem", "in which this person has no part"),
        ("2026-00417,,ana", ""),
        ("2026-00417,,", ""),
    ],
)
def test_a_search_under_a_case_that_is_not_the_persons_is_named(station: Station, line: str, why: str) -> None:
    imported(station, f"case_number,closed,members\n{line}\n")
    with house(station, 3) as made:
        made.ground = Ground(cases=cases_of(station.registers))
        index = made.searched("ana")
        now = station.clock
        seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(hours=2), end=now + timedelta(hours=1)))
        told = [flag.reason for flag in seen.flags if flag.detector == "closed or foreign case" and index in flag.rows]
        assert [why in reason for reason in told] == ([True] if why else [])
