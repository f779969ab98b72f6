"""Following the log: the log never waits for a sink, nothing is left out, and lateness is told once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.policy.people import Station, analyst, purpose, search
from tests.unit.accesslog.events.ground import ORGANISATION
from tests.unit.accesslog.events.test_lines import indexes
from tests.waiting import until
from workbench.accesslog.events.event import Event
from workbench.accesslog.events.follow import Follower, Source
from workbench.accesslog.events.lines import Lines
from workbench.accesslog.events.mapping import Mapper
from workbench.errors import LogUnavailable, Unavailable

pytestmark = pytest.mark.section("464.6")


class Kept:
    """A sink in memory: takes events while it is ``open``, and waits for the ``door`` before each batch."""

    name = "memory"

    def __init__(self, *, is_open: bool = True) -> None:
        self.taken: list[int] = []
        self.open = is_open
        self.door = threading.Event()
        self.door.set()
        self.waits = threading.Event()

    @property
    def next(self) -> int:
        return len(self.taken)

    def take(self, events: Sequence[Event]) -> None:
        self.waits.set()
        self.door.wait(60)
        if not self.open:
            raise Unavailable("It is closed.")
        self.taken += [event.index for event in events]

    def tend(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def source(station: Station) -> Source:
    return Source(station.gate.records, station.reader.between, Mapper(ORGANISATION))


def grow(station: Station, records: int) -> None:
    for _ in range(records):
        station.gate.admit(analyst(), purpose(), search())


def follower(
    station: Station,
    sink: Kept | Lines,
    alarms: list[tuple[str, int]],
    clock: Callable[[], float] = time.monotonic,
) -> Follower:
    """A minute behind is late for it."""
    return Follower(sink, source(station), lambda *told: alarms.append(told), 60.0, pause=0.01, clock=clock)


def test_every_record_reaches_the_sink_while_the_log_grows(station: Station, running: ExitStack) -> None:
    sink = Kept()
    grow(station, 300)
    running.enter_context(follower(station, sink, []))
    grow(station, 20)
    until(lambda: len(sink.taken) == 320)
    assert sink.taken == list(range(320))


def test_the_log_grows_while_a_sink_takes_its_time(station: Station, running: ExitStack) -> None:
    sink = Kept()
    sink.door.clear()
    running.enter_context(follower(station, sink, []))
    running.callback(sink.door.set)
    grow(station, 1)
    assert sink.waits.wait(60)
    grow(station, 50)
    assert station.gate.records() == 51
    assert not sink.taken


def test_what_stood_when_it_is_stopped_is_handed_over_still(station: Station, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with follower(station, Lines(path), []):
        grow(station, 5)
    assert indexes(path) == [0, 1, 2, 3, 4]


def test_a_sink_that_was_shut_gets_everything_when_it_opens(station: Station) -> None:
    sink = Kept(is_open=False)
    made = follower(station, sink, [])
    grow(station, 5)
    made.round()
    assert not sink.taken
    sink.open = True
    made.round()
    assert sink.taken == [0, 1, 2, 3, 4]


def test_lateness_is_told_once_until_the_sink_has_caught_up(station: Station) -> None:
    now, sink, alarms = [0.0], Kept(is_open=False), list[tuple[str, int]]()
    made = follower(station, sink, alarms, lambda: now[0])
    grow(station, 3)
    for now[0] in (0.0, 59.0):
        made.round()
    assert not alarms
    for now[0] in (60.0, 61.0, 600.0):
        made.round()
    assert alarms == [("memory", 3)]
    sink.open = True
    made.round()
    sink.open = False
    grow(station, 1)
    for now[0] in (700.0, 800.0):
        made.round()
    assert alarms == [("memory", 3), ("memory", 1)]


def test_an_alarm_that_could_not_be_recorded_is_tried_again(station: Station) -> None:
    now, told, fails = [0.0], list[int](), [True]

    def alarm(name: str, waiting: int) -> None:
        if fails[0]:
            raise LogUnavailable("The disk is full.")
        told.append(waiting)

    made = Follower(Kept(is_open=False), source(station), alarm, 60.0, clock=lambda: now[0])
    grow(station, 2)
    for now[0] in (0.0, 100.0):
        made.round()
    fails[0] = False
    made.round()
    assert told == [2]


def test_a_sink_that_knows_more_records_than_the_log_has_is_late_too(station: Station) -> None:
    now, sink, alarms = [0.0], Kept(), list[tuple[str, int]]()
    sink.taken = list(range(10))
    made = follower(station, sink, alarms, lambda: now[0])
    grow(station, 3)
    for now[0] in (0.0, 100.0):
        made.round()
    assert alarms == [("memory", 0)]
    assert sink.taken == list(range(10))
