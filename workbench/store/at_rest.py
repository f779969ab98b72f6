"""How the reads are encrypted at rest (464.10): by a key of the custodian's, or by the file system if it does."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import ConfigError
from workbench.settings import Settings
from workbench.store.reads_disk import flush
from workbench.store.segments.sealing import FilesystemSealing, KeySealing, Ring, Sealing

_ENCRYPTING = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"})
_LAYERS = 16


def sealing_of(settings: Settings) -> Sealing:
    """What the store's files are sealed with; ``ConfigError`` when the file system is relied on and does nothing.

    While a key is being changed (``target_of``) its files may be sealed with either.
    """
    if settings.store.encryption == "filesystem":
        return _of_filesystem(settings)
    file = Path(settings.store.key_file)
    key, coming = KeySealing.from_file(file), _coming(file)
    return Ring(key, (KeySealing.from_file(coming),)) if coming.exists() else key


def target_of(settings: Settings, *, new_key: bool) -> Ring:
    """What a rewrite seals with, and besides what the files may be sealed with before it.

    ``new_key`` makes another key, kept beside the first until ``finish``; one that was begun is gone on with.
    """
    file = Path(settings.store.key_file)
    keys = [KeySealing.from_file(one) for one in (file, _coming(file)) if one.exists()]
    if settings.store.encryption == "filesystem":
        if new_key:
            raise ConfigError('There is no key: store.encryption is "filesystem".', section="464.10")
        return Ring(_of_filesystem(settings), tuple(keys))
    target = KeySealing.from_file(_coming(file) if new_key or _coming(file).exists() else file)
    return Ring(target, (*(key for key in keys if key != target), FilesystemSealing()))


def finish(settings: Settings) -> None:
    """Put the new key, if there is one, in the place of the old, with which nothing is sealed any more."""
    file = Path(settings.store.key_file)
    if settings.store.encryption == "key" and _coming(file).exists():
        _coming(file).replace(file)
        flush(file.parent)


def _coming(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")


def _of_filesystem(settings: Settings) -> FilesystemSealing:
    if not encrypted_below(settings.paths.custodian):
        raise ConfigError(
            f'store.encryption is "filesystem", and the file system of {settings.paths.custodian} is not seen to '
            "encrypt.",
            how='Put the data folder on an encrypted volume (dm-crypt, ZFS, gocryptfs), or set it to "key".',
            section="464.10",
        )
    return FilesystemSealing()


def encrypted_below(path: Path, *, mounts: Path = Path("/proc/self/mountinfo"), devices: Path = Path("/sys")) -> bool:
    """Whether the file system that holds this path encrypts, or a block device below it (dm-crypt)."""
    number = path.stat().st_dev
    device = f"{os.major(number)}:{os.minor(number)}"
    for line in mounts.read_text().splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == device and after.split()[0] in _ENCRYPTING:
            return True
    return _crypts(devices / "dev" / "block" / device, _LAYERS)


def _crypts(device: Path, layers: int) -> bool:
    """Whether each way down from this device goes through dm-crypt."""
    uuid = device / "dm" / "uuid"
    if uuid.exists() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = list((device / "slaves").glob("*")) if layers else []
    return bool(below) and all(_crypts(one, layers - 1) for one in below)
