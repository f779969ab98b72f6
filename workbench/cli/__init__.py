"""``workbench ...``: one small file a group; people see the same errors as in a notebook."""

from __future__ import annotations

import sys

import typer

from workbench.cli import (
    backup,
    basemap,
    bench,
    evidence,
    hotlist,
    ingest,
    log,
    models,
    ocr,
    photographs,
    settings,
    store,
    synthetic,
    witness,
)
from workbench.errors import BadInput, WorkbenchError
from workbench.prose.shown import one_line, visible

app = typer.Typer(
    name="workbench",
    help="The ALPR analyst workbench. Every access is recorded under your name (464.5).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ingest")(ingest.ingest)
app.command("restore")(backup.restore)
app.command("to-postgresql")(backup.to_postgresql)
app.add_typer(backup.app, name="backup")
app.add_typer(log.app, name="log")
app.add_typer(evidence.app, name="evidence")
app.add_typer(hotlist.app, name="hotlist")
app.add_typer(bench.app, name="bench")
app.add_typer(synthetic.app, name="synthetic")
app.add_typer(settings.app, name="settings")
app.add_typer(witness.app, name="witness")
app.add_typer(store.app, name="store")
app.add_typer(ocr.app, name="ocr")
app.add_typer(photographs.app, name="photographs")
app.add_typer(models.app, name="models")
app.add_typer(basemap.app, name="basemap")


def main() -> None:
    """Run a command; what went wrong is told in words and ends with 2."""
    try:
        app()
    except WorkbenchError as error:
        where = f"{error.where}: " if isinstance(error, BadInput) and error.where else ""
        sys.stderr.write(f"{visible(f'{where}{error}')}\n")
        raise SystemExit(2) from None
    except OSError as error:
        sys.stderr.write(f"{one_line(error.filename or 'The file')} can't be used: {error.strerror}.\n")
        raise SystemExit(2) from None
