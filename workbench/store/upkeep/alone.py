"""A store that one process has for itself (464.9), and what a kill left in it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.store.reads_disk import writing
from workbench.store.reads_failing import store_errors
from workbench.store.segments.catalogue import NAME
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.sealing import Sealing


@contextmanager
def alone(path: Path, realm: Realm, sealing: Sealing) -> Iterator[ReadFolder]:
    """The folder as it is, which nobody else may write meanwhile; ``StoreUnavailable`` when somebody does."""
    if not (path / NAME).exists():
        raise StoreUnavailable(
            f"There is no store of reads in {path}, or its catalogue is missing.",
            how="Restore the folder from a backup if there was one; nothing was changed.",
        )
    with store_errors(), writing(path, wait=False) as held:
        if not held:
            raise StoreUnavailable("The store of reads is being written just now.", how="Stop the custodian first.")
        with closing(ReadFolder(path, realm, sealing, as_it_is=True)) as folder:
            yield folder
