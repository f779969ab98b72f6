"""Purposes in the register (464.5(4), 464.10(b)), on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from tests.contract.registers import LATER, NOW
from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.policy.purpose import Category, Purpose
from workbench.store.registers import Registers

PURPOSE = Purpose(
    purpose_id="p-1",
    username="ana",
    category=Category.STOLEN_OR_WANTED_VEHICLE,
    case_number="26-0871",
    narrative="A grey pick-up left the yard; ñ, 車 and 'quotes' are kept.",
    why_this_plate="The witness read its first two characters.",
    prompt="State the case.",
    realm=Realm.LIVE,
    declared_at=NOW,
    last_used_at=NOW,
    record=7,
)

pytestmark = pytest.mark.section("464.10(b)")


def test_a_purpose_comes_back_as_it_was_declared(registers: Registers) -> None:
    registers.purposes.add(PURPOSE)
    assert registers.purposes.get("p-1") == PURPOSE
    assert registers.purposes.get("p-2") is None


def test_times_come_back_in_utc_from_any_zone_and_naive_ones_are_refused(registers: Registers) -> None:
    pacific = timezone(timedelta(hours=-8))
    registers.purposes.add(replace(PURPOSE, declared_at=NOW.astimezone(pacific)))
    kept = registers.purposes.get("p-1")
    assert kept is not None
    assert kept.declared_at == NOW
    assert kept.declared_at.utcoffset() == timedelta(0)
    with pytest.raises(StoreUnavailable) as refused:
        registers.purposes.end("p-1", datetime(2026, 3, 2, 17, 31))  # noqa: DTZ001
    assert "TypeError" in refused.value.diagnostic


TOUCHES = [
    ("a minute later", timedelta(minutes=1), True),
    ("before it was used", timedelta(minutes=-1), False),
    ("just before the idle limit", timedelta(minutes=29, seconds=59), True),
    ("at the idle limit", timedelta(minutes=30), False),
    ("a day later", timedelta(days=1), False),
]


@pytest.mark.parametrize(("after", "counts"), [row[1:] for row in TOUCHES], ids=[row[0] for row in TOUCHES])
def test_use_renews_the_idle_time_and_wakes_nothing_that_ended(
    registers: Registers, after: timedelta, counts: bool
) -> None:
    registers.purposes.add(PURPOSE)
    registers.purposes.touch("p-1", NOW + after)
    kept = registers.purposes.get("p-1")
    assert kept is not None
    assert kept.last_used_at == (NOW + after if counts else NOW)


def test_use_does_not_outlast_the_shift(registers: Registers) -> None:
    registers.purposes.add(replace(PURPOSE, last_used_at=NOW + timedelta(hours=11, minutes=50)))
    registers.purposes.touch("p-1", NOW + timedelta(hours=12))
    kept = registers.purposes.get("p-1")
    assert kept is not None
    assert kept.last_used_at == NOW + timedelta(hours=11, minutes=50)


def test_the_first_end_counts_and_stays(registers: Registers) -> None:
    registers.purposes.add(PURPOSE)
    registers.purposes.end("p-1", LATER)
    registers.purposes.end("p-1", LATER + timedelta(minutes=1))
    registers.purposes.touch("p-1", LATER)
    kept = registers.purposes.get("p-1")
    assert kept is not None
    assert (kept.ended_at, kept.last_used_at) == (LATER, NOW)


def test_all_of_one_person_end_together_and_nobody_elses(registers: Registers) -> None:
    for purpose_id, username in (("p-1", "ana"), ("p-2", "ana"), ("p-3", "otto")):
        registers.purposes.add(replace(PURPOSE, purpose_id=purpose_id, username=username))
    registers.purposes.end_all("ana", LATER)
    ended = {key: kept.ended_at for key in ("p-1", "p-2", "p-3") if (kept := registers.purposes.get(key))}
    assert ended == {"p-1": LATER, "p-2": LATER, "p-3": None}


def test_what_is_open_is_listed_newest_first_and_nobody_elses(registers: Registers) -> None:
    for purpose_id, username, minutes in (("p-1", "ana", 0), ("p-2", "ana", 5), ("p-3", "otto", 6), ("p-4", "ana", 7)):
        at = NOW + timedelta(minutes=minutes)
        registers.purposes.add(
            replace(PURPOSE, purpose_id=purpose_id, username=username, declared_at=at, last_used_at=at)
        )
    registers.purposes.end("p-4", NOW + timedelta(minutes=8))

    def listed(after: timedelta) -> list[str]:
        return [kept.purpose_id for kept in registers.purposes.open_of("ana", NOW + after)]

    assert listed(timedelta(minutes=10)) == ["p-2", "p-1"]
    assert listed(timedelta(minutes=30)) == ["p-2"]
    assert listed(timedelta(minutes=35)) == []


def test_what_is_listed_and_what_is_open_are_the_same_at_the_limits(registers: Registers) -> None:
    used = NOW + timedelta(hours=11, minutes=50)
    registers.purposes.add(replace(PURPOSE, last_used_at=used))
    for moment in (NOW + timedelta(hours=12) - timedelta(seconds=1), NOW + timedelta(hours=12), used):
        kept = registers.purposes.open_of("ana", moment)
        assert bool(kept) is replace(PURPOSE, last_used_at=used).open_at(moment)


def test_sql_in_a_field_is_text(registers: Registers) -> None:
    text = "'; DROP TABLE purposes; --"
    registers.purposes.add(replace(PURPOSE, narrative=text))
    kept = registers.purposes.get("p-1")
    assert kept is not None
    assert kept.narrative == text
    assert registers.purposes.get(text) is None
