"""What opens access is counted by the machine's clock, also when the log's time is ahead of it (464.5(2))."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, opened
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.record import Kind
from workbench.policy.purpose import SHIFT_LIMIT

AHEAD = timedelta(days=400)


@pytest.mark.section("464.5(4)")
def test_a_purpose_ends_with_the_shift_although_the_clock_once_ran_ahead() -> None:
    with tempfile.TemporaryDirectory(prefix="c") as folder, opened(Path(folder)) as custodian:
        keep = custodian.folder / "custodian"
        url, keys = f"sqlite:///{keep / 'log.sqlite'}", Keyring(keep / "log-keys")
        with custodian.away(), closing(Journal.open(url, keys, now=lambda: datetime.now(UTC) + AHEAD)) as journal:
            journal.append(Kind.EVENT, "custodian", "clock.ahead", {})
        with custodian.client("ana") as client:
            declared = client.declare(PURPOSE)
            assert custodian.declared().time > datetime.now(UTC) + AHEAD - timedelta(days=1)
            assert declared.expires_at <= datetime.now(UTC) + SHIFT_LIMIT
            assert client.purpose(declared.purpose_id) == declared
