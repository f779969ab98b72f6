"""Our own records as the detectors are told of them (464.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.policy.people import NOW
from workbench.accesslog.record import Kind, Record
from workbench.audit.detectors.every import flags, idle
from workbench.audit.detectors.overlapping import OVERLAPPING
from workbench.audit.own_rows import is_looked_at, row_of
from workbench.audit.row import Ground

pytestmark = pytest.mark.section("464.6")


def record(index: int, action: str = "search.plates", elements: Mapping[str, Any] | None = None, **body: Any) -> Record:
    """Ana's, on the day of that number."""
    more = {"realm": "live", "elements": elements or {}, "training_record": 1, **body}
    return Record(index, NOW + timedelta(days=index), Kind.INTENT, "ana", action, more)


def test_who_measures_breaches_again_and_again_about_one_person_snoops_as_in_the_log() -> None:
    records = [record(day, "breach.scope", {"number": 1, "user": "ben"}) for day in range(4)]
    assert all(map(is_looked_at, records))
    (flag,) = flags([row_of(each) for each in records], Ground())
    assert (flag.detector, flag.rows) == ("snooping in the log", (0, 1, 2, 3))


@pytest.mark.section("464.5.2")
def test_a_log_of_accounts_at_a_socket_tells_no_address_so_that_overlapping_sessions_are_idle() -> None:
    at_socket, over_network = (row_of(record(0, client={"address": address})) for address in ("uid 1007", "192.0.2.7"))
    assert (at_socket.address, over_network.address) == ("", "192.0.2.7")
    assert OVERLAPPING in idle([at_socket], Ground())
    assert OVERLAPPING not in idle([at_socket, over_network], Ground())
