"""A search that finds no room in the register of running ones is an attempt on record (464.5)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.policy.people import NOW, Station, analyst, purpose
from workbench.accesslog.record import Kind
from workbench.custodian.queries import Queries
from workbench.custodian.searching import GRAIN, answered, used
from workbench.errors import BadInput
from workbench.search.run import Desk
from workbench.settings import Settings
from workbench.wire.movement import VehicleSearch

QUERY = "0123456789abcdef" * 2


def never(_desk: Desk) -> Any:
    raise AssertionError("the search was made")


@pytest.mark.section("464.5")
def test_a_search_under_an_id_in_use_is_refused_on_record(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        queries = Queries()
        rooms: Any = SimpleNamespace(
            gate=station.gate, registers=station.registers, queries=queries, settings=Settings()
        )
        message = VehicleSearch(purpose_id="p-1", plate="7ABC123", query_id=QUERY)
        with queries.running("ana", QUERY), pytest.raises(BadInput) as told:
            answered(rooms, analyst(), "search.vehicle", message, never)
        assert told.value.where == "query_id"
        (record,) = station.records()
        assert (record.kind, record.action, record.user) == (Kind.REFUSAL, "search.vehicle", "ana")
        assert record.body["elements"]["plate"] == "7ABC123"


@pytest.mark.section("464.5(4)")
def test_a_purpose_that_is_used_again_at_once_is_written_once(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        rooms: Any = SimpleNamespace(gate=station.gate, registers=station.registers)
        station.registers.purposes.add(purpose())
        last = []
        for seconds in (3, 9, 10, 12, 1500):
            station.clock = NOW + timedelta(seconds=seconds)
            used(rooms, station.registers.purposes.get("p-1"))
            found = station.registers.purposes.get("p-1")
            assert found
            last.append((found.last_used_at - NOW).total_seconds())
            assert station.clock - found.last_used_at < GRAIN
        assert last == [0, 0, 10, 10, 1500]
        used(rooms, None)
