"""``workbench witness``: watches over somebody's access log from another machine (464.5, 464.10)."""

from __future__ import annotations

import logging
import os
import ssl
import time
from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey
from workbench.errors import ConfigError
from workbench.witness.memory import Memory
from workbench.witness.server import WitnessServer
from workbench.witness.witness import Witness

app = typer.Typer(help="A witness of access logs, for another machine and other hands.", no_args_is_help=True)
File = Annotated[Path, typer.Option(help="The file that the witness remembers in.")]


@app.command("key")
def key(
    name: Annotated[str, typer.Argument(help="The witness's name, such as witness.example.org/w1.")],
    file: Annotated[Path, typer.Argument(help="A new file for the private key; guard it.")],
) -> None:
    """Make a key; prints the public one, which belongs in the policies of those who trust this witness."""
    made = SigningKey.generate(name, KeyType.COSIGNATURE)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(made.secret() + "\n")
        written.flush()
        os.fsync(written.fileno())
    typer.echo(str(made.public()))


@app.command("run")
def run(
    key: Annotated[Path, typer.Option(help="The file with the private key (`workbench witness key`).")],
    state: File,
    log: Annotated[list[str], typer.Option(help="The public key of a log to watch; may be given several times.")],
    listen: Annotated[str, typer.Option(help="Address and port; port 0 takes a free one.")] = "127.0.0.1:7464",
    certificate: Annotated[Path | None, typer.Option(help="The chain of a certificate (PEM): speaks HTTPS.")] = None,
    certificate_key: Annotated[Path | None, typer.Option(help="The certificate's private key (PEM).")] = None,
) -> None:
    """Cosign what continues what was seen before, until it is stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    witness = Witness(_secret(key), [VerifierKey.parse(each) for each in log], Memory(state), time.time)
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigError(f"{listen} is no address to listen at.", how="Write it like 127.0.0.1:7464.")
    with WitnessServer((host.strip("[]"), int(port)), witness, _tls(certificate, certificate_key)) as server:
        scheme = "https" if certificate else "http"
        typer.echo(f"This witness listens at {scheme}://{host}:{server.server_address[1]}/")
        server.serve_forever()


@app.command("seen")
def seen(state: File) -> None:
    """Print the newest cosigned checkpoint of each log: keep it, and `workbench log verify --since` it."""
    if not state.is_file():
        raise ConfigError(f"There is no file {state}.", how="Name the one that the witness remembers in.")
    memory = Memory(state)
    typer.echo("\n".join(note.decode() for note in memory.notes()))
    for at, why, _ in memory.evidence():
        typer.echo(f"EVIDENCE of {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(at))} UTC: a log signed {why}.")


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
