"""``workbench photographs``: hand in photographs under your own name, and follow them (464.7.1(a), 464.9)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from workbench.client import Client
from workbench.client.photographs import ended
from workbench.errors import BadInput
from workbench.prose.shown import one_line
from workbench.wire.ingest import Provenance
from workbench.wire.photographs import HandedIn, PhotographOffer, PhotographState, Progress, Region

app = typer.Typer(help="Photographs, archives and videos, from which reads are made.", no_args_is_help=True)
_LOOK = 2.0
"""Seconds between two looks at how far a batch is."""


@app.command("hand-in")
def hand_in(
    files: Annotated[list[Path], typer.Argument(help="Photographs, videos, zip or tar archives, or folders of them.")],
    source: Annotated[str, typer.Option(help="Whose data it is, e.g. department (464.7(f)).")],
    provenance: Annotated[Provenance, typer.Option(help="Where the plates could be seen (464.7.1(a)).")],
    court_order: Annotated[str, typer.Option(help="Its number, when that is the provenance.")] = "",
    name: Annotated[str, typer.Option(help="What the batch is called; the first file's name when left out.")] = "",
    camera: Annotated[str, typer.Option(help="Of photographs that tell none.")] = "",
    latitude: Annotated[float | None, typer.Option(help="Degrees, of photographs that tell no place.")] = None,
    longitude: Annotated[float | None, typer.Option(help="Degrees, of photographs that tell no place.")] = None,
    time_zone: Annotated[str, typer.Option(help="IANA name for times without an offset.")] = "",
    region: Annotated[Region | None, typer.Option(help="Whose serials the plates have.")] = None,
    wait: Annotated[bool, typer.Option(help="Wait until they are read.")] = True,
) -> None:
    """Hand in one batch. Ends with 1 when a file failed or lacks something."""
    try:
        offer = PhotographOffer(
            name=(name or one_line(str(files[0])))[-200:],
            source=source,
            provenance=provenance,
            court_order=court_order,
            camera=camera,
            latitude=latitude,
            longitude=longitude,
            time_zone=time_zone,
            region=region,
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise BadInput(f"{first['msg']}.", where=option, how="See `workbench photographs hand-in --help`.") from None
    client = Client.from_environment()
    progress = client.photographs.hand_in(files, offer, sent=_sent)
    _tell(client, _followed(client, progress) if wait else progress)


@app.command("status")
def status(batch: Annotated[str, typer.Argument(help="Of which batch; of all when left out.")] = "") -> None:
    """Tell how far a batch is, and what is wrong with its files; or list your batches."""
    client = Client.from_environment()
    if batch:
        _tell(client, client.photographs.progress(batch))
        return
    for one in client.photographs.batches():
        typer.echo(f"{one.batch_id}  {one.received:%Y-%m-%d %H:%M}Z  {one.state:<9}  {one_line(one.offer.name)}")


@app.command("cancel")
def cancel(batch: Annotated[str, typer.Argument(help="Which batch.")]) -> None:
    """Call a batch off; what was read of it stands."""
    typer.echo(said(Client.from_environment().photographs.cancel(batch)))


def said(progress: Progress) -> str:
    """How far a batch is, in one line."""
    parts = [f"{progress.read:,} of {progress.total:,} read", f"{progress.plates:,} plates"]
    parts += [
        f"{number:,} {word}"
        for word, number in (
            ("failed", progress.failed),
            ("duplicate", progress.duplicate),
            ("incomplete", progress.incomplete),
            ("cancelled", progress.cancelled),
            ("similar", progress.similar),
        )
        if number
    ]
    if progress.rate:
        parts.append(f"{progress.rate:.1f} a second")
    if progress.seconds_left:
        parts.append(f"{progress.seconds_left / 60:.0f} minutes left")
    return f"{progress.batch_id}: {progress.state}, {', '.join(parts)}"


def _sent(told: HandedIn, done: int, of: int) -> None:
    for problem in told.problems:
        typer.echo(f"{one_line(problem.name)}: {problem.reason}", err=True)
    typer.echo(f"{done:,} of {of:,} files sent", err=True)


def _followed(client: Client, progress: Progress) -> Progress:
    while not ended(progress):
        time.sleep(_LOOK)
        progress = client.photographs.progress(progress.batch_id)
        typer.echo(said(progress), err=True)
    return progress


def _tell(client: Client, progress: Progress) -> None:
    typer.echo(said(progress))
    wrong = (PhotographState.FAILED, PhotographState.INCOMPLETE, PhotographState.DUPLICATE)
    if progress.failed or progress.incomplete or progress.duplicate:
        for one in client.photographs.files(progress.batch_id, *wrong):
            typer.echo(f"  {one.photograph}  {one_line(one.name)}: {one.reason}")
    if progress.failed or progress.incomplete:
        raise typer.Exit(1)
