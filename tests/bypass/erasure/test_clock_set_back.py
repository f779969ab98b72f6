"""What it tries: root sets the machine's clock back, so that a search of today seems to have been made last month.

What stops it: a record never bears an earlier time than the one before it (464.5(1)).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.bypass.attack import Control

MONTH = timedelta(days=30)


def _attack(weak: Control, clock: str) -> timedelta:
    """How long ago the search was made, as the log has it; such a clock is the control custodian's alone."""
    purpose = weak.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    with weak.taken(clock):
        told = weak.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    assert told.reads
    return datetime.now(UTC) - weak.record(told.body["record"]).time


def test_blocked(weak: Control) -> None:
    """It stands at the time of the record before it, which is today's."""
    assert _attack(weak, "clock set back") < timedelta(hours=1)


def test_control(weak: Control) -> None:
    """When the clock is believed, the search was last month's."""
    assert _attack(weak, "clock believed") >= MONTH
