"""The one way in: what the gate records, admits, refuses and releases (464.5)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.policy.people import NOW, VERSION, Station, analyst, person, purpose, search
from workbench.accesslog.record import Kind
from workbench.errors import (
    AssentRequired,
    BadInput,
    LogUnavailable,
    PurposeRequired,
    Refused,
    TrainingRequired,
    WorkbenchError,
)
from workbench.gate import Request, Rule
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation, Role
from workbench.policy.sections import Section
from workbench.store.receipt import Receipt, demand

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


def needs(assent: Assent | None) -> Rule:
    """A rule that says no until somebody assents; None for a no that stays."""
    no = refuse(Section.LEGITIMATE_PURPOSE, "Fewer than four characters are fixed.", "Narrow it.", assent)
    return lambda caller, purpose, now: no


def yes(caller: Caller, purpose: Purpose | None, now: datetime) -> Decision:
    return allow(Section.CANVASS_AND_PARTIALS)


def test_an_admission_stands_in_the_log_before_anybody_holds_its_receipt(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    record = station.reader.get(receipt.index)
    assert (record.kind, record.user, record.action) == (Kind.INTENT, "ana", "search.plates")
    assert (record.time, record.body["outcome"]) == (receipt.time, "admitted")
    assert demand(receipt, Realm.LIVE) is receipt


def test_what_is_only_demanded_is_refused_on_record_and_opens_nothing(station: Station) -> None:
    before = station.gate.records()
    assert station.gate.demand(analyst(), purpose(), search()) == frozenset()
    assert station.gate.records() == before
    with pytest.raises(PurposeRequired):
        station.gate.demand(analyst(), None, search())
    assert station.gate.records() == before + 1
    assert station.reader.get(before).kind is Kind.REFUSAL


def test_a_record_says_who_when_what_why_and_on_which_training_it_rests(station: Station) -> None:
    body = station.reader.get(station.gate.admit(analyst(), purpose(), search()).index).body
    assert body["user"] == "ana"
    assert body["organisation"] == "Test Police Department"
    assert body["roles"] == ["analyst"]
    assert body["time"] == "2026-03-02T12:00:00.00+00:00"
    assert body["elements"] == {"pattern": "7ABC???"}
    assert body["purpose"] == purpose().stated()
    assert body["policy_version"] == VERSION
    assert body["training_record"] == 17
    assert body["client"] == {"address": "127.0.0.1", "kernel": "k1"}


@pytest.mark.parametrize(
    ("caller", "declared", "error", "section"),
    [
        (person(), purpose(), Refused, "464.4"),
        (person(Role.VENDOR), purpose(), Refused, "464.4"),
        (person(Role.AUDITOR), purpose(), Refused, "464.4"),
        (analyst(), None, PurposeRequired, "464.5"),
        (analyst(), purpose("ben"), Refused, "464.5.2"),
        (analyst(), purpose(ended_at=NOW), PurposeRequired, "464.5"),
        (analyst(), purpose(realm=Realm.TRAINING), TrainingRequired, "464.4.1"),
        (analyst(standing=Standing()), purpose(), TrainingRequired, "464.4.1"),
    ],
    ids=["no role", "vendor", "auditor", "no purpose", "another's", "ended", "other store", "untrained"],
)
def test_a_refusal_is_on_record_before_it_is_told(
    station: Station, caller: Caller, declared: Purpose | None, error: type[WorkbenchError], section: str
) -> None:
    with pytest.raises(error) as told:
        station.gate.admit(caller, declared, search())
    assert type(told.value) is error
    (record,) = station.records()
    assert (record.kind, record.user) == (Kind.REFUSAL, "ana")
    assert record.body["elements"] == {"pattern": "7ABC???"}
    assert (record.body["outcome"], record.body["section"]) == ("refused", section)
    assert record.body["reason"] == told.value.message
    assert told.value.section == section
    assert "record 0" in told.value.how


def test_rules_are_asked_in_order_and_the_first_no_is_told(station: Station) -> None:
    first = refuse(Section.SOURCES, "Not this source.", "")
    asked = []

    def rule(caller: Caller, purpose: Purpose | None, now: datetime) -> Decision:
        asked.append(now)
        return first

    with pytest.raises(Refused, match="Not this source"):
        station.gate.admit(analyst(), purpose(), search(rules=[yes, rule, needs(None)]))
    assert asked == [NOW]
    assert station.kinds() == [Kind.REFUSAL]


def test_no_rule_is_asked_about_somebody_who_may_not_query(station: Station) -> None:
    with pytest.raises(Refused, match="Vendors"):
        station.gate.admit(person(Role.VENDOR), purpose(), search(rules=[needs(Assent.OWN)]))
    assert station.registers.assents.pending(NOW) == []


def forged(station: Station) -> list[object]:
    real = station.gate.admit(analyst(), purpose(), search(realm=Realm.LIVE))
    copy = Receipt(
        real.index, real.time, real.action, real.realm, real.caller, real.purpose, real.request, real.assented
    )
    return [
        None,
        object(),
        real.index,
        "record 0",
        copy,
        replace(copy, seal=object()),
        replace(real, realm=Realm.TRAINING),
        replace(real, index=real.index + 1),
        replace(real, caller=analyst("ben")),
        replace(real, purpose=None),
        replace(real, request=search("*")),
        replace(real, assented=frozenset(Assent)),
        replace(real, approved_by="carol"),
    ]


def test_a_receipt_that_the_gate_did_not_issue_opens_nothing(station: Station) -> None:
    for receipt in forged(station):
        with pytest.raises(TypeError, match="no receipt, no read"):
            demand(receipt)
        with pytest.raises(TypeError, match="no receipt, no read"):
            station.gate.release(receipt, {"count": 0})  # type: ignore[arg-type]
    assert station.kinds() == [Kind.INTENT]


def test_a_receipt_for_one_store_does_not_open_the_other(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(realm=Realm.TRAINING), search(realm=Realm.TRAINING))
    with pytest.raises(TypeError, match="opens the training store, not the live one"):
        demand(receipt, Realm.LIVE)


def test_when_the_log_can_not_be_written_nobody_is_admitted_refused_or_answered(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    station.journal.close()
    with pytest.raises(LogUnavailable):
        station.gate.admit(analyst(), purpose(), search())
    with pytest.raises(LogUnavailable):
        station.gate.admit(analyst(), None, search())
    with pytest.raises(LogUnavailable):
        station.gate.release(receipt, {"count": 1})
    with pytest.raises(LogUnavailable):
        station.gate.event("hub.signin", "ana", "Test Police Department", {})


def test_what_can_not_be_written_can_not_be_asked(station: Station) -> None:
    with pytest.raises(BadInput, match="can't be written into the access log"):
        station.gate.admit(analyst(), purpose(), search(near=float("nan")))
    assert station.records() == []


def test_a_release_is_a_record_of_its_own_that_names_its_intent(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    released = station.gate.release(receipt, {"count": 3, "reads": ["r1", "r2", "r3"]})
    body = station.reader.get(released.index).body
    assert (released.kind, body["outcome"], body["intent"], body["count"]) == (
        Kind.RESULT,
        "released",
        receipt.index,
        3,
    )
    assert body["purpose"] == purpose().stated()
    assert station.kinds() == [Kind.INTENT, Kind.RESULT]


def test_an_answer_that_never_came_is_on_record_too(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    station.gate.fail(receipt, "The store can't be read.")
    record = station.records()[-1]
    assert (record.kind, record.body["outcome"], record.body["intent"]) == (Kind.RESULT, "failed", receipt.index)


def grant(station: Station, told: AssentRequired, by: str) -> None:
    """What the signed-in page does with a yes."""
    station.registers.assents.answer(told.assent, by, True, "", station.clock, record=0)


@pytest.mark.parametrize(("assent", "by"), [(Assent.OWN, "ana"), (Assent.SECOND_PERSON, "carol")])
def test_an_assent_turns_the_refusal_of_this_exact_request_into_an_admission(
    station: Station, assent: Assent, by: str
) -> None:
    wide = search("7A*", rules=[needs(assent)])
    with pytest.raises(AssentRequired, match="four characters") as told:
        station.gate.admit(analyst(), purpose(), wide)
    assert told.value.page.startswith("/services/edge/")
    (pending,) = station.registers.assents.pending(NOW)
    assert (pending.assent, pending.needs, pending.asked_by) == (told.value.assent, assent, "ana")
    assert pending.summary["elements"] == {"pattern": "7A*"}
    grant(station, told.value, by)
    receipt = station.gate.admit(analyst(), purpose(), wide)
    assert receipt.assented == {assent}
    assert station.kinds() == [Kind.REFUSAL, Kind.INTENT]
    assert station.records()[0].body["needs"] == assent.value


@pytest.mark.parametrize(
    ("caller", "declared", "pattern"),
    [
        (analyst(), purpose(), "7B*"),
        (analyst(), purpose(purpose_id="p-2"), "7A*"),
        (analyst("ben"), purpose("ben"), "7A*"),
    ],
    ids=["another pattern", "another purpose", "another person"],
)
def test_an_assent_is_good_for_no_other_request(
    station: Station, caller: Caller, declared: Purpose, pattern: str
) -> None:
    rules = [needs(Assent.OWN)]
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), search("7A*", rules=rules))
    grant(station, told.value, "ana")
    with pytest.raises(AssentRequired) as again:
        station.gate.admit(caller, declared, search(pattern, rules=rules))
    assert again.value.assent != told.value.assent


def test_ones_own_word_is_not_a_second_persons(station: Station) -> None:
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), search(rules=[needs(Assent.OWN)]))
    grant(station, told.value, "ana")
    with pytest.raises(AssentRequired):
        station.gate.admit(analyst(), purpose(), search(rules=[needs(Assent.SECOND_PERSON)]))


def test_an_assent_lapses(station: Station) -> None:
    request = search(rules=[needs(Assent.OWN)])
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), request)
    grant(station, told.value, "ana")
    station.clock = NOW + timedelta(minutes=16)
    with pytest.raises(AssentRequired):
        station.gate.admit(analyst(), purpose(), request)


APPROVED = search("7A*", rules=[needs(Assent.SECOND_PERSON)])
FILE = Request("export.reads", Operation.EXPORT, {"pattern": "7A*"}, rules=[needs(Assent.OWN)])


@pytest.mark.section("464.9", "464.10(b)")
@pytest.mark.parametrize(("request_", "by"), [(APPROVED, "carol"), (FILE, "ana")], ids=["an approval", "a file"])
def test_what_is_assented_to_is_done_once_though_the_clock_goes_back(
    station: Station, request_: Request, by: str
) -> None:
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), request_)
    grant(station, told.value, by)
    station.gate.demand(analyst(), purpose(), request_)  # a question only: it uses nothing up
    receipt = station.gate.admit(analyst(), purpose(), request_)
    assert receipt.approved_by == ("carol" if request_ is APPROVED else "")
    station.clock = NOW - timedelta(minutes=5)
    before = station.gate.records()
    with pytest.raises(AssentRequired) as again:
        station.gate.admit(analyst(), purpose(declared_at=station.clock, last_used_at=station.clock), request_)
    assert again.value.assent != told.value.assent
    assert station.reader.get(before).kind is Kind.REFUSAL


def test_ones_own_word_on_a_search_holds_for_its_minutes(station: Station) -> None:
    wide = search("7A*", rules=[needs(Assent.OWN)])
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), wide)
    grant(station, told.value, "ana")
    assert station.gate.admit(analyst(), purpose(), wide).index < station.gate.admit(analyst(), purpose(), wide).index


@pytest.mark.section("464.9")
def test_of_many_that_use_one_approval_at_once_one_is_admitted(station: Station) -> None:
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), APPROVED)
    grant(station, told.value, "carol")

    def admitted(_: int) -> bool:
        try:
            station.gate.admit(analyst(), purpose(), APPROVED)
        except AssentRequired:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(admitted, range(16))) == 1
    assert station.kinds().count(Kind.INTENT) == 1


def test_no_assent_stands_in_for_training(station: Station) -> None:
    untrained = analyst(standing=Standing())
    request = search(rules=[needs(Assent.OWN)])
    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst(), purpose(), request)
    grant(station, told.value, "ana")
    with pytest.raises(TrainingRequired):
        station.gate.admit(untrained, purpose(), request)


def test_an_event_is_on_record_under_the_name_it_was_reported_for(station: Station) -> None:
    record = station.gate.event("hub.signin", "ana", "Test Police Department", {"user": "ben", "detail": {}})
    assert station.reader.get(record.index).body["user"] == "ana"
    assert (record.kind, record.user) == (Kind.EVENT, "ana")
