"""``workbench ocr``: what plates may stand in photographs (464.7(d)); suggestions, which nothing keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.errors import BadInput
from workbench.ocr.engines.pick import Name, engine
from workbench.ocr.image import opened
from workbench.ocr.models.files import folder
from workbench.ocr.plate import Plate
from workbench.ocr.reader import PROFILES, PlateReader
from workbench.ocr.serials import Region
from workbench.prose.shown import one_line

app = typer.Typer(help="Reading plates in photographs.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """A group, so that its commands keep their names."""


@app.command("read")
def read(
    files: Annotated[list[Path], typer.Argument(help="Photographs: JPEG, PNG, WebP, BMP or TIFF.")],
    region: Annotated[Region, typer.Option(help="Whose serials the plates have; any where it isn't known.")] = "any",
    name: Annotated[Name, typer.Option("--engine", help="Which engine reads.")] = "auto",
    profile: Annotated[str, typer.Option(help="thorough, or fast: one look at half the size.")] = "thorough",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a file.")] = False,
) -> None:
    """Tell for each file which plates it may show, best first. Ends with 1 when a file could not be read."""
    if profile not in PROFILES:
        raise BadInput(f"There is no profile {profile}.", where="--profile", how=f"Choose {' or '.join(PROFILES)}.")
    reader = PlateReader(engine(name, folder()), region, PROFILES[profile])
    failed = False
    for file in files:
        told = _told(reader, file)
        failed = failed or told["error"] is not None
        typer.echo(json.dumps(told) if as_json else _words(told))
    if failed:
        raise typer.Exit(1)


def _told(reader: PlateReader, file: Path) -> dict[str, Any]:
    """One file's line; what is wrong with it becomes its error, and the next file follows."""
    try:
        plates, error = [_plate(plate) for plate in reader.read(opened(file).pixels)], None
    except BadInput as problem:
        plates, error = [], str(problem)
    except OSError as problem:
        plates, error = [], f"The file can't be read: {problem.strerror}."
    return {"file": str(file), "plates": plates, "error": error}


def _plate(plate: Plate) -> dict[str, Any]:
    best = plate.candidates[0]
    return {
        "plate": best.plate,
        "confidence": round(best.confidence, 4),
        "box": [[round(float(x), 1), round(float(y), 1)] for x, y in plate.quad.corners],
        "candidates": [{"plate": each.plate, "confidence": round(each.confidence, 4)} for each in plate.candidates],
    }


def _words(told: dict[str, Any]) -> str:
    name = one_line(told["file"])
    if told["error"]:
        return f"{name}: {told['error']}"
    found = ", ".join(f"{plate['plate']} ({plate['confidence']:.0%})" for plate in told["plates"])
    return f"{name}: {found or 'no plate'}"
