"""Holding log, reads of the store and events against each other (464.6), on record, and loud when they differ."""

from __future__ import annotations

import json
import logging
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.accesslog.atomic import write_whole
from workbench.accesslog.events import told
from workbench.accesslog.events.actions import DIFFERS
from workbench.accesslog.events.follow import Follower
from workbench.accesslog.events.kept import Kept, every, rotated
from workbench.accesslog.reader import LogReader
from workbench.accesslog.reconcile import Findings, Reconciliation, body
from workbench.accesslog.record import Record
from workbench.custodian.bootstrap import images_of, reads_of
from workbench.gate import Gate
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.served import SERVED, counted, entries
from workbench.wire.log import LogQuery

PATIENCE = 60.0
"""Seconds that events on their way are waited for."""
RESULT = "reconciled.json"
"""The last outcome, in the custodian's folder, for whoever asked for it on the command line."""
_log = logging.getLogger(__name__)


class Reconciler:
    """Goes on from the last reconciliation on record; one at a time."""

    def __init__(self, settings: Settings, gate: Gate, reader: LogReader, followers: Sequence[Follower]) -> None:
        self._settings = settings
        self._gate = gate
        self._reader = reader
        self._followers = followers
        self._lock = threading.Lock()

    def last(self) -> Record | None:
        """The record of the last reconciliation."""
        found, _ = self._reader.page(LogQuery(action=DIFFERS, limit=1))
        return found[0] if found else None

    def run(self) -> Findings:
        """Compare, and record what was found. Raises ``Unavailable`` and ``OSError`` when that can't be done."""
        with self._lock:
            served = {store.name: entries(store.path) for store in self._stores()}  # before the log: it is ahead
            end = self._gate.records()
            before = self._before()
            found = self._compared(before, end, served)
            record = self._gate.event(
                DIFFERS, "custodian", self._settings.agency.organisation, body(found, before.end, end, served)
            )
        _tell(record, found)
        write_whole(
            self._settings.paths.custodian / RESULT, json.dumps(_outcome(record.index, found)).encode(), mode=0o600
        )
        return found

    def _before(self) -> _Before:
        record = self.last()
        return _Before(record.body if record else {})

    def _compared(self, before: _Before, end: int, served: dict[str, int]) -> Findings:
        begin = min(before.end, end)
        comparison = Reconciliation(self._reader.between, begin, end, before.open)
        comparison.leaves(self._gate.now())
        for store in self._stores():
            stood, stands = before.served(store.name), served[store.name]
            comparison.missing("reads_no_longer_counted", stood - stands)
            if stood < stands:
                comparison.reads(store.realm.value, counted(store.path, stood, stands))
        self._wait(end)
        for follower in self._followers:
            comparison.missing("events_unsent", end - follower.sink.next)
        if self._settings.events.file:
            kept = list(_kept(Path(self._settings.events.file), begin))
            comparison.events(kept, self._gate.records())
        return comparison.found

    def _wait(self, end: int) -> None:
        """Give events that are on their way the time to arrive."""
        until, pause = time.monotonic() + PATIENCE, threading.Event()
        while not all(each.caught_up(end) for each in self._followers) and time.monotonic() < until:
            if not any(each.at_work for each in self._followers):
                for each in self._followers:
                    each.round()
                return
            pause.wait(0.1)

    def _stores(self) -> list[_Counted]:
        reads = [_Counted(realm.value, realm, reads_of(self._settings, realm) / SERVED) for realm in Realm]
        return [*reads, _Counted("images", Realm.LIVE, images_of(self._settings) / SERVED)]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A store that counts its calls: its name in the record, whose receipts open it, its count."""

    name: str
    realm: Realm
    path: Path


class _Before:
    """What the last reconciliation left; nothing, before the first."""

    def __init__(self, told_then: Any) -> None:
        self._served = told_then.get("served", {})
        self.end = told.whole(told_then.get("to")) or 0
        self.open = [index for each in told_then.get("open", ()) if (index := told.whole(each)) is not None]

    def served(self, name: str) -> int:
        """How many calls of a store had been counted."""
        return told.whole(self._served.get(name)) or 0


def _kept(path: Path, begin: int) -> Iterator[Kept]:
    """The events from ``begin`` on in all files that can be read; what another holds will be missed."""
    for file in (*rotated(path), path):
        try:
            yield from (event for event in every(file) if event.index >= begin)
        except FileNotFoundError:
            continue
        except (OSError, EOFError, zlib.error) as error:
            _log.warning("%s can't be read: %s", file, type(error).__name__)


def _tell(record: Record, found: Findings) -> None:
    counts = ", ".join(f"{number} {name}" for name, number in found.counts.items())
    if not found.differs:
        _log.info("reconciled (%s): %s, no difference", record.name, counts)
        return
    wrong = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in found.differences.items() if number)
    _log.error("reconciled (%s): %s; DIFFERENCES: %s", record.name, counts, wrong)


def _outcome(index: int, found: Findings) -> dict[str, Any]:
    return {"record": index, "differs": found.differs, "counts": found.counts, "differences": found.differences}
