"""What goes to other agencies: on a written request, approved by another, under agreements that end (464.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station, analyst, person
from workbench.accesslog.record import Kind
from workbench.errors import BadInput, NotFound, Refused
from workbench.policy.roles import Role
from workbench.policy.sharing import SHAREABLE, AgencyType, PermittedUse
from workbench.release.fulfilment import decide_fulfilment
from workbench.release.sharing import (
    close_release,
    end_agreement,
    enter_agreement,
    enter_release,
    listed,
)
from workbench.settings import Settings
from workbench.wire.docket import State
from workbench.wire.search import PlateSearch, Window
from workbench.wire.sharing import Agreement, Bounds, CloseRelease, EndAgreement, NewAgreement, NewRelease, Release

pytestmark = pytest.mark.section("464.11", "464.9")

ADAM = person(Role.ADMINISTRATOR, name="adam")
TODAY = NOW.date()
SHERIFF = "Imperial County Sheriff"
WINDOW = Window(start=NOW - timedelta(days=2), end=NOW)
BOUNDS = Bounds(plates=["7ABC*"], window=WINDOW, reads=500)
QUERY = PlateSearch(purpose_id="p-1", pattern="7ABC*", window=WINDOW)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as made:
        yield made


def asked(**changes: Any) -> NewRelease:
    said: dict[str, Any] = {
        "agency": SHERIFF,
        "agency_type": AgencyType.CALIFORNIA_LAW_ENFORCEMENT,
        "person": "Det. R. Vega",
        "purpose": "Homicide of 3 May, case 26-0088: where the suspect's car was seen.",
        "written_on": TODAY,
        "reference": "Letter 26-118",
        "permitted_use": PermittedUse.GOVERNMENT,
        "bounds": BOUNDS,
    }
    return NewRelease.model_validate({**said, **changes})


def enter(station: Station, settings: Settings | None = None, **changes: Any) -> Release:
    return enter_release(station.gate, station.registers, analyst(), asked(**changes), settings or Settings())


def agree(station: Station, approved: bool = True, **changes: Any) -> Agreement:
    said: dict[str, Any] = {
        "agency": SHERIFF,
        "agency_type": AgencyType.CALIFORNIA_LAW_ENFORCEMENT,
        "begins": TODAY,
        "ends": TODAY + timedelta(days=90),
        "sources": ["department"],
        "terms": "Memorandum of 1 March, on file with Records.",
    }
    made = NewAgreement.model_validate({**said, **changes})
    found = enter_agreement(station.gate, station.registers, ADAM, made, Settings())
    if approved:
        assert station.registers.docket.decide(found.number, State.APPROVED, "eve", station.clock, "", 0)
    return found


def allowed(station: Station, number: int, now: datetime = NOW, sources: tuple[str, ...] = ("department",)) -> bool:
    long = Settings.model_validate({"sharing": {"release_days": 366}})
    _, decision = decide_fulfilment(station.registers, number, now, sources, long, QUERY)
    return decision.allowed


def approve(station: Station, number: int) -> None:
    assert station.registers.docket.decide(number, State.APPROVED, "adam", station.clock, "", 0)


def test_a_request_waits_until_it_is_approved_and_is_fulfilled_only_then(station: Station) -> None:
    entered = enter(station)
    assert (entered.state, entered.entered_by) == (State.WAITING, "ana")
    assert not allowed(station, entered.number)
    approve(station, entered.number)
    assert allowed(station, entered.number)
    close_release(
        station.gate, station.registers, analyst(), CloseRelease(number=entered.number, reason="All was given out.")
    )
    assert not allowed(station, entered.number)


def test_an_entry_is_decided_once(station: Station) -> None:
    entered = enter(station)
    approve(station, entered.number)
    again = station.registers.docket.decide(entered.number, State.REFUSED, "eve", station.clock, "No, after all.", 0)
    assert not again


def test_whoever_is_no_law_enforcement_agency_is_referred_to_records(station: Station) -> None:
    entered = enter(station, agency="Imperial Valley Press", agency_type=AgencyType.OTHER)
    assert entered.state is State.REFERRED
    assert not station.registers.docket.decide(entered.number, State.APPROVED, "adam", station.clock, "", 0)
    assert not allowed(station, entered.number)


@pytest.mark.parametrize("kind", [AgencyType.OUT_OF_STATE, AgencyType.FEDERAL, AgencyType.PRIVATE], ids=str)
def test_types_that_the_law_keeps_out_are_refused_on_record_unless_configured(
    station: Station, kind: AgencyType
) -> None:
    with pytest.raises(Refused, match="The law lets nothing be shared") as refused:
        enter(station, agency_type=kind)
    assert refused.value.section == "464.11"
    assert station.records()[-1].body["outcome"] == "refused"
    configured = Settings.model_validate({"sharing": {"agency_types": [*SHAREABLE, kind]}})
    assert enter(station, configured, agency_type=kind).state is State.WAITING


@pytest.mark.parametrize("kind", AgencyType, ids=str)
def test_a_sale_is_refused_whoever_buys_and_whatever_is_configured(station: Station, kind: AgencyType) -> None:
    configured = Settings.model_validate({"sharing": {"agency_types": list(AgencyType)}})
    with pytest.raises(Refused, match="never sold") as refused:
        enter(station, configured, agency_type=kind, paid=True)
    assert refused.value.section == "464.9"


def test_what_was_allowed_when_it_was_entered_is_asked_again_when_it_is_fulfilled(station: Station) -> None:
    configured = Settings.model_validate({"sharing": {"agency_types": [*SHAREABLE, "federal"]}})
    entered = enter(station, configured, agency_type=AgencyType.FEDERAL)
    approve(station, entered.number)
    assert not allowed(station, entered.number), "the configuration changed meanwhile"


def test_an_agreement_reaches_as_far_as_its_days_and_sources_and_ends(station: Station) -> None:
    agreement = agree(station)
    entered = enter(station, agreement=agreement.number)
    approve(station, entered.number)
    last = NOW + timedelta(days=90)
    assert allowed(station, entered.number, last)
    assert not allowed(station, entered.number, last + timedelta(days=1)), "expired"
    assert not allowed(station, entered.number, last, ("department", "state")), "a source that it does not name"
    said = EndAgreement(number=agreement.number, reason="The sheriff left the task force.")
    end_agreement(station.gate, station.registers, ADAM, said, Settings())
    assert not allowed(station, entered.number)
    with pytest.raises(NotFound):
        end_agreement(station.gate, station.registers, ADAM, said, Settings())
    ends = [each.kind for each in station.records() if each.action == "agreement.end"]
    assert ends == [Kind.INTENT, Kind.REFUSAL], "what did not end anything is not counted as an end"


def test_an_agreement_that_nobody_approved_carries_nothing(station: Station) -> None:
    agreement = agree(station, approved=False)
    with pytest.raises(Refused, match="not in force"):
        enter(station, agreement=agreement.number)


def test_an_agreement_with_one_agency_carries_no_request_of_another(station: Station) -> None:
    agreement = agree(station)
    with pytest.raises(Refused, match="no such agreement"):
        enter(station, agency="Calexico Police", agreement=agreement.number)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, False), (1, True), (366, True), (367, False)])
def test_an_agreement_has_a_length(station: Station, days: int, may: bool) -> None:
    if may:
        assert agree(station, ends=TODAY + timedelta(days=days)).number
    else:
        with pytest.raises(Refused, match="one day at least and 366 at most"):
            agree(station, ends=TODAY + timedelta(days=days))


def test_an_agreement_names_sources_that_there_are(station: Station) -> None:
    with pytest.raises(BadInput, match="no sources: county"):
        agree(station, sources=["county"])


def test_the_register_keeps_everything_newest_first_and_says_what_is_in_force(station: Station) -> None:
    first, refused = enter(station), enter(station, person="Det. A. Ruiz")
    agreement = agree(station, begins=TODAY + timedelta(days=1))
    station.registers.docket.decide(refused.number, State.REFUSED, "adam", station.clock, "No case was named in it.", 0)
    told = listed(station.gate, station.registers, ADAM, Settings())
    assert [each.number for each in told.releases] == [refused.number, first.number]
    assert told.releases[0].reason == "No case was named in it."
    assert [(each.number, each.in_force) for each in told.agreements] == [(agreement.number, False)]
    assert told.record == station.records()[-1].body["intent"]


def test_who_may_not_share_enters_nothing(station: Station) -> None:
    dispatcher = person(Role.DISPATCHER, name="dora")
    with pytest.raises(Refused):
        enter_release(station.gate, station.registers, dispatcher, asked(), Settings())
    with pytest.raises(Refused):
        listed(station.gate, station.registers, dispatcher, Settings())
