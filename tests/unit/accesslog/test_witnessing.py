"""Asking real witnesses over HTTP (464.5): who cosigns, who is silent, and what a conflict looks like."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.unit.accesslog.logs import BEGINNING, LOG, WITNESSES, checkpoint_of, key_of, leaves, policy_of, tree
from workbench.accesslog.note import Note
from workbench.accesslog.notekeys import KeyType, SigningKey
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.accesslog.witnessing import Outcome, Round, Witnessing
from workbench.witness.memory import Memory
from workbench.witness.server import MOST_AT_ONCE, WitnessServer
from workbench.witness.witness import Witness

pytestmark = pytest.mark.section("464.5")
RECORDS = leaves(60)
OTHERS = [*RECORDS[:20], *(record.replace(b'"ana"', b'"eve"') for record in RECORDS[20:])]
NOON = BEGINNING.timestamp()


@contextmanager
def listening(key: SigningKey, file: Path, *, clock: float = NOON) -> Iterator[WitnessServer]:
    """A witness on loopback."""
    server = WitnessServer(("127.0.0.1", 0), Witness(key, [LOG.public()], Memory(file), lambda: clock))
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def address(server: WitnessServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/w"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[dict[str, WitnessServer]]:
    """The three witnesses of the policy."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(listening(key, tmp_path / f"{name}.sqlite")) for name, key in WITNESSES.items()
        }


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """What requests go out with; nothing of the environment's."""
    with httpx.Client(timeout=10, trust_env=False) as client:
        yield client


def reaching(urls: dict[str, str]) -> Policy:
    policy = policy_of()
    witnesses = {name: Party(party.key, urls.get(name, "")) for name, party in policy.witnesses.items()}
    return Policy(policy.logs, witnesses, policy.groups, policy.quorum)


def asker(policy: Policy, http: httpx.Client, records: Sequence[bytes] = RECORDS) -> Witnessing:
    _, nodes = tree(records)
    return Witnessing(policy, nodes.__getitem__, http, now=lambda: NOON)


def note(size: int, records: Sequence[bytes] = RECORDS) -> Note:
    return checkpoint_of(records[:size]).signed(LOG)


def outcomes(found: Round) -> dict[str, Outcome]:
    return {name: answer.outcome for name, answer in found.answers.items()}


def test_all_cosign_and_the_policy_accepts_what_comes_back(
    servers: dict[str, WitnessServer], http: httpx.Client
) -> None:
    policy = reaching({name: address(server) for name, server in servers.items()})
    log = asker(policy, http)
    for size in (0, 1, 7, 7, 33, 60):
        found = log.round(note(size))
        assert set(outcomes(found).values()) == {Outcome.COSIGNED}
        assert found.quorum
        assert policy.accept(found.note.encode()).times == dict.fromkeys(WITNESSES, int(NOON))


def test_a_log_that_starts_again_learns_what_each_witness_saw(
    servers: dict[str, WitnessServer], http: httpx.Client
) -> None:
    policy = reaching({name: address(server) for name, server in servers.items()})
    asker(policy, http).round(note(33))
    again = asker(policy, http).round(note(60))
    assert set(outcomes(again).values()) == {Outcome.COSIGNED}


def test_a_witness_that_is_away_does_not_keep_the_others(servers: dict[str, WitnessServer], http: httpx.Client) -> None:
    urls = {name: address(server) for name, server in servers.items()}
    found = asker(reaching(urls | {"east": "http://127.0.0.1:9"}), http).round(note(7))
    assert outcomes(found) == {"north": Outcome.COSIGNED, "south": Outcome.COSIGNED, "east": Outcome.SILENT}
    assert found.quorum
    alone = asker(reaching({"north": urls["north"]}), http).round(note(7))
    assert not alone.quorum


def test_a_log_that_was_rolled_back_or_forked_is_a_conflict(
    servers: dict[str, WitnessServer], http: httpx.Client
) -> None:
    policy = reaching({"north": address(servers["north"])})
    asker(policy, http).round(note(40))
    rolled = asker(policy, http).round(note(30))
    forked = asker(policy, http, OTHERS).round(note(50, OTHERS))
    replaced = asker(policy, http, OTHERS).round(note(40, OTHERS))
    for found in (rolled, forked, replaced):
        assert outcomes(found) == {"north": Outcome.CONFLICT}
        assert not found.quorum
    assert "40 records" in rolled.answers["north"].text


def test_a_witness_with_another_key_than_the_policys_is_not_counted(tmp_path: Path, http: httpx.Client) -> None:
    with listening(key_of("north.example.org/w2", KeyType.COSIGNATURE), tmp_path / "w") as server:
        found = asker(reaching({"north": address(server)}), http).round(note(7))
    assert outcomes(found) == {"north": Outcome.REFUSED}
    assert found.note == note(7)


def test_a_witness_whose_clock_is_wrong_is_not_counted(tmp_path: Path, http: httpx.Client) -> None:
    with listening(WITNESSES["north"], tmp_path / "w", clock=NOON + 3600) as server:
        found = asker(reaching({"north": address(server)}), http).round(note(7))
    assert outcomes(found) == {"north": Outcome.REFUSED}
    assert "clock" in found.answers["north"].text


def test_a_witness_that_can_not_write_is_silent(tmp_path: Path, http: httpx.Client) -> None:
    file = tmp_path / "w"
    with listening(WITNESSES["north"], file) as server:
        file.unlink()
        file.mkdir()
        found = asker(reaching({"north": address(server)}), http).round(note(7))
    assert outcomes(found) == {"north": Outcome.SILENT}
    assert "503" in found.answers["north"].text


def status(server: WitnessServer, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> int:
    connection = HTTPConnection("127.0.0.1", int(server.server_address[1]), timeout=10)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse().status
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("method", "path", "headers", "expected"),
    [
        ("POST", "/", {"Content-Length": "0"}, HTTPStatus.NOT_FOUND),
        ("GET", "/add-checkpoint", {}, HTTPStatus.METHOD_NOT_ALLOWED),
        ("DELETE", "/add-checkpoint", {}, HTTPStatus.NOT_IMPLEMENTED),
        ("POST", "/add-checkpoint", {}, HTTPStatus.LENGTH_REQUIRED),
        ("POST", "/add-checkpoint", {"Content-Length": "-1"}, HTTPStatus.LENGTH_REQUIRED),
        ("POST", "/add-checkpoint", {"Transfer-Encoding": "chunked"}, HTTPStatus.LENGTH_REQUIRED),
        ("POST", "/add-checkpoint", {"Content-Length": "99999999"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("POST", "/add-checkpoint", {"Content-Length": "9" * 30}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("POST", "/a/prefix/add-checkpoint", {"Content-Length": "0"}, HTTPStatus.BAD_REQUEST),
    ],
)
def test_the_door_takes_one_kind_of_request(
    servers: dict[str, WitnessServer], method: str, path: str, headers: dict[str, str], expected: int
) -> None:
    assert status(servers["north"], method, path, headers) == expected


def test_callers_who_say_nothing_do_not_shut_the_door_for_good(
    servers: dict[str, WitnessServer], http: httpx.Client
) -> None:
    server = servers["north"]
    with ExitStack() as stack:
        for _ in range(MOST_AT_ONCE):
            idle = HTTPConnection("127.0.0.1", int(server.server_address[1]), timeout=10)
            stack.callback(idle.close)
            idle.connect()
        full = asker(reaching({"north": address(server)}), http).round(note(7))
        assert outcomes(full) == {"north": Outcome.SILENT}
    found = outcomes(full)
    while found != {"north": Outcome.COSIGNED}:  # the threads of those who left end on their own
        found = outcomes(asker(reaching({"north": address(server)}), http).round(note(7)))
