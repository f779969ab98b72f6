"""What is remembered of a token is little, and never older than the last change (464.5.1)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workbench.custodian.identity import CACHED_SECONDS, HubIdentity
from workbench.policy.roles import Operation, Role, scope

pytestmark = pytest.mark.section("464.5.1")


class Hub(ThreadingHTTPServer):
    """A Hub that knows everybody, and can be held up between knowing and answering."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.role = Role.ANALYST
        self.asked = 0
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()


class Answer(BaseHTTPRequestHandler):
    """The Hub's model of a person."""

    server: Hub

    def do_GET(self) -> None:
        """Everybody is ana, with the role that she holds when the question comes."""
        self.server.asked += 1
        model = {
            "kind": "user",
            "name": "ana",
            "groups": [f"role:{self.server.role.value}"],
            "scopes": [scope(operation) for operation in Operation],
        }
        self.server.reached.set()
        self.server.go_on.wait(30)
        told = json.dumps(model).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A Hub on a port of its own."""
    with Hub() as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def clock() -> list[float]:
    """A clock that the test sets."""
    return [0.0]


@pytest.fixture
def identity(hub: Hub, clock: list[float]) -> Iterator[HubIdentity]:
    """Whoever asks that Hub."""
    asking = HubIdentity(f"http://127.0.0.1:{hub.server_port}/", clock=lambda: clock[0])
    yield asking
    asking.close()


def test_a_token_is_asked_about_once_in_ten_seconds(hub: Hub, identity: HubIdentity, clock: list[float]) -> None:
    for at, asked in ((0.0, 1), (CACHED_SECONDS - 1, 1), (CACHED_SECONDS + 1, 2)):
        clock[0] = at
        assert identity.identify("t").username == "ana"
        assert hub.asked == asked


def test_a_token_that_nobody_asks_about_again_is_not_held(identity: HubIdentity, clock: list[float]) -> None:
    for number in range(50):
        clock[0] = number * CACHED_SECONDS
        identity.identify(f"token {number}")
    assert len(identity._known) == 1


def test_a_change_while_the_hub_is_asked_is_not_undone(hub: Hub, identity: HubIdentity) -> None:
    hub.go_on.clear()
    asking = threading.Thread(target=identity.identify, args=("t",))
    asking.start()
    assert hub.reached.wait(30)
    hub.role = Role.AUDITOR
    identity.forget("ana")
    hub.go_on.set()
    asking.join(30)
    assert identity.identify("t").roles == {Role.AUDITOR}
