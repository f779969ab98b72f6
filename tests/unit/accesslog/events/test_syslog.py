"""Events over syslog: well formed, only to a receiver that can be trusted, each at least once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.accesslog.events.ground import event, record
from tests.unit.accesslog.events.receiver import Authority, Receiver, receiving, split
from tests.unit.accesslog.events.sources import actions
from tests.unit.accesslog.events.test_lines import events
from tests.waiting import HOST, free_ports, until
from workbench.accesslog.events.syslog import Syslog, framed
from workbench.accesslog.events.tls import Target, trust
from workbench.accesslog.record import Kind
from workbench.errors import ConfigError, Unavailable

pytestmark = pytest.mark.section("464.6")

HEADER = re.compile(
    rb"<(\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]{1,255} alpr-workbench - (2004|3002|6003|6005) - \{"
)
NOTHING = 1e9
"""Seconds after which nothing of a test has settled."""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def port() -> int:
    return free_ports(1)


@pytest.fixture
def receiver(tmp_path: Path, authority: Authority, port: int) -> Iterator[Receiver]:
    with receiving(tmp_path, port, authority.sign("receiver")) as running:
        yield running


def sender(folder: Path, port: int, authority: Authority, settle: float = NOTHING, **ours: str) -> Syslog:
    return Syslog(Target(HOST, port, trust(str(authority.file), **ours)), folder / "syslog.next", settle=settle)


def test_a_message_is_framed_by_its_octets_with_the_header_of_the_standard() -> None:
    for action in sorted(actions()):
        made = framed(event(record(action, Kind.REFUSAL)), "host")
        (message,), rest = split(made)
        found = HEADER.match(message)
        assert found, message[:120]
        assert int(found[1]) // 8 == 13
        assert not rest
        assert len(message) <= 2048  # what every receiver must take (RFC 5425, section 4.3.1)


def test_a_name_of_a_host_that_the_standard_has_no_room_for_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.accesslog.events import syslog

    assert syslog._printable("pólice desk") == "plicedesk"
    assert syslog._printable(" ") == "-"


def test_events_arrive_in_their_order(tmp_path: Path, authority: Authority, receiver: Receiver) -> None:
    with closing(sender(tmp_path, receiver.port, authority)) as sink:
        sink.take(events(0, 40))
        sink.take(events(sink.next, 50))
        until(lambda: len(receiver.uids()) == 50)
    assert receiver.uids() == list(range(50))


def test_what_arrived_is_not_sent_again_after_a_stop(tmp_path: Path, authority: Authority, receiver: Receiver) -> None:
    with closing(sender(tmp_path, receiver.port, authority)) as sink:
        sink.take(events(0, 40))
    again = sender(tmp_path, receiver.port, authority)
    assert again.next == 40


def test_what_has_settled_is_kept_while_the_connection_holds(
    tmp_path: Path, authority: Authority, receiver: Receiver
) -> None:
    place = tmp_path / "syslog.next"

    def settled() -> bool:
        sink.tend()
        return place.exists() and place.read_text() == "40\n"

    sink = sender(tmp_path, receiver.port, authority, settle=0)
    sink.take(events(0, 40))
    until(settled)


def test_a_receiver_that_is_killed_mid_way_gets_all_of_them_from_the_next_one(
    tmp_path: Path, authority: Authority, port: int
) -> None:
    certificate = authority.sign("receiver")
    sink = sender(tmp_path, port, authority)
    with receiving(tmp_path, port, certificate) as first:
        sink.take(events(0, 100))
        until(lambda: bool(first.uids()))
        first.kill()
        until(lambda: broken(sink))
        assert sink.next == 0
        with pytest.raises(Unavailable, match="can't be reached"):
            sink.take(events(sink.next, 200))
    with receiving(tmp_path, port, certificate) as second, closing(sink):
        sink.take(events(sink.next, 200))
        until(lambda: 199 in second.uids())
        assert set(second.uids()) == set(range(200))
        assert second.uids()[-200:] == list(range(200))


def test_what_only_the_receivers_machine_took_is_sent_again(tmp_path: Path, authority: Authority, port: int) -> None:
    certificate = authority.sign("receiver")
    sink = sender(tmp_path, port, authority)
    with receiving(tmp_path, port, certificate) as first:
        sink.take(events(0, 10))
        until(lambda: len(first.uids()) == 10)
        first.halt()
        sink.take(events(10, 20))
        until(lambda: not sink._line.unacknowledged())  # type: ignore[union-attr]
        first.kill()
        until(lambda: broken(sink))
        assert first.uids() == list(range(10))
    with receiving(tmp_path, port, certificate) as second, closing(sink):
        sink.take(events(sink.next, 20))
        until(lambda: 19 in second.uids())
        assert set(second.uids()) == set(range(20))


def test_a_sender_that_is_stopped_in_the_middle_sends_again_what_may_not_have_arrived(
    tmp_path: Path, authority: Authority, receiver: Receiver
) -> None:
    sink = sender(tmp_path, receiver.port, authority)
    sink.take(events(0, 30))
    until(lambda: len(receiver.uids()) == 30)
    sink._line.close()  # type: ignore[union-attr] # as the operating system does at a kill
    with closing(sender(tmp_path, receiver.port, authority)) as again:
        assert again.next == 0
        again.take(events(0, 60))
        until(lambda: 59 in receiver.uids())
    assert set(receiver.uids()) == set(range(60))


@pytest.mark.section("464.10")
@pytest.mark.parametrize("fault", ["another authority", "another host", "run out"])
def test_nothing_is_sent_to_a_receiver_that_can_not_be_trusted(
    tmp_path: Path, authority: Authority, port: int, fault: str
) -> None:
    signs = Authority(tmp_path, "stranger") if fault == "another authority" else authority
    address = "127.0.0.9" if fault == "another host" else HOST
    certificate = signs.sign("receiver", address=address, days=-1 if fault == "run out" else 1)
    with receiving(tmp_path, port, certificate) as running:
        sink = sender(tmp_path, port, authority)
        with pytest.raises(Unavailable, match="trusted"):
            sink.take(events(0, 3))
        assert sink.next == 0
        assert not running.messages()


@pytest.mark.section("464.10")
def test_a_receiver_that_wants_to_know_the_sender_gets_its_certificate(
    tmp_path: Path, authority: Authority, port: int
) -> None:
    certificate, key = authority.sign("sender")
    with receiving(tmp_path, port, authority.sign("receiver"), clients=authority.file) as running:
        stranger = sender(tmp_path, port, authority)
        assert turned_away(stranger)
        assert stranger.next == 0
        assert not running.messages()
        with closing(sender(tmp_path, port, authority, certificate=str(certificate), key=str(key))) as known:
            known.take(events(0, 3))
            until(lambda: running.uids() == [0, 1, 2])


@pytest.mark.parametrize("place", ["twelve", "-3", "٣", ""])
def test_a_place_that_says_nothing_is_not_guessed_at(tmp_path: Path, authority: Authority, place: str) -> None:
    (tmp_path / "syslog.next").write_text(place)
    with pytest.raises(Unavailable, match="which event is next"):
        sender(tmp_path, 1, authority)


def test_certificates_that_can_not_be_read_stop_the_start(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for given in (str(tmp_path / "none.pem"), str(empty)):
        with pytest.raises(ConfigError, match="certificates"):
            trust(given)


def broken(sink: Syslog) -> bool:
    try:
        sink.tend()
    except Unavailable:
        return True
    return False


def turned_away(sink: Syslog) -> bool:
    """Whether the receiver ends the connection; with TLS 1.3 it tells so only after the sender's part."""
    try:
        sink.take(events(0, 3))
    except Unavailable:
        return True
    until(lambda: broken(sink))
    return True
