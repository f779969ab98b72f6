"""``workbench synthetic``: a synthetic agency's reads at any size, seeded, in real formats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from workbench.synthetic import Form, agency, write_files

app = typer.Typer(help="Synthetic reads: people, plates and cases that don't exist.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """A group, so that its commands keep their names."""


@app.command("write")
def write(
    out: Annotated[Path, typer.Argument(help="The folder to write into.")],
    form: Annotated[Form, typer.Option("--format", help="What each file holds (docs/formats.md).")] = Form.CSV,
    reads: Annotated[int, typer.Option(min=1000, help="How many reads.")] = 100_000,
    days: Annotated[int, typer.Option(min=10, help="How many days they cover.")] = 60,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and end give the same reads.")] = 464,
    until: Annotated[datetime | None, typer.Option(help="The end, UTC; now when left out.")] = None,
) -> None:
    """Write an agency's reads, a million a file."""
    end = until.replace(tzinfo=UTC) if until else datetime.now(UTC)
    for path in write_files(agency(seed, reads, days, end), out, form):
        typer.echo(path)
