"""``workbench ingest``: hand a file of reads to the custodian under your own name (464.7.1(a), 464.9)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from workbench.client import Client
from workbench.errors import BadInput
from workbench.wire.ingest import BatchOffer, Provenance


def ingest(
    file: Annotated[Path, typer.Argument(help="The file, in any of the formats of docs/formats.md.")],
    source: Annotated[str, typer.Option(help="Whose data it is, e.g. department (464.7(f)).")],
    provenance: Annotated[Provenance, typer.Option(help="Where the plates could be seen (464.7.1(a)).")],
    court_order: Annotated[str, typer.Option(help="Its number, when that is the provenance.")] = "",
    format: Annotated[str | None, typer.Option(help="Recognised from the content when left out.")] = None,  # noqa: A002
    camera: Annotated[str, typer.Option(help="Used where the format names none.")] = "",
    latitude: Annotated[float | None, typer.Option(help="Degrees, where the format gives no place.")] = None,
    longitude: Annotated[float | None, typer.Option(help="Degrees, where the format gives no place.")] = None,
    time_zone: Annotated[str, typer.Option(help="IANA name for times without an offset.")] = "",
) -> None:
    """Hand over one file; prints the receipt. Handing the same file over again adds nothing."""
    try:
        offer = BatchOffer(
            name=os.fsencode(file.name).decode("utf-8", "replace")[:200],
            source=source,
            provenance=provenance,
            court_order=court_order,
            format=format,
            camera=camera,
            latitude=latitude,
            longitude=longitude,
            time_zone=time_zone,
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise BadInput(f"{first['msg']}.", where=option, how="See `workbench ingest --help`.") from None
    receipt = Client.from_environment().ingest(file, offer)
    typer.echo(receipt.model_dump_json(indent=2))
    if receipt.rejected:
        raise typer.Exit(1)
