"""A running witness (464.5, 464.10): its key, its memory and the logs that it watches, until it is stopped."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey
from workbench.accesslog.tlog_policy_file import parse_policy
from workbench.errors import ConfigError
from workbench.logs import to_operator
from workbench.witness.memory import Memory
from workbench.witness.server import WitnessServer
from workbench.witness.witness import Witness

_log = logging.getLogger(__name__)
File = Annotated[Path, typer.Option(help="The file that the witness remembers in.")]


def run(
    key: Annotated[Path, typer.Option(help="The file with the private key (`workbench witness key`).")],
    state: File,
    log: Annotated[
        list[str] | None, typer.Option(help="The public key of a log to watch; may be given several times.")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="A trust policy whose logs are watched too.")] = None,
    listen: Annotated[str, typer.Option(help="Address and port; port 0 takes a free one.")] = "127.0.0.1:7464",
    certificate: Annotated[Path | None, typer.Option(help="The chain of a certificate (PEM): speaks HTTPS.")] = None,
    certificate_key: Annotated[Path | None, typer.Option(help="The certificate's private key (PEM).")] = None,
) -> None:
    """Cosign what continues what was seen before, until it is stopped."""
    to_operator("witness")
    witness = Witness(_secret(key), _logs(log or [], policy), Memory(state), time.time)
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigError(f"{listen} is no address to listen at.", how="Write it like 127.0.0.1:7464.")
    with WitnessServer((host.strip("[]"), int(port)), witness, _tls(certificate, certificate_key)) as server:
        scheme = "https" if certificate else "http"
        address = f"{scheme}://{host}:{server.server_address[1]}/"
        _log.info("this witness listens at %s", address)
        if port == "0":  # whoever started it has to learn which port it took
            typer.echo(f"This witness listens at {address}")
        server.serve_forever()


def _logs(keys: Sequence[str], policy: Path | None) -> list[VerifierKey]:
    found = [VerifierKey.parse(each) for each in keys]
    found += [party.key for party in parse_policy(policy.read_bytes()).logs] if policy else []
    if not found:
        raise ConfigError("No log is named that is to be watched.", how="Give its public key with --log.")
    return found


def _secret(file: Path) -> SigningKey:
    if file.stat().st_mode & 0o077:
        raise ConfigError(f"Others may read the private key in {file}.", how=f"chmod 600 {file}, or make a new key.")
    found = SigningKey.parse(file.read_text().strip())
    if found.type is not KeyType.COSIGNATURE:
        raise ConfigError(f"The key in {file} is no witness's.", how="Make one with `workbench witness key`.")
    return found


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context
