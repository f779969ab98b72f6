"""Checking and repairing a store that nobody writes (464.9): what can be derived is, and nothing by half.

A file that lost pages is written anew from the reads that stand in any of its copies; dictionaries are counted anew;
what was damaged, and what does not belong into the folder, is set aside in ``quarantine``. While reads are lost that
no copy has, nothing is changed at all until whoever repairs gives them up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.policy.caller import Realm
from workbench.store.reads_disk import flush
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.sealing import Sealing
from workbench.store.upkeep.alone import alone
from workbench.store.upkeep.check import looked_through, strays
from workbench.store.upkeep.recount import recounted
from workbench.store.upkeep.salvage import salvaged
from workbench.store.upkeep.verdict import Trouble, Verdict


@dataclass(frozen=True, slots=True)
class Repaired:
    """How the store stood, and how it stands now; the same when nothing was changed."""

    before: Verdict
    after: Verdict


def check(path: Path, realm: Realm, sealing: Sealing) -> Verdict:
    """How the store in this folder stands; ``StoreUnavailable`` while somebody writes it or when it can't be opened."""
    with alone(path, realm, sealing) as folder:
        return looked_through(folder, realm)


GiveUp = Callable[[Verdict], object]


def repair(path: Path, realm: Realm, sealing: Sealing, *, give_up: GiveUp | None = None) -> Repaired:
    """Repair what can be, all of it or nothing; raises as ``check``.

    With ``give_up`` reads that are lost are left out of the catalogue; it is told of them before anything changes.
    """
    with alone(path, realm, sealing) as folder:
        before = looked_through(folder, realm)
        broken = {fault.file for fault in before.faults if fault.trouble is Trouble.READS}
        if before.good or (before.lost and not give_up) or _in_catalogue(before):
            return Repaired(before, before)
        if before.lost and give_up:
            give_up(before)
        if broken or any(fault.trouble is Trouble.DICTIONARY for fault in before.faults):
            _replaced(folder, broken)
        _set_strays_aside(folder)
        folder.catalogue.settle()
        return Repaired(before, looked_through(folder, realm))


def _in_catalogue(verdict: Verdict) -> bool:
    """Whether the catalogue itself is damaged, from which everything else follows."""
    return any(fault.trouble is Trouble.CATALOGUE for fault in verdict.faults)


def _replaced(folder: ReadFolder, broken: set[str]) -> None:
    """One commit puts new files in the place of those, and dictionaries that count what is there then."""
    entries = folder.listing().entries
    old = [entry for entry in entries if entry.name in broken]
    with folder.all_or_nothing():
        new = [made for entry in old if (made := _anew(folder, entry))]
        left = [*(entry for entry in entries if entry.name not in broken), *new]
        counted = recounted(folder, left)
        for entry in old:
            if folder.path_of(entry).exists():
                folder.set_aside(entry.name)
        folder.replace(new, old, counted)


def _anew(folder: ReadFolder, entry: Entry) -> Entry | None:
    rows = salvaged(folder, entry)
    return None if rows is None else folder.written(entry.month, rows, entry)


def _set_strays_aside(folder: ReadFolder) -> None:
    for name in strays(folder):
        folder.quarantine.mkdir(mode=0o700, exist_ok=True)
        (folder.path / name).replace(folder.quarantine / Path(name).name)
    for part in (folder.path, folder.files, folder.quarantine):
        if part.exists():
            flush(part)
