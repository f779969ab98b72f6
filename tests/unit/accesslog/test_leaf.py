"""What a leaf shows and what it commits to (464.5): nobody finds a plate in it, and one field can be opened alone."""

from __future__ import annotations

import json
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.accesslog.encoding import base64
from workbench.accesslog.leaf import CLEAR, LARGEST_LEAF, commitment, demand_room, leaf_of, salt
from workbench.errors import BadInput

pytestmark = pytest.mark.section("464.5")

KEY = secrets.token_bytes(32)
BODY = {
    "schema": 1,
    "kind": "intent",
    "user": "ana",
    "organisation": "Test Police Department",
    "roles": ["analyst"],
    "action": "search.plates",
    "time": "2026-03-02T12:00:00.00+00:00",
    "outcome": "admitted",
    "elements": {"pattern": "7ABC123", "window": {"start": "2026-03-01"}},
    "purpose": {"category": "homicide", "case_number": "2026-00417", "narrative": "seen at the scene of the shooting"},
    "client": {"address": "127.0.0.1", "cell_sha256": "ab" * 32},
    "digest": "cd" * 32,
}
SECRETS = ("7ABC123", "2026-00417", "shooting", "127.0.0.1", "ab" * 32, "cd" * 32)


def test_who_what_kind_and_when_stand_in_clear_and_nothing_that_was_looked_for() -> None:
    leaf = json.loads(leaf_of(BODY, KEY))
    assert (leaf["user"], leaf["action"], leaf["category"]) == ("ana", "search.plates", "homicide")
    assert leaf["commitments"].keys() == {
        *(f"elements.{name}" for name in ("pattern", "window")),
        *(f"purpose.{name}" for name in ("category", "case_number", "narrative")),
        *(f"client.{name}" for name in ("address", "cell_sha256")),
        "digest",
    }
    text = leaf_of(BODY, KEY).decode()
    assert [word for word in SECRETS if word in text] == []


@given(st.dictionaries(st.text(max_size=30), st.just("PLANTED-VALUE") | st.just({"x": "PLANTED-VALUE"}), max_size=8))
def test_whatever_a_body_holds_only_the_closed_list_is_in_clear(extra: dict[str, object]) -> None:
    body = {**{name: value for name, value in extra.items() if name not in CLEAR}, "kind": "event"}
    assert "PLANTED-VALUE" not in leaf_of(body, KEY).decode()


def test_a_name_that_somebody_made_up_is_no_name_of_the_leaf() -> None:
    body = {"detail": {"7ABC123": 1}, "8XYZ987": 2, "kind": "event"}
    text = leaf_of(body, KEY).decode()
    assert "7ABC123" not in text
    assert "8XYZ987" not in text
    assert json.loads(text)["commitments"].keys() == {"detail", "others"}


def test_a_field_of_another_form_than_the_list_says_is_committed() -> None:
    leaf = json.loads(leaf_of({"count": "7ABC123", "total": 3, "roles": ["x", 1]}, KEY))
    assert leaf["total"] == 3
    assert leaf["commitments"].keys() == {"count", "roles"}


def test_one_field_can_be_opened_without_the_others() -> None:
    commitments = json.loads(leaf_of(BODY, KEY))["commitments"]
    opened = salt(KEY, "elements.pattern")
    assert base64(commitment("7ABC123", opened)) == commitments["elements.pattern"]
    assert base64(commitment("7ABC124", opened)) != commitments["elements.pattern"]
    assert salt(KEY, "purpose.narrative") != opened


def test_the_same_value_looks_different_in_each_record_and_field() -> None:
    body = {"one": "7ABC123", "other": "7ABC123"}
    made = [json.loads(leaf_of(body, key))["commitments"] for key in (KEY, secrets.token_bytes(32))]
    assert len({value for each in made for value in each.values()}) == 4


def test_a_leaf_is_the_same_however_often_it_is_made() -> None:
    assert leaf_of(BODY, KEY) == leaf_of(dict(reversed(BODY.items())), KEY)


def test_a_body_whose_leaf_would_be_too_long_is_refused_beforehand() -> None:
    long = {f"field_{number}": {f"m{inner}": 1 for inner in range(50)} for number in range(30)}
    with pytest.raises(BadInput, match="can't be written"):
        demand_room(long)
    short = {f"field_{number}": number for number in range(50)}
    demand_room(short)
    assert len(leaf_of(short, KEY)) <= LARGEST_LEAF
