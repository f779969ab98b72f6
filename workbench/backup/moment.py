"""One moment of everything (464.9, 464.10), taken while the custodian serves: copies of databases, links to files.

Sealed files are never changed, so that a link under the writer's lock is a copy. The registers come first, then the
stores, the log last: a state that is restored shows no read that the log does not answer for, and none of the
registers speaks of a read or an image that is not there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from workbench.accesslog import tree_tables
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.database import parse, reading
from workbench.accesslog.keyring import Keyring
from workbench.backup import databases, names
from workbench.backup.manifest import Moment
from workbench.backup.places import forget, images_of, moment_folder, reads_of
from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.images.images import unpurged
from workbench.store.reads_disk import writing
from workbench.store.segments.catalogue import NAME
from workbench.store.served import SERVED
from workbench.wire.photographs import ImageKind

MOMENT = "moment.json"


def take(settings: Settings, keys: Keyring) -> Moment:
    """Take it into ``places.moment_folder``; whoever calls sees to it that nothing is purged or shredded meanwhile.

    Raises ``StoreUnavailable`` when it can't be taken; what was begun is taken away.
    """
    forget(settings)
    into = moment_folder(settings)
    try:
        taken = _taken(settings, keys, into)
        (into / MOMENT).write_text(taken.model_dump_json())
    except (OSError, sqlite3.Error, SQLAlchemyError) as problem:
        forget(settings)
        raise StoreUnavailable(
            "A moment for a backup can't be taken.",
            how="Is the disk full? Nothing was changed; begin again.",
            diagnostic=f"{type(problem).__name__}: {getattr(problem, 'strerror', '')}",
        ) from None
    return taken


def _taken(settings: Settings, keys: Keyring, into: Path) -> Moment:
    registers = into / names.REGISTERS
    counts: dict[str, int] = {}
    with unpurged(images_of(settings)):
        databases.registers(settings.registers.url, registers)
        for realm in Realm:
            counts[f"{realm.value} reads"] = _reads(reads_of(settings, realm), into / names.READS / realm)
        counts["images"] = _images(images_of(settings), into / names.IMAGES)
    made_at = datetime.now(UTC)
    databases.log(settings.log.url, into / names.LOG)
    seen = _checkpoint(into / names.LOG, keys)
    _linked(Path(settings.log.keys), into / names.KEYS)
    _secrets(settings, into)
    return Moment(
        made_at=made_at,
        checkpoint=seen.signed(keys.signing).encode().decode(),
        counts=counts | rows_of(registers) | {"records": seen.size},
        revisions=revisions_of(registers),
        purges=[begun.record for begun in keys.purges()],
    )


def rows_of(registers: Path) -> dict[str, int]:
    """How many rows each table of the registers has."""
    with closing(sqlite3.connect(f"file:{registers}?mode=ro", uri=True)) as database:
        every = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        tables = [name for (name,) in database.execute(every).fetchall()]
        return {f"rows of {name}": _count(database, name) for name in tables}


def revisions_of(registers: Path) -> dict[str, str]:
    """The revision of the registers' schema."""
    with closing(sqlite3.connect(f"file:{registers}?mode=ro", uri=True)) as database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return {"registers": str(revision)}


def _count(database: sqlite3.Connection, table: str) -> int:
    (count,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - a name of its own schema
    return int(count)


def _reads(folder: Path, into: Path) -> int:
    """Catalogue and files of one store, of one commit; how many reads."""
    into.mkdir(mode=0o700, parents=True)
    (into / "files").mkdir(mode=0o700)
    with writing(folder):
        databases.copied(folder / NAME, into / NAME)
        with closing(sqlite3.connect(into / NAME)) as catalogue:
            files = catalogue.execute("SELECT name FROM segment UNION SELECT plates FROM store WHERE plates <> ''")
            for (name,) in files.fetchall():
                _link(folder / "files" / name, into / "files" / name)
            (reads,) = catalogue.execute("SELECT coalesce(sum(rows), 0) FROM segment").fetchone()
        _served(folder, into)
    return int(reads)


def _images(folder: Path, into: Path) -> int:
    into.mkdir(mode=0o700, parents=True)
    count = 0
    for kind in ImageKind:
        for path in sorted((folder / kind).glob("*/*")):
            target = into / path.relative_to(folder)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _link(path, target)
            count += 1
    _served(folder, into)
    return count


def _served(folder: Path, into: Path) -> None:
    if (folder / SERVED).exists():
        shutil.copyfile(folder / SERVED, into / SERVED)


def _checkpoint(log: Path, keys: Keyring) -> Checkpoint:
    engine = reading(parse(f"sqlite:///{log}"))
    try:
        with engine.connect() as connection:
            frontier = tree_tables.frontier(connection)
    finally:
        engine.dispose()
    return Checkpoint(keys.signing.name, frontier.size, frontier.root())


def _linked(folder: Path, into: Path) -> None:
    into.mkdir(mode=0o700, parents=True)
    for path in folder.iterdir():
        if names.allowed(names.Kind.ESCROW, f"{names.KEYS}/{path.name}"):
            _copy(path, into / path.name)


def _secrets(settings: Settings, into: Path) -> None:
    """The custodian's other secrets, under the names that they have in a new place."""
    custodian = settings.paths.custodian
    stand = {name: custodian / name for name in names.SECRETS}
    stand["reads-key"] = Path(settings.store.key_file)
    stand["reads-key.next"] = Path(f"{settings.store.key_file}.next")
    stand["alerts-key"], stand["spark-secret"] = Path(settings.alerts.key_file), Path(settings.store.spark_secret_file)
    for name, path in stand.items():
        if path.is_file():
            _copy(path, into / "custodian" / name)
    if settings.log.witnesses and Path(settings.log.witnesses).is_file():
        (into / names.WITNESSES).parent.mkdir(mode=0o700, exist_ok=True)
        _copy(Path(settings.log.witnesses), into / names.WITNESSES)


def _copy(path: Path, target: Path) -> None:
    shutil.copyfile(path, target)
    target.chmod(0o600)


def _link(path: Path, target: Path) -> None:
    os.link(path, target)
