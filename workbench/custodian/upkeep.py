"""Upkeep of the stores while the custodian is stopped (464.9, 464.10): each act is on record before it begins.

Whoever opens the log has it alone, so none of this runs beside a custodian.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.custodian.bootstrap import OpenLog, gate_of, images_of, reads_of
from workbench.custodian.following import followers_of
from workbench.custodian.reconciling import Reconciler
from workbench.errors import ConfigError
from workbench.gate import Gate
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store import at_rest
from workbench.store.images.images import reseal
from workbench.store.registers import Registers
from workbench.store.upkeep.repair import Repaired
from workbench.store.upkeep.repair import check as check_store
from workbench.store.upkeep.repair import repair as repair_store
from workbench.store.upkeep.rewrite import Rewritten
from workbench.store.upkeep.rewrite import rewrite as rewrite_store
from workbench.store.upkeep.verdict import Verdict


class Upkeep:
    """What the operator may do to the stores; ``who`` stands in the records."""

    def __init__(self, settings: Settings, keys: Keyring, gate: Gate, registers: Registers, who: str) -> None:
        self._settings = settings
        self._keys = keys
        self._gate = gate
        self._registers = registers
        self._who = who

    @classmethod
    @contextmanager
    def opened(cls, settings: Settings) -> Iterator[Upkeep]:
        """Raises ``LogUnavailable`` while a custodian runs, ``ConfigError`` for any OS user but the custodian's."""
        owner = settings.paths.custodian.stat().st_uid
        if owner != os.geteuid():
            raise ConfigError(
                f"{settings.paths.custodian} belongs to another OS user (uid {owner}), who could not read what "
                "is written here.",
                how="Run this as that user, with sudo -u.",
                section="464.10(a)",
            )
        with ExitStack() as opening:
            log = OpenLog.of(settings, opening)
            gate, registers = gate_of(settings, opening, log)
            yield cls(settings, log.keys, gate, registers, os.environ.get("SUDO_USER") or f"uid {os.getuid()}")

    def check(self) -> list[Verdict]:
        """How each store stands."""
        self._record("store.check", {})
        sealing = at_rest.sealing_of(self._settings)
        verdicts = [check_store(reads_of(self._settings, realm), realm, sealing) for realm in Realm]
        self._record("store.checked", {"stores": [_told(verdict) for verdict in verdicts]})
        return verdicts

    def repair(self, *, give_up_lost: bool) -> list[Repaired]:
        """Repair each store; the batches of reads that were given up can be handed in again."""
        self._record("store.repair", {"give_up_lost": give_up_lost})
        sealing = at_rest.sealing_of(self._settings)
        give_up = self._give_up if give_up_lost else None
        done = [repair_store(reads_of(self._settings, realm), realm, sealing, give_up=give_up) for realm in Realm]
        told = [{"before": _told(one.before), "after": _told(one.after)} for one in done]
        self._record("store.repaired", {"stores": told})
        return done

    def _give_up(self, verdict: Verdict) -> None:
        self._record("store.give-up", _told(verdict))
        self._registers.batches.forget(verdict.batches)

    def rewrite(self, *, new_key: bool) -> list[Rewritten]:
        """Seal each store as it is configured, with a new key if that is wanted."""
        sealing = at_rest.target_of(self._settings, new_key=new_key)
        self._record("store.rewrite", {"sealing": sealing.name, "new_key": new_key})
        done = [rewrite_store(reads_of(self._settings, realm), realm, sealing) for realm in Realm]
        images = reseal(images_of(self._settings), sealing)
        at_rest.finish(self._settings)
        files = sum(one.written for one in done)
        self._record("store.rewritten", {"sealing": sealing.name, "files": files, "images": images})
        return done

    def reconcile(self) -> None:
        """Bring the events up to the log, and compare both with what the stores served."""
        with closing(LogReader.open(self._settings.log.url, self._keys)) as reader:
            followers = followers_of(self._settings, self._gate, reader.between)
            Reconciler(self._settings, self._gate, reader, followers).run()
            for follower in followers:
                follower.sink.close()

    def batch_names(self, batch_ids: tuple[str, ...]) -> list[str]:
        """What batches were called, and their ids."""
        receipts = {one: self._registers.batches.get(one) for one in batch_ids}
        return [f"{receipt.name} ({one})" if receipt else one for one, receipt in receipts.items()]

    def _record(self, action: str, body: Mapping[str, Any]) -> None:
        self._gate.event(action, self._who, self._settings.agency.organisation, body)


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "realm": verdict.realm.value,
        "files": verdict.files,
        "reads": verdict.reads,
        "faults": [f"{fault.trouble.value} {fault.file}: {'; '.join(fault.told)}" for fault in verdict.faults],
        "lost": verdict.lost,
        "months": list(verdict.months),
        "batches": list(verdict.batches),
    }
