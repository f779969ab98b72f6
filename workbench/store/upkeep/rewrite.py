"""Writing a store anew under another sealing (464.10): one file at a time, each in one durable commit.

The catalogue says of each file what it is sealed by, so a kill leaves a store that opens with both sealings, and
the next run goes on where it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.store.reads_disk import writing
from workbench.store.reads_failing import store_errors
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.sealing import Sealing


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How many files were written anew, and how many stood so already."""

    written: int
    before: int


def rewrite(path: Path, realm: Realm, sealing: Sealing) -> Rewritten:
    """Write every file that is sealed otherwise anew; ``sealing`` opens those too.

    Raises ``StoreUnavailable`` while somebody else writes, and when a file can't be read or written.
    """
    with store_errors(), writing(path, wait=False) as alone:
        if not alone:
            raise busy()
        folder = ReadFolder(path, realm, sealing, as_it_is=True)
        try:
            return _rewritten(folder)
        finally:
            folder.close()


def busy() -> StoreUnavailable:
    """The error for whoever comes while the store is written."""
    return StoreUnavailable("The store of reads is being written just now.", how="Stop the custodian first.")


def _rewritten(folder: ReadFolder) -> Rewritten:
    folder.sweep()
    listing = folder.listing()
    files = [*listing.entries, *([listing.plates] if listing.plates else [])]
    old = [file for file in files if file.sealing != folder.sealing.name]
    for file in old:
        folder.reseal(file)
    folder.catalogue.sealed_by(folder.sealing.name)
    folder.sweep()
    folder.catalogue.settle()
    return Rewritten(len(old), len(files) - len(old))
