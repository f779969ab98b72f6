"""Restoring into an empty place (464.9, 464.10): all of it or nothing, proven first, purged again, then put on record.

Everything happens in a folder beside the place, which gets its name last. The restored log's first new record is that
it was put behind its witness, if it was; then come the restore and the purges that are done again.
"""

from __future__ import annotations

import os
import pwd
import shutil
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from workbench.accesslog.atomic import flush_folder
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.purges import since
from workbench.backup import names
from workbench.backup.again import purge_again, restorer
from workbench.backup.behind import Seen, asked, demand_not_behind, kept, longest
from workbench.backup.proof import Figures, proven
from workbench.backup.unpack import Pair, Sources, demand_agency, settings_in, unpacked
from workbench.custodian.bootstrap import OpenLog, gate_of, images_of, reads_of
from workbench.errors import BadInput, ConfigError
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.at_rest import sealing_of
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore

ACCOUNT = "alpr-custodian"
_PATIENCE = httpx.Timeout(5.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is restored from what. ``checkpoints`` are files with what witnesses saw; ``behind`` is the reason to go on
    although more was seen, empty for none; ``ask`` whether the configured witnesses are asked; ``who`` restores.
    """

    sources: Sources
    who: str
    checkpoints: Sequence[Path] = ()
    behind: str = ""
    ask: bool = True


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now: what was looked through, reads that were purged again, records that are lost; seconds."""

    figures: Figures
    purged: int
    lost: int
    seconds: float
    pair: Pair = field(repr=False)


def restore(wanted: Wanted, into: Path) -> Restored:
    """Restore into a data folder that is empty or not there.

    Raises ``BadInput`` for archives that don't fit or a place that isn't empty, ``LogUnavailable`` for a log that is
    not what it was or is behind what was seen of it; then nothing stands there.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BadInput(f"{into} is not empty.", how="Restore into a new data folder.", section="464.10")
    into.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    staging = into.parent / f".{into.name}.restoring"
    with _own_eyes(), scratch(staging):
        restored = staged(wanted, staging, into)
        _own(staging)
        _flush(staging)
        staging.replace(into)
        flush_folder(into.parent)
    return restored


def staged(wanted: Wanted, data: Path, serves: Path) -> Restored:
    """The data folder in a place of its own, as it would stand at ``serves``; also for drills."""
    began = time.monotonic()
    pair = unpacked(wanted.sources, data)
    settings = settings_in(data, serves)
    demand_agency(settings, pair)
    size = pair.backup.moment.seen.size
    keys = Keyring(data / names.KEYS)
    seen = kept(keys, wanted.checkpoints, pair.backup)
    figures = proven(
        data, settings, pair.backup, [one.note for one in seen if one.size is not None and one.size <= size]
    )
    if wanted.ask:
        seen += _witnesses(data, settings, pair)
    if not wanted.behind:
        demand_not_behind(seen, size, by_witness=bool(wanted.checkpoints))
    more = longest(seen, size)
    if more is not None:
        # This one checkpoint, and no other: from now on the log has to lead to what is kept here instead.
        keys.keep_checkpoint(pair.backup.moment.checkpoint.encode())
    keys.close()
    purged = _begun(wanted, settings, pair, seen)
    return Restored(figures, purged, more.size - size if more else 0, time.monotonic() - began, pair)


def _witnesses(data: Path, settings: Settings, pair: Pair) -> list[Seen]:
    verify = ssl.create_default_context(cafile=settings.log.witness_authority or None)
    with httpx.Client(timeout=_PATIENCE, verify=verify, trust_env=False, follow_redirects=False) as http:
        return asked(data, pair.backup, http)


def _begun(wanted: Wanted, settings: Settings, pair: Pair, seen: Sequence[Seen]) -> int:
    """Go on with the restored log: what was overridden, the restore, the purges; how many reads went."""
    size, organisation = pair.backup.moment.seen.size, settings.agency.organisation
    with ExitStack() as opening:
        log = OpenLog.of(settings, opening)
        gate, registers = gate_of(settings, opening, log)
        more, silent = longest(seen, size), [each.where for each in seen if each.size is None]
        if wanted.behind and (more or silent):
            told: dict[str, Any] = {"reason": wanted.behind[:1000], "size": size, "unasked": silent}
            told |= {"seen": more.size, "where": more.where} if more else {}
            gate.event("backup.behind-witness", wanted.who, organisation, told)
        again = since(log.keys.purges(), pair.backup.moment.purges)
        made = pair.backup.moment.made_at.isoformat()
        body = {"made_at": made, "size": size, "purges": [begun.record for begun in again]}
        gate.event("backup.restored", wanted.who, organisation, body)
        if not again:
            return 0
        sealing, by = sealing_of(settings), restorer(wanted.who, organisation)
        store = opening.enter_context(closing(ReadStore.open(reads_of(settings, Realm.LIVE), Realm.LIVE, sealing)))
        images = opening.enter_context(closing(ImageStore.open(images_of(settings), sealing)))
        return sum(purge_again(gate, registers, store, images, begun, by) for begun in again)


@contextmanager
def scratch(folder: Path) -> Iterator[None]:
    """A new folder, which is gone after the block unless it was renamed; what a kill left of one is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_eyes() -> Iterator[None]:
    """Whatever is made in this block is its owner's alone."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def _own(data: Path) -> None:
    """As root: everything of the custodian's belongs to its OS user."""
    if os.geteuid() != 0 or not (account := _account(data)):
        return
    for path in [data / "custodian", *(data / "custodian").rglob("*")]:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    data.chmod(0o755)
    (data / "config").chmod(0o755)
    for path in (data / "config").iterdir():
        path.chmod(0o644)


def _account(data: Path) -> pwd.struct_passwd | None:
    if not Settings.load(data / names.CONFIGURATION).isolation.enforced:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise ConfigError(
            f"There is no OS user {ACCOUNT} on this machine to whom the restored data would belong.",
            how="Run bin/up once with another data folder (--data), which makes it; then restore.",
            section="464.10(a)",
        ) from None


def _flush(data: Path) -> None:
    for path in sorted(data.rglob("*"), reverse=True):
        if path.is_dir():
            flush_folder(path)
            continue
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    flush_folder(data)
