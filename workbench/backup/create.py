"""Writing the two archives of a moment (464.10), beside the custodian: what is sealed for whom."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from workbench import __version__
from workbench.accesslog.atomic import flush_folder
from workbench.accesslog.notekeys import SigningKey
from workbench.backup import names
from workbench.backup.age import own_key, recipients_of, seal
from workbench.backup.archive import Sums, write
from workbench.backup.manifest import Manifest, Moment
from workbench.backup.moment import MOMENT
from workbench.backup.names import Kind
from workbench.backup.places import moment_folder
from workbench.errors import BadInput, ConfigError
from workbench.settings import Settings

_SEALED = (names.REGISTERS, names.ACCOUNTS)
"""In clear where they stand: purposes with their narratives, hits, accounts."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What was written."""

    path: Path
    octets: int
    sha256: str


def recipients(settings: Settings) -> dict[Kind, list[Any]]:
    """To whom each archive is encrypted; ``ConfigError`` where somebody is missing: none is made in clear."""
    backup = settings.backup
    if not backup.recipients or not backup.escrow_recipients:
        raise ConfigError(
            "No backup is made that isn't encrypted, and nobody is named to whom it would be.",
            how="Set backup.recipients and backup.escrow_recipients, see docs/backup.md.",
            section="464.10",
        )
    return {Kind.BACKUP: recipients_of(backup.recipients), Kind.ESCROW: recipients_of(backup.escrow_recipients)}


def create(settings: Settings, config: bytes, accounts: bytes, into: Path) -> dict[Kind, Archive]:
    """Both archives of the moment that was taken, whole on disk when this returns, or none.

    ``accounts`` are the bytes of the Hub's database of accounts. Raises ``OSError`` when they can't be written.
    """
    for_whom, folder = recipients(settings), moment_folder(settings)
    taken = Moment.model_validate_json((folder / MOMENT).read_text())
    own = own_key(settings.paths.custodian / "backup-key")
    signing = SigningKey.parse((folder / names.KEYS / "signing-key").read_text().strip())
    (folder / names.BACKUP_KEY).write_text(f"{own}\n")
    (folder / names.CONFIGURATION).parent.mkdir(mode=0o700, exist_ok=True)
    (folder / names.CONFIGURATION).write_bytes(config)
    (folder / names.ACCOUNTS).parent.mkdir(mode=0o700, exist_ok=True)
    (folder / names.ACCOUNTS).write_bytes(accounts)
    _seal_what_is_clear(settings, folder, own)
    stem = names.stem(settings.agency.organisation, taken.made_at, taken.seen.size)
    made: dict[Kind, Archive] = {}
    try:
        for kind in Kind:

            def told(sums: Sums, kind: Kind = kind) -> bytes:
                return Manifest(
                    kind=kind,
                    agency=settings.agency.organisation,
                    version=__version__,
                    configuration_sha256=sha256(config).hexdigest(),
                    log_key=str(signing.public()),
                    sealed_for=str(own.to_public()),
                    moment=taken,
                    members=len(sums.of),
                    octets=sums.octets,
                    sums_sha256=sums.sha256(),
                ).signed(signing)

            path = into / f"{stem}.{kind.value}.tar.age"
            made[kind] = _written(path, for_whom[kind], list(_members(folder, kind)), told)
    except BaseException:
        for archive in made.values():
            archive.path.unlink(missing_ok=True)
        raise
    return made


def _written(
    path: Path, to: Sequence[Any], members: Sequence[tuple[str, Path]], told: Callable[[Sums], bytes]
) -> Archive:
    """Under its name once it is whole."""
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        raise BadInput(f"{path} stands already.", how="Give another folder.", section="464.10")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            write(file, to, members, told)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = sha256()
            while piece := file.read(1 << 20):
                digest.update(piece)
            octets = file.tell()
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)
    return Archive(path, octets, digest.hexdigest())


def _seal_what_is_clear(settings: Settings, folder: Path, own: Any) -> None:
    """Seal for the escrow's key what whoever opens the backup could read otherwise."""
    clear = [folder / name for name in _SEALED]
    if settings.store.encryption == "filesystem":
        clear += [*(folder / names.READS).glob("*/files/*"), *(folder / names.IMAGES).glob("*/*/*")]
    for path in clear:
        seal(path, path.with_name(f"{path.name}{names.SEALED}"), own.to_public())
        path.unlink()


def _members(folder: Path, kind: Kind) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and names.allowed(kind, name):
            yield name, path
