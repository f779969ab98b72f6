"""TLS before the workbench: a real nginx with the file that is shipped, before a server that tells what it was sent.

What needs no nginx is asked of the text. nginx is not installed by bin/test; the rest is skipped without it.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.configure import configure
from hub_config.everywhere import BY_TLS
from tests.contract.test_custodian_tls import certificate
from tests.unit.deploy.units import DEPLOY
from tests.waiting import free_ports, until
from workbench.custodian import spool
from workbench.wire.page import EDGE

pytestmark = pytest.mark.section("464.10(a)")

TEXT = (DEPLOY / "nginx" / "alpr-workbench.conf").read_text("utf-8")
NFT = (DEPLOY / "nftables" / "alpr-workbench.nft").read_text("utf-8")


def test_it_takes_batches_as_large_as_the_custodian_does() -> None:
    (most,) = re.findall(rf"location = {EDGE}ingest \{{\s+client_max_body_size\s+(\d+)g;", TEXT)
    assert int(most) * 2**30 == spool.MOST


def test_every_page_that_takes_a_password_is_slowed(tmp_path: Path) -> None:
    authenticator = WorkbenchAuthenticator(accounts_path=str(tmp_path / "accounts.sqlite"))
    pages = {path.strip("/") for path, _ in authenticator.get_handlers(None)}
    (named,) = re.findall(r"location ~ \^/hub/\((.+)\)\$", TEXT)
    without_password = {"logout", "end-sessions", "services/edge/(.*)"}
    assert pages - without_password == set(named.split("|"))


def test_it_leads_to_the_ports_of_a_new_configuration(tmp_path: Path) -> None:
    settings = configure(tmp_path, None, isolated=True, demo=False)
    assert f"server 127.0.0.1:{settings.hub.port};" in TEXT
    ports = {int(port) for port in re.findall(r"tcp dport (\d+)", NFT)}
    assert ports == {settings.hub.port, settings.hub.port + 1, settings.edge.port, settings.hub.port + 4}


@dataclass(frozen=True, slots=True)
class Front:
    """A running nginx, and the headers that came through it."""

    port: int
    authority: Path
    sent: list[dict[str, str]]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        """One request by the name of the certificate."""
        trust = ssl.create_default_context(cafile=self.authority)
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=trust, timeout=10)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            answer.read()
            return answer
        finally:
            line.close()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The shipped file, with ports, certificate and folders of the test's."""
    nginx = shutil.which("nginx")
    assert nginx, "bin/test brings nginx; none is on the path"
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder, "front", certificate(folder, "authority"))
    with _behind() as (behind, sent):
        port = free_ports(2)
        plain = port + 1
        (folder / "site.conf").write_text(_moved(folder, port, plain, behind))
        user = "user root;" if os.geteuid() == 0 else ""  # whose folders the test's are
        (folder / "nginx.conf").write_text(user + _WHOLE.format(folder=folder))
        command = [nginx, "-e", str(folder / "errors"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr
        running = subprocess.Popen(command)
        try:
            found = Front(port, folder / "authority.pem", sent)
            until(lambda: _answers(found), why=(folder / "errors").read_text)
            yield found
        finally:
            running.terminate()
            running.wait(20)


_WHOLE = """\
daemon off;
worker_processes 1;
pid {folder}/pid;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def _moved(folder: Path, port: int, plain: int, behind: int) -> str:
    moved = {
        "listen [::]:80;": "",
        "listen [::]:443 ssl;": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "/etc/ssl/alpr/fullchain.pem": f"{folder}/front.pem",
        "/etc/ssl/alpr/key.pem": f"{folder}/front.key",
        "/var/log/nginx/alpr-workbench.log": f"{folder}/access",
    }
    text = TEXT
    for ours, test in moved.items():
        assert ours in text, ours
        text = text.replace(ours, test)
    return text


@contextmanager
def _behind() -> Iterator[tuple[int, list[dict[str, str]]]]:
    """A server that keeps the headers of what it was asked."""
    sent: list[dict[str, str]] = []

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], sent
        server.shutdown()


def _answers(front: Front) -> bool:
    try:
        return front.ask("GET", "/").status == 200
    except OSError:
        return False


def test_the_workbench_is_told_where_the_browser_is_and_not_what_it_says(front: Front) -> None:
    claims = {"X_Forwarded_For": "192.0.2.46", "X_Real_IP": "192.0.2.46", "Forwarded": "for=192.0.2.46"}
    assert front.ask("GET", "/hub/home", Host="alpr.example.gov", **claims).status == 200
    told = front.sent[-1]
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert (told["x-scheme"], told["host"]) == ("https", "alpr.example.gov")
    assert "192.0.2.46" not in told.values()


def test_a_notebooks_channel_is_handed_through(front: Front) -> None:
    front.ask("GET", "/user/ana/api/kernels/k/channels", Connection="Upgrade", Upgrade="websocket")
    told = front.sent[-1]
    assert (told["connection"].lower(), told["upgrade"]) == ("upgrade", "websocket")


def test_browsers_are_told_to_come_by_tls_alone(front: Front) -> None:
    assert front.ask("GET", "/").headers["Strict-Transport-Security"] == BY_TLS
    plain = http.client.HTTPConnection("127.0.0.1", front.port + 1, timeout=10)
    plain.request("GET", "/hub/login", headers={"Host": "alpr.example.gov"})
    moved = plain.getresponse()
    assert (moved.status, moved.headers["Location"]) == (301, "https://alpr.example.gov/hub/login")
    plain.close()


def test_a_page_takes_no_more_than_it_needs(front: Front) -> None:
    assert front.ask("POST", "/services/edge/assents", b"x" * (2**20 + 1)).status == 413
    assert front.ask("POST", "/hub/login", b"x" * (2**16 + 1)).status == 413
    assert front.ask("POST", "/user/ana/api/contents/note", b"x" * (2**20 + 1)).status == 200
    assert front.ask("POST", "/services/edge/ingest", b"x" * (2**20 + 1)).status == 200


def test_what_is_for_roots_tools_is_not_there(front: Front) -> None:
    assert front.ask("POST", "/hub/end-sessions").status == 404


def test_guesses_from_one_address_are_turned_away_after_some(front: Front) -> None:
    answers = [front.ask("POST", "/hub/login", b"password=guess").status for _ in range(60)]
    assert set(answers) == {200, 429}
    assert answers[:10] == [200] * 10
    assert front.ask("GET", "/hub/login").status == 200, "the page itself is shown"


def test_its_own_log_keeps_no_code_of_a_sign_in(front: Front) -> None:
    front.ask("GET", "/services/edge/oauth_callback?code=secret-of-a-sign-in")
    until(lambda: "oauth_callback" in _access(front))
    assert "secret-of-a-sign-in" not in _access(front)


def _access(front: Front) -> str:
    return (front.authority.parent / "access").read_text()
