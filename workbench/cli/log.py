"""``workbench log``: what an outsider needs to check the access log without seeing a plate (464.5, 464.10)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.verify import Unusable, verify
from workbench.accesslog.verify.judge import SLACK_SECONDS
from workbench.cli.reconcile import reconcile
from workbench.errors import BadInput

app = typer.Typer(help="The access log, for whoever checks it.", no_args_is_help=True)
app.command("reconcile")(reconcile)


@app.callback()
def group() -> None:
    """A group, so that its commands keep their names."""


@app.command("verify")
def check(
    export: Annotated[Path, typer.Argument(help="The exported log: a folder with tiles and a checkpoint.")],
    policy: Annotated[Path, typer.Option(help="Whom you trust: the log's key and the witnesses (tlog-policy).")],
    since: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint or receipt that you kept, such as yesterday's; may be given several times."),
    ] = None,
    slack: Annotated[
        int, typer.Option(min=0, help="Seconds that a record's time and a witness's may be apart.")
    ] = SLACK_SECONDS,
) -> None:
    """Derive everything anew from the records, and say whether the log is what it was.

    Ends with 0 when it is, with 1 when anything is wrong, with 2 when it can't be checked.
    """
    try:
        earlier = [file.read_bytes() for file in since or ()]
        verdict = verify(export, policy.read_bytes(), earlier, slack=slack)
    except Unusable as problem:
        raise BadInput(str(problem), how="Nothing was checked.", section="464.5") from None
    typer.echo("\n".join(verdict.lines()), err=not verdict.good)
    if verdict.good and not earlier:
        typer.echo("  (bring along a checkpoint that you kept, with --since: without it, a rewritten log looks whole)")
    if not verdict.good:
        raise typer.Exit(1)
