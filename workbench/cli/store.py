"""``workbench store``: look through, repair and seal anew the reads at rest, while the custodian is stopped (464.9)."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.prose.shown import one_line
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.custodian.upkeep import Upkeep
    from workbench.store.upkeep.verdict import Verdict

app = typer.Typer(
    help="The reads at rest. As the custodian's OS user, while it is stopped; each act is on record (464.5).",
    no_args_is_help=True,
)
Config = Annotated[Path, typer.Option("--config", help="The configuration file.")]


@app.callback()
def group(context: typer.Context) -> None:
    """Files that are made are the custodian's alone, for as long as the command runs."""
    context.call_on_close(partial(os.umask, os.umask(0o077)))


@app.command("check")
def check(
    config: Config,
    repair: Annotated[bool, typer.Option("--repair", help="Derive anew what can be derived.")] = False,
    give_up_lost: Annotated[
        bool, typer.Option("--give-up-lost", help="With --repair: go on without the reads that are lost.")
    ] = False,
) -> None:
    """Look through every file of the stores. Ends with 0 when all is good, 1 when not, 2 when it can't be told."""
    if give_up_lost and not repair:
        raise typer.BadParameter("belongs to --repair", param_hint="--give-up-lost")
    with _upkeep(config) as upkeep:
        if repair:
            done = upkeep.repair(give_up_lost=give_up_lost)
            for one in done:
                _tell(one.before, upkeep)
                if one.after != one.before:
                    typer.echo("after the repair:")
                    _tell(one.after, upkeep)
            verdicts = [one.after for one in done]
        else:
            verdicts = upkeep.check()
            for verdict in verdicts:
                _tell(verdict, upkeep)
    raise typer.Exit(0 if all(verdict.good for verdict in verdicts) else 1)


@app.command("rewrite")
def rewrite(
    config: Config,
    new_key: Annotated[bool, typer.Option("--new-key", help="Make another key and end the use of this one.")] = False,
) -> None:
    """Seal every file as the configuration says (store.encryption). Run again after a stop, it goes on."""
    with _upkeep(config) as upkeep:
        done = upkeep.rewrite(new_key=new_key)
    typer.echo(
        f"{sum(one.written for one in done)} files written anew, {sum(one.before for one in done)} left as they were"
    )


def _upkeep(config: Path) -> AbstractContextManager[Upkeep]:
    from workbench.custodian.upkeep import Upkeep  # the other commands have no need of the custodian's parts

    return Upkeep.opened(Settings.load(config))


def _tell(verdict: Verdict, upkeep: Upkeep) -> None:
    state = "good" if verdict.good else f"{len(verdict.faults)} faults"
    typer.echo(f"{verdict.realm.value}: {verdict.files} files, {verdict.reads} reads: {state}")
    for fault in verdict.faults:
        typer.echo(f"  {fault.trouble.value} {fault.file}: {'; '.join(fault.told)}")
        if fault.month:
            typer.echo(f"    {fault.reads} reads of {fault.month}, {fault.lost} of them lost")
    if verdict.lost:
        typer.echo(f"  lost: {verdict.lost} reads of {', '.join(verdict.months)}; hand these batches in again:")
        for name in upkeep.batch_names(verdict.batches) or ["(unknown)"]:
            typer.echo(f"    {one_line(name)}")
        typer.echo("  Restore the files from a backup, or --repair --give-up-lost lets the store go on without them.")
    if verdict.set_aside:
        typer.echo(f"  {verdict.set_aside} files stand in the quarantine folder; the next purge removes them")
