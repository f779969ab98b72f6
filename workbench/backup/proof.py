"""Whether what came out of the archives is what went in (464.5, 464.9, 464.10): tree, keys, counts, every page."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import export_log
from workbench.accesslog.note import Note
from workbench.accesslog.reader import LogReader
from workbench.accesslog.verify import Unusable, verify
from workbench.backup import names
from workbench.backup.manifest import Manifest, damaged
from workbench.backup.moment import revisions_of, rows_of
from workbench.backup.places import images_of, reads_of
from workbench.errors import LogUnavailable
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store import at_rest
from workbench.store.images.images import damaged as damaged_images
from workbench.store.upkeep.repair import check
from workbench.wire.log import LogQuery

_SAMPLE = 200
"""Records whose details are opened, drawn anew each time."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was looked through; ``opened`` of the drawn records had details, which opened."""

    records: int
    reads: int
    images: int
    rows: int
    opened: int
    shredded: int


def proven(data: Path, settings: Settings, told: Manifest, since: list[bytes]) -> Figures:
    """Look through all of it; ``BadInput`` that names what is not as it was, ``LogUnavailable`` for the log.

    ``since`` are checkpoints that the log has to lead to.
    """
    keys = Keyring(data / names.KEYS)
    _demand_log(data, keys, told, since)
    counts = told.moment.counts
    rows = rows_of(data / names.REGISTERS)
    _demand_counts({key: count for key, count in counts.items() if key.startswith("rows of ")}, rows)
    if revisions_of(data / names.REGISTERS) != told.moment.revisions:
        raise damaged("the registers have another schema than its manifest says")
    sealing, reads = at_rest.sealing_of(settings), 0
    for realm in Realm:
        verdict = check(reads_of(settings, realm), realm, sealing)
        if not verdict.good:
            raise damaged(f"{len(verdict.faults)} files of the {realm.value} store are not as they should be")
        name = f"{realm.value} reads"
        _demand_counts({name: counts[name]}, {name: verdict.reads})
        reads += verdict.reads
    images, broken = damaged_images(images_of(settings), sealing)
    if broken:
        raise damaged(f"{len(broken)} images do not open")
    _demand_counts({"images": counts["images"]}, {"images": images})
    opened, shredded = _sampled(settings, keys, told.moment.seen.size)
    keys.close()
    return Figures(told.moment.seen.size, reads, images, sum(rows.values()), opened, shredded)


def _demand_log(data: Path, keys: Keyring, told: Manifest, since: list[bytes]) -> None:
    with tempfile.TemporaryDirectory(dir=data) as folder:
        export = Path(folder)
        if told.moment.seen.size:
            export_log(f"sqlite:///{data / names.LOG}", keys, export, Note.parse(told.moment.checkpoint.encode()))
            try:
                verdict = verify(export, f"log {told.log_key}\nquorum none\n".encode(), since)
            except Unusable as problem:
                raise damaged(f"a checkpoint can't be used: {problem}") from None
            if not verdict.good:
                raise LogUnavailable(
                    "The access log in the backup is not what it was.",
                    how="Nothing was restored. Keep the archive for the audit and report it as a breach (464.10).",
                    section="464.5",
                    diagnostic="; ".join(verdict.lines()),
                )


def _demand_counts(told: dict[str, int], found: dict[str, int]) -> None:
    for name, count in told.items():
        if found.get(name) != count:
            raise damaged(f"its manifest tells of {count:,} {name}, and there are {found.get(name, 0):,}")


def _sampled(settings: Settings, keys: Keyring, size: int) -> tuple[int, int]:
    """Open the details of a few records; how many opened, and how many are shredded."""
    drawn = {secrets.randbelow(size) for _ in range(_SAMPLE)} if size else set()
    with closing(LogReader.open(settings.log.url, keys)) as reader:
        shredded = sum(keys.key(index) is None for index in drawn)
        for index in drawn:
            reader.get(index)
        reader.page(LogQuery(limit=1))
    return len(drawn) - shredded, shredded
