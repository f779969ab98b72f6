"""``workbench settings``: the documented configuration file, and the check that the start makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.settings import Settings, sample

app = typer.Typer(help="The one configuration file.", no_args_is_help=True)


@app.command("sample")
def show() -> None:
    """Print the file with every key, its default and its meaning."""
    typer.echo(sample())


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="The file to check.")]) -> None:
    """Say whether the custodian would start with it."""
    Settings.load(file)
    typer.echo(f"{file}: good")
