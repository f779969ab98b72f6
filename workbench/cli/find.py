"""``workbench log find``: the record of a file of reads that turned up somewhere (464.5, 464.9, 464.10)."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.cli.keys import keys_of
from workbench.errors import BadInput
from workbench.prose.shown import one_line
from workbench.release.taking import ACTION
from workbench.wire.log import LogQuery


def find(
    config: Annotated[Path, typer.Option("--config", help="The configuration file.")],
    file: Annotated[Path | None, typer.Argument(help="The file that turned up.")] = None,
    sha256: Annotated[str, typer.Option(help="Its SHA-256 in hexadecimal, where the file itself is elsewhere.")] = "",
) -> None:
    """Say under which record of the log a file was taken out. Ends with 0 when there is one, with 1 when not.

    As the custodian's OS user. Who took it out, why and what is in it stands in the record: it is looked at in the
    access-log notebook, where that look is recorded too.
    """
    with keys_of(config) as (settings, keys), closing(LogReader.open(settings.log.url, keys)) as reader:
        digest = _digest(file, sha256)
        found, _ = reader.page(LogQuery(action=ACTION, kind=Kind.RESULT.value, text=digest, limit=10))
    named = one_line(file or digest)
    for record in found:
        typer.echo(f"{named}: record {record.index} of the access log, {record.time:%Y-%m-%d %H:%M:%S} UTC")
    if not found:
        typer.echo(f"{named}: no record of the access log is of this file; a changed byte makes another one", err=True)
        raise typer.Exit(1)


def _digest(file: Path | None, sha256: str) -> str:
    digest = sha256.strip().lower()
    if (file is None) is (not digest):
        raise BadInput("A file, or its SHA-256, is to be named.", how="Give one of them.", section="464.5")
    if file is not None:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise BadInput("That is no SHA-256.", where="--sha256", how="Give 64 hexadecimal digits.", section="464.5")
    return digest
