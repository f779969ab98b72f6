"""``workbench log``: what an outsider needs to check the access log without seeing a plate (464.5, 464.10)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.accesslog.notary import export_log
from workbench.accesslog.verify import Unusable, verify
from workbench.accesslog.verify.judge import SLACK_SECONDS
from workbench.cli.find import find
from workbench.cli.keys import keys_of
from workbench.cli.reconcile import reconcile
from workbench.errors import BadInput
from workbench.prose.shown import one_line

app = typer.Typer(help="The access log, for whoever checks it.", no_args_is_help=True)
app.command("reconcile")(reconcile)
app.command("find")(find)


@app.callback()
def group() -> None:
    """A group, so that its commands keep their names."""


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="Where the tiles go; an earlier export there is brought up to date.")],
    config: Annotated[Path, typer.Option("--config", help="The configuration file.")],
) -> None:
    """Write the log as static files that anybody can check, up to its newest checkpoint; it may be growing meanwhile.

    As the custodian's OS user. The files hold no plate, no narrative and no case number.
    """
    with keys_of(config) as (settings, keys):
        written = export_log(settings.log.url, keys, folder)
    typer.echo(f"{len(written)} files were written into {folder}.")


@app.command("policy")
def policy(config: Annotated[Path, typer.Option("--config", help="The configuration file.")]) -> None:
    """Print whom to trust (C2SP tlog-policy): the log's key, and the witnesses that are configured.

    As the custodian's OS user. Give it to whoever checks, by another way than the export.
    """
    with keys_of(config) as (settings, keys):
        if settings.log.witnesses:
            typer.echo(Path(settings.log.witnesses).read_text("utf-8").rstrip())
        else:
            typer.echo(f"log {keys.signing.public()}\nquorum none")


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
    typer.echo("\n".join(map(one_line, verdict.lines())), err=not verdict.good)
    if verdict.good and not earlier:
        typer.echo("  (bring along a checkpoint that you kept, with --since: without it, a rewritten log looks whole)")
    if not verdict.good:
        raise typer.Exit(1)
