"""Writing a store anew under another sealing (464.10): one file at a time, each in one durable commit.

The catalogue says of each file what it is sealed by, so a kill leaves a store that opens with both sealings, and
the next run goes on where it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.policy.caller import Realm
from workbench.store.segments.catalogue import Entry, Kept
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.sealing import Sealing
from workbench.store.upkeep.alone import alone


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How many files were written anew, and how many stood so already."""

    written: int
    before: int


def rewrite(path: Path, realm: Realm, sealing: Sealing) -> Rewritten:
    """Write every file that is sealed otherwise anew; ``sealing`` opens those too.

    Raises ``StoreUnavailable`` while somebody else writes, and when a file can't be read or written.
    """
    with alone(path, realm, sealing) as folder:
        return _rewritten(folder)


def _rewritten(folder: ReadFolder) -> Rewritten:
    folder.sweep()
    listing = folder.listing()
    files: list[Entry | Kept] = [*listing.entries]
    files += [listing.plates] if listing.plates else []
    old = [file for file in files if file.sealing != folder.sealing.name]
    for file in old:
        folder.reseal(file)
    folder.catalogue.sealed_by(folder.sealing.name)
    folder.sweep()
    folder.catalogue.settle()
    return Rewritten(len(old), len(files) - len(old))
