"""The custodian over a network (464.10(a)): TLS with the agency's authority, and a token that the Hub knows."""

from __future__ import annotations

import ipaddress
import os
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.contract.desk import PURPOSE
from tests.house import House
from tests.waiting import free_ports, until
from workbench.client import Client
from workbench.client.transport import Transport
from workbench.errors import ConfigError, SignInRequired, TrainingRequired, Unavailable

pytestmark = pytest.mark.section("464.10")

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Remote:
    """A custodian on a network address, and the authority that signed its certificate."""

    address: str
    authority: Path
    house: House

    def client(self, authority: Path | None, token: str | None = None) -> Client:
        """Ana's client, or one with another token."""
        held = self.house.token("ana") if token is None else token
        return Client(transport=Transport(self.address, ca_file=authority, token=lambda: held))


def name(text: str) -> x509.Name:
    """A name in a certificate."""
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(
    folder: Path, subject: str, authority: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None
) -> tuple[x509.Name, ec.EllipticCurvePrivateKey]:
    """Write ``<subject>.pem`` and ``<subject>.key``: an authority of its own, or signed by one for ``HOST``."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, signer = authority or (name(subject), key)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer, name(subject), key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=authority is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    (folder / f"{subject}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{subject}.key").write_bytes(written)
    return name(subject), key


@pytest.fixture(scope="module")
def remote(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """A second custodian, with stores of its own, that asks the house's Hub who is calling."""
    folder = tmp_path_factory.mktemp("remote")
    certificate(folder, "custodian", certificate(folder, "authority"))
    certificate(folder, "stranger")
    address, config = f"https://{HOST}:{free_ports(1)}", folder / "workbench.toml"
    config.write_text(
        f'[paths]\ndata = "{folder}"\n[listen]\ncustodian = "{address}"\n'
        f'tls_certificate = "{folder}/custodian.pem"\ntls_key = "{folder}/custodian.key"\n'
    )
    for part in ("custodian", "drop"):
        (folder / part).mkdir()
    (folder / "custodian" / "hub-secret").write_text("0" * 64)
    hub = house.environment("ana")["JUPYTERHUB_API_URL"]
    environment = {"PATH": os.environ["PATH"], "ALPR_CONFIG": str(config), "JUPYTERHUB_API_URL": hub}
    command = [house.python, "-I", "-m", "workbench.custodian"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd="/", stdout=log, stderr=log)
        try:
            answers(address, folder / "authority.pem", process, folder / "log")
            yield Remote(address, folder / "authority.pem", house)
        finally:
            process.terminate()
            process.wait(30)


def answers(address: str, authority: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the custodian answers; the test fails with its log when it stops."""

    def does(client: Client) -> bool:
        assert process.poll() is None, log.read_text()
        try:
            client.me()
        except SignInRequired:
            return True
        except Unavailable:
            return False
        raise AssertionError("nobody's token was taken")

    with Client(transport=Transport(address, ca_file=authority, token=lambda: "nobody's")) as client:
        until(lambda: does(client), why=log.read_text)


def test_with_the_authority_and_a_token_it_works(remote: Remote) -> None:
    with remote.client(remote.authority) as client:
        me = client.me()
        assert (me.username, me.roles, me.trained) == ("ana", ["analyst"], False), "its own registers, the same Hub"
        assert client.declare(PURPOSE).realm == "training"
        with pytest.raises(TrainingRequired):
            client.declare({**PURPOSE, "realm": "live"})


def test_a_certificate_of_an_unknown_authority_is_not_trusted(remote: Remote) -> None:
    for authority in (None, remote.authority.with_name("stranger.pem")):
        with remote.client(authority) as client, pytest.raises(Unavailable) as failure:
            client.me()
        assert "CERTIFICATE_VERIFY_FAILED" in failure.value.diagnostic


def test_a_certificate_for_another_name_is_not_trusted(remote: Remote) -> None:
    elsewhere = remote.address.replace(HOST, "localhost")
    transport = Transport(elsewhere, ca_file=remote.authority, token=lambda: "any")
    with Client(transport=transport) as client, pytest.raises(Unavailable) as failure:
        client.me()
    assert "CERTIFICATE_VERIFY_FAILED" in failure.value.diagnostic


def test_nothing_is_said_in_clear(remote: Remote) -> None:
    plain = remote.address.replace("https:", "http:")
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{plain}/v1/health", trust_env=False, timeout=10)
    with pytest.raises(ConfigError):
        Transport(plain)


@pytest.mark.parametrize("token", ["wrong", "0" * 32])
def test_a_token_that_the_hub_does_not_know_is_refused(remote: Remote, token: str) -> None:
    with remote.client(remote.authority, token) as client, pytest.raises(SignInRequired):
        client.me()


def test_what_is_for_the_edge_alone_is_refused_over_a_network(remote: Remote) -> None:
    trust = ssl.create_default_context(cafile=remote.authority)
    sent = {"Authorization": f"token {remote.house.token('ana')}", "X-ALPR-Edge": "1"}
    with httpx.Client(base_url=remote.address, verify=trust, trust_env=False) as http:
        assert http.get("/v1/me").status_code == 401
        assert http.get("/v1/assents", headers=sent).status_code == 403
        assert http.get("/v1/public").status_code == 403
        assert http.post("/v1/hub/events", headers={"X-ALPR-Hub-Secret": "x"}, json=EVENT).status_code == 403


EVENT = {"action": "signin", "user": "ana"}
