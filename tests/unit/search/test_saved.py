"""Saved searches are a person's own, on record, few, short and without a read (464.5, 464.6, 464.7(d))."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from tests.policy.people import Station, analyst, person
from workbench.accesslog.filters import LogQuery
from workbench.accesslog.record import Kind
from workbench.errors import BadInput, NotFound, Refused
from workbench.policy.roles import Role
from workbench.search.saved import forget_search, keep_search, list_saved
from workbench.wire.saved import MOST, ForgetSearch, KeepSearch, SavedForm
from workbench.wire.search import Circle, Vehicle

pytestmark = pytest.mark.section("464.5", "464.7(d)")

FORM = SavedForm(
    pattern="7AB?1??",
    lookalikes=True,
    distance=1,
    minutes=7 * 24 * 60,
    area=Circle(latitude=32.79, longitude=-115.56, radius_m=5000),
    vehicle=Vehicle(colour=["black", "grey"]),
)


def keep(station: Station, name: str, form: SavedForm = FORM, who: str = "ana") -> None:
    keep_search(station.gate, station.registers, analyst(who), KeepSearch(name=name, form=form))


def forget(station: Station, name: str, who: str = "ana") -> None:
    forget_search(station.gate, station.registers, analyst(who), ForgetSearch(name=name))


def names(station: Station, who: str = "ana") -> Sequence[str]:
    return [each.name for each in list_saved(station.gate, station.registers, analyst(who)).searches]


def test_what_was_kept_comes_back_as_it_was_with_its_record(station: Station) -> None:
    keep(station, "  Main Street ")
    (found,) = list_saved(station.gate, station.registers, analyst()).searches
    assert (found.name, found.form) == ("Main Street", FORM)
    record = station.records()[found.record]
    assert (record.kind, record.action, record.user) == (Kind.INTENT, "saved.keep", "ana")
    assert record.body["elements"]["pattern"] == "7AB?1??"


def test_nobody_sees_replaces_or_deletes_what_somebody_else_keeps(station: Station) -> None:
    keep(station, "Main Street")
    keep(station, "Main Street", SavedForm(pattern="8XYZ*"), who="ben")
    with pytest.raises(NotFound):
        forget(station, "main street", who="ben")
    forget(station, "Main Street", who="ben")
    assert (names(station), names(station, "ben")) == (["Main Street"], [])
    (found,) = list_saved(station.gate, station.registers, analyst()).searches
    assert found.form == FORM


def test_each_look_keeping_and_deleting_is_on_record_before_it_counts(station: Station) -> None:
    keep(station, "a")
    names(station)
    forget(station, "a")
    told = [(record.action, record.kind) for record in station.records()]
    assert told == [
        ("saved.keep", Kind.INTENT),
        ("saved.list", Kind.INTENT),
        ("saved.list", Kind.RESULT),
        ("saved.forget", Kind.INTENT),
    ]
    assert station.records()[2].body["count"] == 1


@pytest.mark.section("464.6")
def test_who_kept_a_plate_is_found_again_by_the_plate(station: Station) -> None:
    keep(station, "neighbour", SavedForm(pattern="7ABC123"))
    keep(station, "other", SavedForm(pattern="8XYZ*"))
    found, _ = station.reader.page(LogQuery(plate="7ABC123"))
    assert [record.body["elements"]["name"] for record in found] == ["neighbour"]


def test_the_same_name_is_kept_once_with_what_was_kept_last(station: Station) -> None:
    keep(station, "b")
    keep(station, "A")
    keep(station, "b", SavedForm(pattern="8XYZ*"))
    found = list_saved(station.gate, station.registers, analyst()).searches
    assert [(each.name, each.form.pattern) for each in found] == [("A", "7AB?1??"), ("b", "8XYZ*")]


def test_one_more_than_the_most_is_refused_on_record_until_one_is_deleted(station: Station) -> None:
    for number in range(MOST):
        keep(station, f"search {number:02}")
    with pytest.raises(BadInput, match="50 searches already"):
        keep(station, "one more")
    assert (station.records()[-1].kind, station.records()[-1].action) == (Kind.REFUSAL, "saved.keep")
    keep(station, "search 00", SavedForm(pattern="8XYZ*"))
    forget(station, "search 01")
    keep(station, "one more")
    assert len(names(station)) == MOST


@pytest.mark.parametrize("pattern", ["*", "7<B", "the neighbour from number 12", "7ABC" * 20])
def test_what_is_no_pattern_is_not_kept_so_that_nothing_is_narrated_there(station: Station, pattern: str) -> None:
    with pytest.raises(BadInput):
        keep(station, "a", SavedForm(pattern=pattern))
    assert names(station) == []
    assert station.records()[0].kind is Kind.REFUSAL


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_there_and_short(name: str) -> None:
    with pytest.raises(ValidationError):
        KeepSearch(name=name, form=FORM)


def test_a_vendor_keeps_nothing(station: Station) -> None:
    with pytest.raises(Refused):
        list_saved(station.gate, station.registers, person(Role.VENDOR))
    assert station.records()[-1].kind is Kind.REFUSAL
