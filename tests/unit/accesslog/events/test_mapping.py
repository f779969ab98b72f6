"""Events of the access log: valid by the published schema, complete, and without what nobody may read there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.accesslog.events.ground import ORGANISATION, SECRETS, event, faults, filled, record, told
from tests.unit.accesslog.events.sources import actions
from workbench.accesslog.events.actions import DEEDS, LATE, UNLISTED
from workbench.accesslog.events.finding import COUNTED
from workbench.accesslog.record import Kind

pytestmark = [pytest.mark.section("464.5"), pytest.mark.section("464.6")]

EVERY = sorted({*actions(), *DEEDS})
DIFFERENCES = {name: at for at, name in enumerate(COUNTED)}


def test_every_action_that_the_sources_can_write_has_its_class() -> None:
    assert not actions() - DEEDS.keys()


def test_what_the_sources_can_write_is_found_by_the_look_at_them() -> None:
    found = actions()
    assert {"search.plates", "log.read", "store.give-up", "device.revoke", "log.witness-conflict"} <= found
    assert {"hub.signin", "hub.signin-failed", "hub.step-up-failed", "hub.account-code", "hub.sessions-ended"} <= found


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("action", EVERY)
def test_an_event_is_valid_by_the_published_schema_and_tells_nothing_secret(action: str, kind: Kind) -> None:
    made = record(action, kind)
    assert not faults(told(made))
    assert not [secret for secret in SECRETS if secret in event(made).text.decode()]


@pytest.mark.parametrize("address", ["uid 4640", "::1", "fe80::1%eth0", "drop folder", "nonsense", "", None, 7])
def test_wherever_a_request_came_from_the_event_stays_valid(address: object) -> None:
    for action in ("search.plates", "hub.signin", "purpose.declare", LATE):
        assert not faults(told(record(action, client={"address": address})))
        assert not faults(told(record(action, client=None)))


def test_the_schema_turns_away_what_is_not_of_it() -> None:
    whole = told(record("search.plates", Kind.INTENT))
    for wrong in ({"plate": "7ABC123"}, {"activity_id": 464}, {"time": "today"}):
        assert faults({**whole, **wrong})
    assert faults({name: value for name, value in whole.items() if name != "actor"})


def test_the_uid_of_an_event_is_the_index_of_its_leaf() -> None:
    assert told(record("search.plates", Kind.INTENT, index=1207))["metadata"]["uid"] == "1207"


def test_an_answer_leads_to_its_request() -> None:
    asked = told(record("search.plates", Kind.INTENT, index=6))
    answer = told(record("search.plates", Kind.RESULT, index=7, intent=6))
    assert asked["metadata"]["correlation_uid"] == answer["metadata"]["correlation_uid"] == "6"


@pytest.mark.parametrize(
    ("made", "of", "activity", "status"),
    [
        (record("search.plates", Kind.INTENT), 6005, "Query", 1),
        (record("search.plates", Kind.REFUSAL), 6005, "Query", 2),
        (record("collection.take", Kind.RESULT), 6005, "Write", 1),
        (record("collection.take", Kind.RESULT, outcome="failed"), 6005, "Write", 2),
        (record("hub.signin"), 3002, "Logon", 1),
        (record("hub.signin-failed"), 3002, "Logon", 2),
        (record("hub.signout"), 3002, "Logoff", 1),
        (record("purpose.declare", Kind.INTENT), 6003, "Create", 1),
        (record("training.exercise", Kind.INTENT), 6005, "Query", 1),
        (record("training.exercise", Kind.EVENT), 6003, "Update", 1),
        (record("log.reconciled", differs=False), 6003, "Read", 1),
        (record("log.reconciled", differs=True, differences=DIFFERENCES), 2004, "Create", 1),
    ],
    ids=lambda value: getattr(value, "action", None),
)
def test_what_happened_has_its_class_activity_and_end(made: Any, of: int, activity: str, status: int) -> None:
    numbers = {
        6005: {"Query": 4, "Write": 5},
        3002: {"Logon": 1, "Logoff": 2},
        6003: {"Create": 1, "Read": 2, "Update": 3},
        2004: {"Create": 1},
    }
    found = told(made)
    assert (found["class_uid"], found["activity_id"], found["status_id"]) == (of, numbers[of][activity], status)
    assert found["type_uid"] == of * 100 + numbers[of][activity]


def test_who_did_it_stands_there_with_the_roles_of_then() -> None:
    user = told(record("search.plates", Kind.INTENT, user="ana"))["actor"]["user"]
    assert (user["name"], user["org"]["name"]) == ("ana", ORGANISATION)
    assert [group["name"] for group in user["groups"]] == ["analyst", "trainer"]


def test_a_refusal_names_the_section_and_its_rule_and_nothing_that_was_typed() -> None:
    found = told(record("search.plates", Kind.REFUSAL))
    assert (found["status_code"], found["action_id"], found["unmapped"]["needs"]) == ("464.7(d)", 2, "own")
    assert "Partial" in found["status_detail"] or "partial" in found["status_detail"]
    assert "7ABC" not in json.dumps(found)


def test_a_difference_is_loud_and_counted() -> None:
    found = told(record("log.reconciled", differs=True, differences={**DIFFERENCES, "7ABC123": 1}))
    assert (found["severity_id"], found["is_alert"]) == (4, True)
    assert found["unmapped"]["leaves_without_event"] == DIFFERENCES["leaves_without_event"]
    assert "7ABC" not in json.dumps(found)


def test_an_action_that_nobody_listed_goes_out_without_its_name() -> None:
    found = told(record("brand.new", Kind.EVENT))
    assert found["api"]["operation"] == UNLISTED
    assert not faults(found)


def test_an_event_fits_into_the_smallest_message_that_every_receiver_takes() -> None:
    for action in EVERY:
        for kind in Kind:
            assert len(event(record(action, kind)).text) < 1900  # 2,048 with the header, RFC 5425 section 4.3.1


PLANTED = st.one_of(
    st.from_regex(r"[A-Z]{3}[0-9]{4}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}\?[0-9]{4}", fullmatch=True),
    st.just("Grey pick-up taken from a driveway overnight"),
    st.just("CASE-2026-00417"),
)
NAMES = """
schema kind time user organisation roles action realm elements purpose policy_version training_record client digest
outcome section reason needs intent count total read_ids repeated detail asked where differs differences waiting
category case_number narrative address account leaves_without_event
"""
KNOWN = st.sampled_from(NAMES.split())


def bodies(planted: str) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies that hold the planted words as values and names, at places that events read too."""
    words = st.sampled_from([planted, f"uid {planted}", f"fe80::1%{planted}", f"uid 12 {planted}"])
    leaves = st.one_of(words, st.integers(0, 50), st.booleans(), st.none())
    names = KNOWN | st.just(planted)

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=8)

    return st.dictionaries(names, st.recursive(leaves, deeper, max_leaves=15), max_size=15)


@given(data=st.data(), planted=PLANTED, action=st.sampled_from([*EVERY, "brand.new"]), kind=st.sampled_from(Kind))
def test_nothing_that_somebody_typed_gets_into_an_event(data: Any, planted: str, action: str, kind: Kind) -> None:
    made = filled(action, kind, data.draw(bodies(planted)))
    text = event(made).text.decode()
    assert planted not in text
    assert not faults(json.loads(text))
