"""``workbench log reconcile``: compare log, reads of the store and events now, as happens each night (464.6)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.settings import Settings


def reconcile(config: Annotated[Path, typer.Option("--config", help="The configuration file.")]) -> None:
    """Compare the log with the reads that the store served and with its events; the outcome is on record.

    As the custodian's OS user, also while it runs. Ends with 0 when all agree, with 1 when anything differs, with 2
    when it can't be told.
    """
    from workbench.custodian.asking import reconciled  # the other commands have no need of the custodian's parts

    found = reconciled(Settings.load(config))
    counts = ", ".join(f"{number} {name}" for name, number in found["counts"].items())
    typer.echo(f"record {found['record']}: {counts}")
    for name, number in found["differences"].items():
        if number:
            typer.echo(f"  {name.replace('_', ' ')}: {number}", err=True)
    if found["differs"]:
        raise typer.Exit(1)
    typer.echo("  no difference")
