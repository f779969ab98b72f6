"""The way to the custodian: which ways there are, who asks, and what is said when it fails (464.10(a))."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from tests.unit.client.relay import Relay
from workbench.client import Client
from workbench.client.transport import Transport
from workbench.errors import ConfigError, SignInRequired, Unavailable
from workbench.wire.purpose import Me


@pytest.mark.section("464.10")
@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:80", "unix:custodian.sock", "unix:", "", "/run/custodian.sock", "ftp://x", "https:x"]
)
def test_no_way_is_taken_that_would_send_a_plate_in_clear(address: str) -> None:
    with pytest.raises(ConfigError, match="no way to the custodian"):
        Transport(address)


def test_a_certificate_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        Transport("https://custodian:8443", ca_file=tmp_path / "ca.pem")
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        Transport("https://custodian:8443", ca_file=tmp_path / "ca.pem")


def test_the_environment_says_where_and_who(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPR_CUSTODIAN", relay.address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "an older one")
    with Client.from_environment() as client:
        with pytest.raises(SignInRequired, match="no longer valid"):
            client.me()
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", relay.custodian.token())
        assert client.me().username == "ana"
        monkeypatch.delenv("JUPYTERHUB_API_TOKEN")
        with pytest.raises(SignInRequired, match="JUPYTERHUB_API_TOKEN is not set"):
            client.me()


def test_without_an_address_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALPR_CUSTODIAN", raising=False)
    with pytest.raises(ConfigError, match="ALPR_CUSTODIAN is not set"):
        Client.from_environment()


def test_a_proxy_in_the_environment_is_not_used(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client.me().username == "ana"


def test_a_custodian_that_is_not_there(relay: Relay, client: Client) -> None:
    assert client.me().username == "ana"
    relay.stop()
    with pytest.raises(Unavailable, match="can't be reached") as caught:
        client.me()
    assert caught.value.__cause__ is None
    assert "operator" in caught.value.how


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"SSH-2.0\r\n\r\n"])
def test_an_answer_that_breaks_off(tmp_path: Path, said: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Unavailable, match="broke off"):
            Transport(f"unix:{tmp_path / 's'}", token=lambda: "any").send("GET", "/v1/me")
        thread.join()


def test_no_answer_in_time(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        transport = Transport(f"unix:{tmp_path / 's'}", token=lambda: "any")
        with pytest.raises(Unavailable, match="did not answer in time"):
            transport.send("GET", "/v1/me", timeout=0.05)


def test_an_answer_of_another_version_is_told_as_such(client: Client) -> None:
    transport = Transport("unix:/nowhere")
    with pytest.raises(Unavailable, match="can't be read by this version"):
        transport.read(Me, b'{"username": "ana"}')
