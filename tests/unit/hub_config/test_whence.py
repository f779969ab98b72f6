"""Where a browser is, whatever it says of itself (464.5)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from hub_config.whence import Front, address

pytestmark = pytest.mark.section("464.5")


def _asked(*headers: tuple[str, str]) -> HTTPServerRequest:
    given = HTTPHeaders({"Host": "127.0.0.1"})
    for name, value in headers:
        given.add(name, value)
    request = HTTPServerRequest(headers=given, start_line=RequestStartLine("POST", "/", "HTTP/1.1"))
    request.connection = SimpleNamespace(context=SimpleNamespace(address=("192.0.2.1", 4000)))
    request.remote_ip = "203.0.113.9"
    return request


def test_the_proxys_word_is_the_last_of_those_that_forwarded() -> None:
    assert address(_asked(("X-Forwarded-For", "203.0.113.9, 198.51.100.7"))) == "198.51.100.7"
    assert address(_asked(("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "2001:db8::7"))) == "2001:db8::7"


def test_what_a_browser_says_of_itself_counts_for_nothing() -> None:
    assert address(_asked(("X-Forwarded-For", "198.51.100.7"), ("X-Real-IP", "203.0.113.9"))) == "198.51.100.7"
    assert address(_asked(("X-Real-IP", "203.0.113.9"))) == "192.0.2.1"


@pytest.mark.parametrize("named", ["", "nowhere", "198.51.100.7 or so", "1.2.3.4,"])
def test_what_is_no_address_gives_way_to_the_connections(named: str) -> None:
    assert address(_asked(("X-Forwarded-For", named))) == "192.0.2.1"


@pytest.fixture
def behind_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web server on this machine ends TLS before the proxy."""
    monkeypatch.setattr(Front, "ends_tls", True)


@pytest.mark.parametrize("loopback", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.usefixtures("behind_tls")
def test_behind_a_web_server_of_this_machine_it_is_what_that_one_saw(loopback: str) -> None:
    assert address(_asked(("X-Forwarded-For", f"198.51.100.7, {loopback}"))) == "198.51.100.7"
    assert address(_asked(("X-Forwarded-For", f"203.0.113.9, 198.51.100.7, {loopback}"))) == "198.51.100.7"


@pytest.mark.usefixtures("behind_tls")
def test_whoever_is_no_web_server_of_this_machine_is_told_of_as_the_proxy_saw_it() -> None:
    assert address(_asked(("X-Forwarded-For", "203.0.113.9, 198.51.100.7"))) == "198.51.100.7"
    assert address(_asked(("X-Forwarded-For", "127.0.0.1"))) == "127.0.0.1"
    assert address(_asked(("X-Forwarded-For", "nowhere, 127.0.0.1"))) == "192.0.2.1"


def test_without_one_this_machine_is_told_of_as_itself() -> None:
    assert address(_asked(("X-Forwarded-For", "203.0.113.9, 127.0.0.1"))) == "127.0.0.1"
