"""``workbench evidence``: checking a package of reads that somebody was given, on any machine (464.5, 464.9)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.verify import Unusable
from workbench.errors import BadInput
from workbench.prose.shown import one_line
from workbench.release.verify import verify

app = typer.Typer(help="Packages of evidence, for whoever is given one.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """A group, so that its command keeps its name."""


@app.command("verify")
def check(
    package: Annotated[Path, typer.Argument(help="The package, a .zip file.")],
    policy: Annotated[
        Path | None,
        typer.Option(help="Whom you trust: the key of the agency's log (`workbench log policy` prints it)."),
    ] = None,
) -> None:
    """Say whether a package is what was made: each file, the signature over them, and the record behind it.

    Nothing is asked of anybody. Ends with 0 when it is, with 1 when anything is wrong, with 2 when it can't be checked.
    """
    try:
        verdict = verify(package, policy.read_bytes() if policy else None)
    except Unusable as problem:
        raise BadInput(str(problem), how="Nothing was checked.", section="464.5") from None
    typer.echo("\n".join(map(one_line, verdict.lines())), err=not verdict.good)
    if not verdict.good:
        raise typer.Exit(1)
    if not verdict.trusted:
        typer.echo(
            "  (ask the agency for its policy and give it with --policy: anybody can sign with a key of his own)"
        )
