"""``workbench basemap``: what reads are drawn on (464.7(d)), made from public files that lie on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.basemap import build
from workbench.errors import BadInput

app = typer.Typer(help="Basemaps of the agency's own.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """A group, so that its command keeps its name."""


@app.command("build")
def make(
    source: Annotated[Path, typer.Argument(help="An All Roads shapefile of a county, tl_<year>_<county>_roads.zip.")],
    out: Annotated[Path, typer.Option("--out", help="The .pmtiles file to write.")],
) -> None:
    """Make a basemap from a Census TIGER/Line road shapefile; put it into the folder that [map] basemaps names."""
    if out.suffix != ".pmtiles":
        raise BadInput(f"{out.name} does not end in .pmtiles.", where="--out", how="Give such a name.")
    made = build(source, out, told=lambda zoom, tiles: typer.echo(f"zoom {zoom}: {tiles:,} tiles"))
    typer.echo(f"{out}: {made.roads:,} roads, {made.tiles:,} tiles, {made.size / 1e6:.1f} MB")
