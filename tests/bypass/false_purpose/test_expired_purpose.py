"""What it tries: search under a purpose of one's own that ran out or that one ended.

What stops it: the gate asks at each search whether the purpose is still open (464.5(4)); the refusal is on record.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tests.bypass.attack import Control, Ground, Told

ENDED = """
purpose = declare()
call("DELETE", "/purposes/" + purpose)
search(purpose)
"""


def _attack(ground: Ground) -> tuple[Told, Told]:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    _let_time_pass(ground, purpose)
    expired = ground.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    return expired, ground.attack("ana", ENDED)[1]


def _let_time_pass(ground: Ground, purpose: str) -> None:
    """As if it had been left alone for 31 minutes."""
    with closing(sqlite3.connect(ground.data / "custodian" / "registers.sqlite", timeout=10)) as connection, connection:
        (kept,) = connection.execute("SELECT last_used_at FROM purposes WHERE purpose_id = ?", (purpose,)).fetchone()
        past = _shifted(kept, timedelta(minutes=31))
        connection.execute("UPDATE purposes SET last_used_at = ? WHERE purpose_id = ?", (past, purpose))


def _shifted(kept: str, back: timedelta) -> str:
    return (datetime.fromisoformat(kept).replace(tzinfo=UTC) - back).strftime("%Y-%m-%d %H:%M:%S.%f")


def test_blocked(strong: Ground) -> None:
    """Both are refused and recorded."""
    before = strong.size()
    for told in _attack(strong):
        assert (told.status, told.kind) == (403, "purpose-required")
    assert strong.refused("ana", "464.5", since=before)


def test_control(weak: Control) -> None:
    """When a purpose never ends, both are answered."""
    assert not sum(told.reads for told in _attack(weak))
    with weak.taken("open purpose"):
        assert all(told.reads for told in _attack(weak))
