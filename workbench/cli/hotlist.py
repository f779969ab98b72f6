"""``workbench hotlist``: install, list and end hotlists under your own name (464.3.1, 464.7(g))."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.client import Client

app = typer.Typer(help="Hotlists, for the ALPR administrator.", no_args_is_help=True)
_DAY = ["%Y-%m-%d"]


@app.command("install")
def install(
    file: Annotated[Path, typer.Argument(help="The list, in one of the formats of docs/formats.md.")],
    name: Annotated[str, typer.Option(help="A new version replaces the one of the same name whole.")],
    source: Annotated[str, typer.Option(help="Whose data it is, e.g. state (464.7(f)).")],
    format: Annotated[str | None, typer.Option(help="Recognised from the content when left out.")] = None,  # noqa: A002
    reason: Annotated[str, typer.Option(help="For entries that give none.")] = "",
    case_number: Annotated[str, typer.Option(help="For entries that give none.")] = "",
    entry_date: Annotated[datetime | None, typer.Option(formats=_DAY, help="For entries that give none.")] = None,
    expiry: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day, for entries that give none.")] = None,
) -> None:
    """Install a file as a list; prints the receipt. The list in force stays when the file can't be read."""
    offer: dict[str, Any] = {"name": name, "source": source, "format": format, "reason": reason}
    offer |= {"case_number": case_number, "entry_date": entry_date and entry_date.date()}
    receipt = Client.from_environment().hotlists.install(file, {**offer, "expiry": expiry and expiry.date()})
    typer.echo(receipt.model_dump_json(indent=2))
    if receipt.rejected:
        raise typer.Exit(1)


@app.command("list")
def show(
    before: Annotated[int | None, typer.Option(help="The next page: the number that the last one ended with.")] = None,
) -> None:
    """Print the versions of all lists, the newest first; no plate."""
    page = Client.from_environment().hotlists.list(before)
    for line in page.lists:
        told = f"{line.number}\t{line.name}\tversion {line.version}\t{line.source}\t{line.state}"
        typer.echo(f"{told}\t{line.entries} entries\t{line.hits} hits\t{line.installed_by}\trecord {line.record}")


@app.command("retire")
def retire(name: Annotated[str, typer.Argument(help="The list's name.")]) -> None:
    """End a list: nothing more is matched with it, its hits stay."""
    Client.from_environment().hotlists.retire(name)
    typer.echo(f"{name}: ended")
