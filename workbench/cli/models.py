"""``workbench models``: the networks that read photographs; which are here, whole, and how they come (464.7(d))."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.errors import BadInput
from workbench.ocr.engines import rapid
from workbench.ocr.engines.pick import standings
from workbench.ocr.models.download import download
from workbench.ocr.models.files import FILES, digest, folder
from workbench.ocr.models.install import install

app = typer.Typer(help="The networks that read photographs.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--folder", help="Where models stand; ALPR_MODELS when left out.")]


@app.callback()
def group() -> None:
    """A group, so that its commands keep their names."""


@app.command("status")
def status(place: Folder = None) -> None:
    """Say which engines can be used, and what the others lack."""
    models = place or folder()
    for name, found in standings(models).items():
        typer.echo(f"{name}: {'can be used' if found.usable else found.why}")
    typer.echo(f"Models that no package brings along stand in {models}:")
    for known in FILES:
        typer.echo(f"  {known.name}: {'here' if (models / known.name).is_file() else 'missing'}, {known.what}")


@app.command("verify")
def verify(place: Folder = None) -> None:
    """Compare every model that is here with what was published. Ends with 1 when one was changed."""
    models, states = place or folder(), {}
    for name, published in rapid.PUBLISHED.items():
        path = rapid.folder() / name
        states[name] = "missing" if not path.is_file() else "good" if digest(path) == published else "changed"
    states |= {known.name: known.state(models) for known in FILES}
    for name, state in states.items():
        typer.echo(f"{name}: {state}")
    if "changed" in states.values():
        raise typer.Exit(1)


@app.command("install")
def bring(
    source: Annotated[
        Path | None, typer.Argument(help="A folder or an archive (zip, wheel, tar) with the files.")
    ] = None,
    place: Folder = None,
    fetch: Annotated[bool, typer.Option("--download", help="From where they are published instead.")] = False,
) -> None:
    """Install EasyOCR's models; what is not what was published is refused and nothing changes."""
    if (source is None) != fetch:
        raise BadInput("Give a folder or an archive, or --download.", how="Not both.")
    models = place or folder()
    for name in install(source, models) if source else download(models):
        typer.echo(f"{name}: installed in {models}")
