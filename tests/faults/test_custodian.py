"""Thirty faults of the whole custodian while people search: what any of them got is on record (464.5, 464.10)."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.custodian import Custodian, opened
from tests.faults.disk import Disk, Fault
from tests.faults.released import Ledgers
from tests.faults.searchers import Searchers

pytestmark = pytest.mark.section("464.5", "464.10")
KILLS, OF_EACH_DISK, OF_EACH_STOP = 11, 3, 3
KILLS_EACH_TIME = 4
"""The rest of them with --long: each costs a start."""
WHO = ("ana", "ben")


class Busy:
    """A custodian whose log's disk can fail, with people who search."""

    def __init__(self, custodian: Custodian, disk: Disk, searchers: Searchers) -> None:
        self.custodian, self.disk, self.searchers = custodian, disk, searchers
        keep = custodian.folder / "custodian"
        self._ledgers = Ledgers(f"sqlite:///{keep / 'log.sqlite'}", keep / "log-keys")

    def demand(self) -> None:
        """All that was released so far is on record."""
        released = self.searchers.released
        self._ledgers.demand(released[self._ledgers.found :])
        assert self._ledgers.found == len(released)


@pytest.fixture(scope="module")
def busy() -> Iterator[Busy]:
    with tempfile.TemporaryDirectory(prefix="f") as place:
        folder = Path(place)
        disk = Disk(folder, folder / "custodian" / "log")
        with opened(folder, disk.environment) as custodian, Searchers(custodian, WHO) as searchers:
            searchers.until_released(1)
            yield Busy(custodian, disk, searchers)


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.long] if n >= KILLS_EACH_TIME else []) for n in range(KILLS)]
)
def test_after_a_kill_all_that_was_released_is_on_record(busy: Busy, number: int) -> None:
    busy.searchers.until_released(random.Random(number).randrange(1, 30))  # noqa: S311 - a course of events
    with busy.custodian.dead():
        busy.demand()
    busy.searchers.until_released(1)


@pytest.mark.parametrize("number", range(OF_EACH_DISK))
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_a_disk_that_fails_stops_the_answers_until_it_is_mended(busy: Busy, fault: Fault, number: int) -> None:
    busy.searchers.until_released(random.Random(number).randrange(1, 9))  # noqa: S311 - as above
    with busy.disk.failing(fault):
        busy.searchers.until_refused(2 * len(WHO))
        stands = len(busy.searchers.released)
        busy.searchers.until_refused(2 * len(WHO))
        assert len(busy.searchers.released) == stands
        assert "access log can't be" in busy.searchers.refusals[-1]
    busy.searchers.until_released(len(WHO))
    busy.demand()


@pytest.mark.parametrize("number", range(OF_EACH_STOP))
@pytest.mark.parametrize("service", ["custodian", "hub"])
def test_while_a_process_is_stopped_all_that_was_released_is_on_record(busy: Busy, service: str, number: int) -> None:
    busy.searchers.until_released(random.Random(number).randrange(1, 20))  # noqa: S311 - as above
    with busy.custodian.asleep(service):
        busy.demand()
    busy.searchers.until_released(len(WHO))
    busy.demand()


def test_a_custodian_killed_while_its_disk_fails_goes_on_where_the_log_stood(busy: Busy) -> None:
    with ExitStack() as restarted:
        with busy.disk.failing(Fault.FLUSH):
            busy.searchers.until_refused(2)
            restarted.enter_context(busy.custodian.dead())
        busy.demand()
    busy.searchers.until_released(len(WHO))
    busy.demand()
