"""What it tries: the database's owner deletes a record of the log while the custodian is stopped, and starts it again.

What stops it: a log that lacks a record, or is another than its tree tells, is not opened (464.5); nothing is served.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.bypass.attack import Control
from tests.bypass.custodians import Start, launch

pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def owned(start_control: Start) -> Control:
    """A custodian whose files somebody owns."""
    return start_control()


def _attack(owned: Control) -> int:
    """The record of Ana's search is gone, and the custodian stopped."""
    record = int(owned.attack("ana", "search(declare())")[0].body["record"])
    owned.end()
    with closing(sqlite3.connect(owned.log)) as connection, connection:
        connection.execute("DROP TRIGGER access_record_kept")
        gone = connection.execute("DELETE FROM access_record WHERE seq = ?", (record,))
        assert gone.rowcount == 1
    return record


def test_blocked(owned: Control) -> None:
    """It ends at its start, and says why."""
    _attack(owned)
    owned.start()
    assert owned.process.wait(60) != 0
    assert "records are missing from it" in owned.said.read_text()
    assert owned.attack("ana", "search(declare())")[0].error == "ConnectionRefusedError"


def test_control(owned: Control) -> None:
    """When nobody counts, it serves as before, and of that search nothing is known."""
    launch(owned, "whole log")
    record = _attack(owned)
    launch(owned, "whole log")
    assert owned.attack("ana", "search(declare())")[0].reads
    assert record not in {found.index for found in owned.records()}
