"""``workbench witness``: watches over somebody's access log from another machine (464.5, 464.10)."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.notekeys import KeyType, SigningKey
from workbench.errors import ConfigError
from workbench.witness.memory import Memory
from workbench.witness.run import File, run

app = typer.Typer(help="A witness of access logs, for another machine and other hands.", no_args_is_help=True)
app.command("run")(run)


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


@app.command("seen")
def seen(state: File) -> None:
    """Print the newest cosigned checkpoint of each log: keep it, and `workbench log verify --since` it."""
    if not state.is_file():
        raise ConfigError(f"There is no file {state}.", how="Name the one that the witness remembers in.")
    memory = Memory(state)
    typer.echo("\n".join(note.decode() for note in memory.notes()))
    for at, why, _ in memory.evidence():
        typer.echo(f"EVIDENCE of {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(at))} UTC: a log signed {why}.")
