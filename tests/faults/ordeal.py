"""Lives of a desk, each of which ends in a fault (464.5); after each, what was released must be on record."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import workbench
from tests.faults.disk import Disk, Fault
from tests.faults.released import Ledgers, Released

KINDS = ("kill", "no space", "input/output error", "failed flush", "read-only", "stopped")
_DISK = {
    "no space": Fault.NO_SPACE,
    "input/output error": Fault.INPUT_OUTPUT,
    "failed flush": Fault.FLUSH,
    "read-only": Fault.READ_ONLY,
}
_REFUSALS = 12
"""So many refusals are waited for before a disk is mended."""


@dataclass
class Ordeal:
    """A desk over one log, and all that it ever told."""

    folder: Path
    disk: Disk
    told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        url, keys = f"sqlite:///{self.folder / 'log' / 'log.sqlite'}", self.folder / "log" / "log-keys"
        (self.folder / "log").mkdir()
        self.ledgers = Ledgers(url, keys)
        root = Path(workbench.__file__).parents[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.desk", url, str(keys)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **self.disk.environment, "PYTHONPATH": str(root)},
        )
        assert self._process.stdin
        assert self._process.stdout
        self._input, self._output = self._process.stdin, self._process.stdout
        self._child = 0

    def close(self) -> None:
        """End the desk."""
        self._input.close()
        self._process.wait(60)
        self._output.close()

    def life(self, kind: str, chance: random.Random, *, mended: bool | None = None) -> int:
        """One life with one fault, which ends in a kill; returns how many answers went out. Raises on any loss.

        ``mended`` says whether the disk is mended while it lives; chance does, if left out.
        """
        mended = chance.random() < 0.5 if mended is None else mended
        self._input.write(b"%d\n" % chance.choice([1, 2, 8]))
        self._input.flush()
        self._child = int(json.loads(self._output.readline())["born"])
        released = list(self._some(chance.randrange(40)))
        if kind in _DISK:
            with self.disk.failing(_DISK[kind]):
                released += self._until_refused(chance.randint(1, _REFUSALS))
                if not mended:
                    released += self._killed()
        elif kind == "stopped":
            self._signal(signal.SIGSTOP)
            if chance.random() < 0.5:
                self._signal(signal.SIGCONT)
        if self._child:
            released += self._some(chance.randrange(10) if kind != "stopped" else 0)
            released += self._killed()
        self.ledgers.demand(released)
        self.told[kind] += 1
        return len(released)

    def _killed(self) -> list[Released]:
        """Kill it, and take what it had told before."""
        self._signal(signal.SIGKILL)
        return [told for told in self._lines() if "result" in told]

    def _signal(self, number: int) -> None:
        if self._child:
            os.kill(self._child, number)

    def _some(self, count: int) -> Iterator[Released]:
        """So many answers, or those that there are before the end."""
        for told in self._lines() if count else ():
            if "result" in told:
                yield told
                count -= 1
            if count <= 0:
                return

    def _until_refused(self, count: int) -> Iterator[Released]:
        for told in self._lines():
            if "result" in told:
                yield told
            elif "refused" in told:
                self.told["refusals"] += 1
                count -= 1
            if count <= 0:
                return

    def _lines(self) -> Iterator[Mapping[str, Any]]:
        """Whole lines until it is dead; what a killed life began to tell does not count, for nobody got it."""
        while self._child:
            line = self._output.readline()
            assert line, "the desk is gone"
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if "dead" in told:
                self._child = 0
                return
            yield told
