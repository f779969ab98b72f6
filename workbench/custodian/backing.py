"""Backups while the custodian serves (464.9, 464.10): it takes the moment; the operator's command archives it.

The command talks to it over its Unix socket, and does the same by itself when no custodian runs: whoever opens the log
has it alone.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import httpx

from workbench.accesslog.keyring import Keyring
from workbench.backup.behind import leads_from
from workbench.backup.moment import take
from workbench.custodian.bootstrap import OpenLog, gate_of
from workbench.errors import StoreUnavailable, WorkbenchError
from workbench.gate import Gate
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.backups import BackupEnded, DrillEnded, MomentTaken, Recorded
from workbench.wire.base import Message

_PATIENCE = httpx.Timeout(10.0, read=6 * 3600)
"""A moment waits for a purge, and takes as long as the databases are large."""
_Answer = TypeVar("_Answer", bound=Message)


class Desk(Protocol):
    """Where backups are put on record."""

    def taken(self) -> MomentTaken:
        """Record that a backup begins, then take the moment."""
        ...

    def ended(self, said: BackupEnded) -> Recorded:
        """Record how it ended."""
        ...

    def drilled(self, said: DrillEnded) -> Recorded:
        """Record a drill."""
        ...


class OwnDesk:
    """In the process that has the log open; ``who`` stands in the records."""

    def __init__(self, gate: Gate, registers: Registers, settings: Settings, who: str) -> None:
        self._gate, self._registers, self._settings, self._who = gate, registers, settings, who

    def taken(self) -> MomentTaken:
        """No purge, shredding or hold runs meanwhile; ``StoreUnavailable`` when it fails, on record."""
        record = self._record("backup.create", {})
        keys = Keyring(Path(self._settings.log.keys))
        try:
            with self._registers.holds.turn:
                moment = take(self._settings, keys)
        except WorkbenchError as error:
            self.ended(BackupEnded(record=record, outcome="failed", reason=error.kind))
            raise
        finally:
            keys.close()
        return MomentTaken(record=record, size=moment.seen.size)

    def ended(self, said: BackupEnded) -> Recorded:
        """With the digests of the archives."""
        return Recorded(record=self._record("backup.created", said.model_dump(mode="json", exclude={"record"})
            | {"began": said.record}))  # fmt: skip

    def drilled(self, said: DrillEnded) -> Recorded:
        """With what was looked through, and whether this log goes on from the one in the backup."""
        continues = not said.checkpoint or leads_from(self._settings.log.url, said.checkpoint.encode())
        body = said.model_dump(mode="json", exclude={"checkpoint"}) | {"continues": continues}
        return Recorded(record=self._record("backup.drill", body), continues=continues)

    def _record(self, action: str, body: dict[str, object]) -> int:
        return self._gate.event(action, self._who, self._settings.agency.organisation, body).index


class FarDesk:
    """At a custodian that runs, over its socket."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def taken(self) -> MomentTaken:
        """See ``Desk``."""
        return self._said("taken", None, MomentTaken)

    def ended(self, said: BackupEnded) -> Recorded:
        """See ``Desk``."""
        return self._said("ended", said, Recorded)

    def drilled(self, said: DrillEnded) -> Recorded:
        """See ``Desk``."""
        return self._said("drilled", said, Recorded)

    def _said(self, path: str, said: Message | None, answer: type[_Answer]) -> _Answer:
        try:
            told = self._http.post(f"/v1/backups/{path}", json=said.model_dump(mode="json") if said else None)
        except httpx.HTTPError as problem:
            raise StoreUnavailable(
                "The custodian did not answer.", how="Is it up? Begin again.", diagnostic=type(problem).__name__
            ) from None
        if not told.is_success:
            problem_told = told.json() if told.headers.get("content-type", "").endswith("json") else {}
            raise StoreUnavailable(
                str(
                    problem_told.get("detail")
                    or problem_told.get("title")
                    or f"The custodian answered {told.status_code}."
                ),
                how=str(problem_told.get("how") or ""),
            )
        return answer.model_validate(told.json())


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk]:
    """The running custodian's, or one's own when none runs; ``LogUnavailable`` when another has the log."""
    path = settings.listen.custodian.removeprefix("unix:")
    if settings.listen.custodian.startswith("unix:") and _answers(path):
        transport = httpx.HTTPTransport(uds=path)
        with httpx.Client(transport=transport, base_url="http://custodian", timeout=_PATIENCE, trust_env=False) as http:
            yield FarDesk(http)
        return
    with ExitStack() as opening:
        gate, registers = gate_of(settings, opening, OpenLog.of(settings, opening))
        yield OwnDesk(gate, registers, settings, operator())


def operator() -> str:
    """Who runs a command of the custodian's OS user, as far as the machine knows."""
    return os.environ.get("SUDO_USER") or f"uid {os.getuid()}"


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        try:
            asking.connect(path)
        except OSError:
            return False
    return True
