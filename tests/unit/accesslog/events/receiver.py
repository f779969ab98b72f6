"""A syslog receiver with TLS on loopback, in a process of its own that can be killed, and certificates for it."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.waiting import HOST, until


class Authority:
    """Signs certificates, each a PEM file with its key beside it in ``folder``."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"test {name}")])
        self.file = folder / f"{name}.pem"
        own = _begun(self._name, self._name, self._key).add_extension(x509.BasicConstraints(True, None), critical=True)
        own = own.add_extension(_MAY_SIGN, critical=True)
        own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        self.file.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def sign(self, name: str, *, address: str = HOST, days: int = 1) -> tuple[Path, Path]:
        """A certificate for an address, and its key; with ``days`` below nothing it has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = _begun(subject, self._name, key, days).add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False
        )
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        signed = made.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())
        certificate, private = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return certificate, private


_MAY_SIGN = x509.KeyUsage(False, False, False, False, False, True, True, False, False)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int = 1
) -> x509.CertificateBuilder:
    until_ = datetime.now(UTC) + timedelta(days=days)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(until_ - timedelta(days=2)).not_valid_after(until_)


class Receiver:
    """Runs this file as a process; what it took in, frame by frame, stands in ``file``."""

    def __init__(self, folder: Path, port: int, certificate: tuple[Path, Path], clients: Path | None = None) -> None:
        self.file = folder / "received"
        self.port = port
        arguments = [str(port), *map(str, certificate), str(self.file), str(clients or "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen([sys.executable, "-m", __name__, *arguments], env=environment)
        until(self._listens)

    def kill(self) -> None:
        """End it at once, with whatever it had not read."""
        self._process.kill()
        self._process.wait(30)

    def halt(self) -> None:
        """Let it read nothing more, while its machine goes on taking bytes for it."""
        self._process.send_signal(signal.SIGSTOP)

    def messages(self) -> list[bytes]:
        """The messages that it took in; half a one, at a kill, is none."""
        return split(self.file.read_bytes())[0] if self.file.exists() else []

    def uids(self) -> list[int]:
        """The leaves that they tell of, as they came."""
        return [int(json.loads(message[message.index(b"{") :])["metadata"]["uid"]) for message in self.messages()]

    def _listens(self) -> bool:
        assert self._process.poll() is None, "the receiver ended"
        with suppress(OSError), socket.create_connection((HOST, self.port), timeout=5):
            return True
        return False


@contextmanager
def receiving(
    folder: Path, port: int, certificate: tuple[Path, Path], clients: Path | None = None
) -> Iterator[Receiver]:
    """A receiver for the time of a block; ``clients`` is the authority that a sender has to be known to."""
    made = Receiver(folder, port, certificate, clients)
    try:
        yield made
    finally:
        made.kill()


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Whole messages by their octet counts (RFC 5425), and what is left."""
    found: list[bytes] = []
    while b" " in data:
        length, _, rest = data.partition(b" ")
        assert length.isdigit(), data[:80]
        assert not length.startswith(b"0"), data[:80]
        if len(rest) < int(length):
            break
        found.append(rest[: int(length)])
        data = rest[int(length) :]
    return found, data


def _serve(port: int, certificate: str, key: str, file: Path, clients: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    listening = socket.create_server((HOST, port))
    while True:
        plain, _ = listening.accept()
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as tls:
            rest = b""
            while data := tls.recv(65536):
                whole, rest = split(rest + data)
                with file.open("ab") as out:
                    out.write(b"".join(b"%d %b" % (len(each), each) for each in whole))
            tls.unwrap()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5])
