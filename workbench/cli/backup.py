"""``workbench backup`` and ``workbench restore``: two archives of one moment, and back again (464.9, 464.10)."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import BadInput, ConfigError, LogUnavailable, WorkbenchError
from workbench.prose.shown import one_line
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.backup.unpack import Sources
    from workbench.custodian.restoring import Restored

app = typer.Typer(help="Backups: encrypted, proven, on record (464.10).", no_args_is_help=True)
Config = Annotated[Path, typer.Option("--config", help="The configuration file.")]
Backup = Annotated[Path, typer.Argument(help="The backup (.backup.tar.age).")]
Escrow = Annotated[Path, typer.Argument(help="The escrow of the same moment, or a later one (.escrow.tar.age).")]
Identity = Annotated[list[Path], typer.Option("--identity", help="A file with an identity that opens the backup.")]
_PASSWORDS = "PGPASSFILE"
"""Where PostgreSQL's client looks for a file of passwords."""
EscrowIdentity = Annotated[list[Path], typer.Option("--escrow-identity", help="The same for the escrow.")]


@app.command("create")
def create(
    folder: Annotated[Path, typer.Argument(help="Where the two archives go; the custodian's OS user can write there.")],
    config: Config,
    copy: Annotated[
        str,
        typer.Option("--accounts", help="What workbench-account copy gave, where the Hub is elsewhere; - for a pipe."),
    ] = "",
) -> None:
    """Write a backup and its escrow, while the workbench is in use. As root, or as the custodian's OS user."""
    from workbench.backup import create as making
    from workbench.backup.places import forget, turn
    from workbench.custodian.backing import desk_of
    from workbench.wire.backups import BackupEnded

    settings, told = Settings.load(config), config.read_bytes()
    making.recipients(settings)
    accounts = _brought(copy) if copy else _accounts(settings)
    with _as_custodian(settings), turn(settings), desk_of(settings) as desk:
        taken = desk.taken()
        try:
            made = making.create(settings, told, accounts, folder)
        except BaseException as problem:
            reason = problem.kind if isinstance(problem, WorkbenchError) else type(problem).__name__
            desk.ended(BackupEnded(record=taken.record, outcome="failed", reason=reason))
            raise
        finally:
            forget(settings)
        digests = {f"{kind.value}_sha256": archive.sha256 for kind, archive in made.items()}
        octets = sum(archive.octets for archive in made.values())
        desk.ended(BackupEnded(record=taken.record, outcome="made", octets=octets, **digests))
    for archive in made.values():
        typer.echo(f"{archive.path}: {archive.octets:,} bytes, SHA-256 {archive.sha256}")
    typer.echo(f"records {taken.size:,}; begun under record {taken.record} of the access log")


@app.command("verify")
def verify(
    archive: Annotated[Path, typer.Argument(help="A backup or an escrow.")],
    identity: Identity,
) -> None:
    """Read one archive to its end and hold each member against its digest; nothing is written."""
    from workbench.backup.age import identities_of
    from workbench.backup.names import Kind
    from workbench.backup.unpack import checked

    kind = Kind.ESCROW if archive.name.endswith(".escrow.tar.age") else Kind.BACKUP
    found = checked(archive, identities_of(identity), kind)
    counts = {name: count for name, count in found.moment.counts.items() if not name.startswith("rows of ")}
    typer.echo(f"{kind.value} of {one_line(found.agency)}, {found.moment.made_at:%Y-%m-%d %H:%M:%S} UTC: whole")
    typer.echo(f"  {found.members:,} members, {found.octets:,} bytes, workbench {found.version}")
    typer.echo(f"  {', '.join(f'{name} {count:,}' for name, count in counts.items())}")


@app.command("drill")
def drill(backup: Backup, escrow: Escrow, config: Config, identity: Identity, escrow_identity: EscrowIdentity) -> None:
    """Restore into a scratch place, prove it, take it away again, and put it on record in the running log."""
    from workbench.backup.places import drill_folder, turn
    from workbench.custodian.backing import desk_of, operator
    from workbench.custodian.restoring import Wanted, scratch, staged
    from workbench.wire.backups import DrillEnded

    settings = Settings.load(config)
    wanted = Wanted(_sources(backup, escrow, identity, escrow_identity), operator(), ask=False, behind="a drill")
    digests = {"backup_sha256": _digest(backup), "escrow_sha256": _digest(escrow)}
    with _as_custodian(settings), turn(settings), desk_of(settings) as desk:
        place, began = drill_folder(settings), time.monotonic()
        try:
            with scratch(place):
                done = staged(wanted, place, place)
        except BaseException as problem:
            reason = problem.kind if isinstance(problem, WorkbenchError) else type(problem).__name__
            desk.drilled(DrillEnded(outcome="failed", reason=reason, seconds=time.monotonic() - began, **digests))
            raise
        looked = {"records": done.figures.records, "reads": done.figures.reads, "images": done.figures.images}
        seen = done.pair.backup.moment.checkpoint
        said = desk.drilled(DrillEnded(outcome="proven", checkpoint=seen, seconds=done.seconds, **looked, **digests))
    _tell(done, backup, escrow)
    if not said.continues:
        raise LogUnavailable(
            "The log that runs here does not go on from the one in the backup.",
            how="Either is another one: keep both for the audit and report it as a breach (464.10). It is on record.",
            section="464.5",
        )
    typer.echo("  the running log goes on from the one in the backup")
    typer.echo(f"on record as record {said.record} of the access log")


def restore(
    backup: Backup,
    escrow: Escrow,
    into: Annotated[Path, typer.Argument(help="The data folder: empty, or not there yet.")],
    identity: Identity,
    escrow_identity: EscrowIdentity,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A checkpoint that a witness kept (workbench witness seen)."),
    ] = None,
    behind_witness: Annotated[
        str,
        typer.Option("--behind-witness", help="Why to go on although the log was seen longer, or can't be asked for."),
    ] = "",
) -> None:
    """Restore everything into an empty place, all of it or nothing. As root, or as who will run the workbench."""
    from workbench.custodian.backing import operator
    from workbench.custodian.restoring import Wanted
    from workbench.custodian.restoring import restore as restoring

    sources = _sources(backup, escrow, identity, escrow_identity)
    done = restoring(Wanted(sources, operator(), checkpoint or [], behind_witness.strip()), into.absolute())
    _tell(done, backup, escrow)
    if done.lost:
        typer.echo(
            f"{done.lost:,} records that were seen outside are not in this log. Who looked at what in them is lost: "
            "look at it as a breach (464.10). The witness goes on to contradict the log; begin with a new one."
        )
    typer.echo(f"{into} stands; start it with bin/up --data {into}")


def to_postgresql(
    config: Config,
    log: Annotated[
        str, typer.Option("--log", help="The URL of an empty database: postgresql+psycopg://user@host/name.")
    ],
    registers: Annotated[str, typer.Option("--registers", help="The same, another one.")],
) -> None:
    """Copy log and registers from their files into a PostgreSQL, all of both or nothing, while no custodian runs."""
    from workbench.backup.to_server import moved

    settings = Settings.load(config)
    with _as_custodian(settings):
        done = moved(settings, log, registers)
    typer.echo(f"{done.records:,} records of the access log, {done.rows:,} rows of registers: held against the files")
    typer.echo(f"Set log.url and registers.url to these two in {config}, and start; the next record names the change.")
    typer.echo("Once it runs, erase log.sqlite* and registers.sqlite*: no purge or shredding reaches them (464.9).")


def _sources(backup: Path, escrow: Path, identity: list[Path], escrow_identity: list[Path]) -> Sources:
    from workbench.backup.age import identities_of
    from workbench.backup.unpack import Sources

    return Sources(backup, escrow, identities_of(identity), identities_of(escrow_identity))


def _tell(done: Restored, backup: Path, escrow: Path) -> None:
    figures = done.figures
    octets = backup.stat().st_size + escrow.stat().st_size
    typer.echo(
        f"proven in {done.seconds:.1f} s: {octets:,} bytes, {figures.records:,} records of the access log, "
        f"{figures.reads:,} reads, {figures.images:,} images, {figures.rows:,} rows of registers"
    )
    typer.echo(f"  {figures.opened} drawn records opened, {figures.shredded} are shredded; every sealed page opened")
    if done.purged:
        typer.echo(f"  {done.purged:,} reads were purged again")


def _brought(copy: str) -> bytes:
    """The Hub's accounts as they were copied there; ``BadInput`` for anything else, cut off or without an account."""
    told = sys.stdin.buffer.read() if copy == "-" else _private(Path(copy))
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            # Two octets say that it has a write-ahead log, which a database in memory can't have.
            database.deserialize(told[:18] + b"\x01\x01" + told[20:])
            (state,) = database.execute("PRAGMA quick_check(1)").fetchone()
            if database.execute("SELECT 1 FROM accounts").fetchone() is None:
                state = "there is no account"
    except (sqlite3.Error, MemoryError) as problem:  # the latter is what it says to nothing at all
        state = str(problem)
    if state != "ok":
        raise BadInput(
            "These are not the Hub's accounts.",
            where="--accounts",
            how="Give what workbench-account copy writes where the Hub runs; nothing was archived.",
            section="464.10",
            diagnostic=state,
        )
    return told


def _private(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise BadInput(
            "Others can read this file, which has every password's hash.",
            where="--accounts",
            how="Send the copy through a pipe, with --accounts -, or give the file mode 600.",
            section="464.10(a)",
        )
    return file.read_bytes()


def _accounts(settings: Settings) -> bytes:
    """The Hub's accounts as one commit left them; only root can read them where people are kept apart."""
    file = settings.paths.hub / "accounts.sqlite"
    try:
        with (
            closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(":memory:")) as new,
        ):
            old.backup(new)
            return new.serialize()
    except sqlite3.OperationalError:
        raise ConfigError(
            f"The Hub's accounts can't be read: {file}.",
            how="Run this as root, with sudo; it goes on as the custodian's OS user.",
            section="464.10",
        ) from None


@contextmanager
def _as_custodian(settings: Settings) -> Iterator[None]:
    """As the custodian's OS user in this block, from root; ``ConfigError`` for anybody else."""
    owner = settings.paths.custodian.stat()
    was = os.geteuid(), os.getegid()
    if was[0] not in (0, owner.st_uid):
        raise ConfigError(
            f"{settings.paths.custodian} belongs to another OS user (uid {owner.st_uid}).",
            how="Run this as root, or as that user with sudo -u.",
            section="464.10(a)",
        )
    mask, passwords = os.umask(0o077), os.environ.get(_PASSWORDS)
    try:
        os.environ[_PASSWORDS] = str(settings.paths.custodian / ".pgpass")  # as the custodian itself is started
        os.setegid(owner.st_gid)
        os.seteuid(owner.st_uid)
        yield
    finally:
        if passwords is None:
            del os.environ[_PASSWORDS]
        else:
            os.environ[_PASSWORDS] = passwords
        os.seteuid(was[0])
        os.setegid(was[1])
        os.umask(mask)


def _digest(archive: Path) -> str:
    digest = sha256()
    with archive.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
