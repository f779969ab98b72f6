"""Where a custodian's events go, by its configuration, and what it does when they don't arrive (464.6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.accesslog.events.ground import faults, told
from tests.unit.accesslog.events.receiver import Authority, receiving
from tests.waiting import HOST, free_ports, until
from workbench.accesslog.events.event import Class
from workbench.accesslog.events.kept import every
from workbench.accesslog.events.mapping import Mapper
from workbench.custodian.following import followers_of
from workbench.errors import ConfigError
from workbench.settings import Settings

pytestmark = pytest.mark.section("464.6")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


def settings(folder: Path, **events: object) -> Settings:
    found = Settings.from_mapping({"paths": {"data": str(folder)}, "events": events})
    found.paths.custodian.mkdir()
    return found


def test_file_and_receiver_get_the_same_events(tmp_path: Path, station: Station) -> None:
    authority, port = Authority(tmp_path), free_ports(1)
    made = settings(tmp_path, syslog=f"{HOST}:{port}", syslog_ca=str(authority.file))
    with receiving(tmp_path, port, authority.sign("receiver")) as receiver, ExitStack() as running:
        for follower in followers_of(made, station.gate, station.reader.between):
            running.enter_context(follower)
        for _ in range(5):
            station.gate.event("hub.signin", "ana", "Test Police Department", {})
        until(lambda: receiver.uids() == [0, 1, 2, 3, 4])
    assert [kept.index for kept in every(Path(made.events.file))] == receiver.uids()


def test_events_that_are_late_are_a_record_and_a_finding(tmp_path: Path, station: Station) -> None:
    (follower,) = followers_of(settings(tmp_path), station.gate, station.reader.between)
    follower._alarm("syslog", 3)
    (record,) = station.records()
    assert (record.action, record.body["sink"]) == ("events.late", "syslog")
    assert Mapper("Test Police Department")(record).of is Class.FINDING
    assert told(record)["unmapped"]["events_unsent"] == 3
    assert not faults(told(record))


def test_nothing_goes_anywhere_where_nothing_is_configured(tmp_path: Path, station: Station) -> None:
    assert followers_of(settings(tmp_path, file=""), station.gate, station.reader.between) == []


def test_a_receiver_whose_authority_is_missing_stops_the_start(tmp_path: Path, station: Station) -> None:
    made = settings(tmp_path, syslog="siem.example.gov:6514", syslog_ca="/nowhere/ca.pem")
    with pytest.raises(ConfigError, match="certificates"):
        followers_of(made, station.gate, station.reader.between)
