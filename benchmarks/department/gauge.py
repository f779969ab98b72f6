"""What the product's processes take: memory shared fairly among those that share it (PSS), files and threads."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

_EVERY = 5.0
_PARTS = {
    "ipykernel": "kernels",
    "alpr_kernel": "kernels",
    "jupyterhub.singleuser": "servers",
    "workbench.custodian": "custodian",
    "workbench.witness": "witness",
    "workbench.edge": "edge",
    "workbench.reader": "reader",
    "configurable-http-proxy": "proxy",
    "hub_config": "hub",
    "jupyterhub": "hub",
}
_STAYING = ("custodian", "hub", "proxy", "edge", "witness")


@dataclass(frozen=True)
class Look:
    """Seconds since the beginning; MiB, open files and threads by part; MiB that the machine has in use."""

    at: float
    memory: dict[str, float]
    files: dict[str, int]
    threads: dict[str, int]
    machine: float


@dataclass
class Gauge:
    """Looks at the processes of one data folder every few seconds while it runs."""

    data: Path
    looks: list[Look] = field(default_factory=list)
    begun: float = field(default_factory=perf_counter)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            self.looks.append(await asyncio.to_thread(self._look))
            await asyncio.sleep(_EVERY)

    def peak(self) -> tuple[float, dict[str, float]]:
        """MiB at the highest of all parts together, and by part then."""
        highest = max(self.looks, key=lambda look: sum(look.memory.values()))
        return sum(highest.memory.values()), highest.memory

    def growth(self, since: float) -> list[tuple[str, float, float, float, float]]:
        """By service that stays: MiB, then open files, in the first and the last third after ``since``, medians."""
        later = [look for look in self.looks if look.at >= since]
        third = max(1, len(later) // 3)
        first, last = later[:third], later[-third:]
        return [(part, *_between(part, first, last)) for part in _STAYING]

    def _look(self) -> Look:
        memory: dict[str, float] = defaultdict(float)
        files: Counter[str] = Counter()
        threads: Counter[str] = Counter()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError, StopIteration):  # it ended meanwhile
                part = self._part(entry)
                if part:
                    memory[part] += _kib(entry / "smaps_rollup", "Pss") / 1024
                    files[part] += sum(1 for _ in (entry / "fd").iterdir())
                    threads[part] += sum(1 for _ in (entry / "task").iterdir())
        total = Path("/proc/meminfo")
        machine = (_kib(total, "MemTotal") - _kib(total, "MemAvailable")) / 1024
        return Look(perf_counter() - self.begun, dict(memory), dict(files), dict(threads), machine)

    def _part(self, entry: Path) -> str:
        if str(self.data).encode() not in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes():
            return ""
        words = (entry / "cmdline").read_bytes().decode(errors="replace")
        return next((part for sign, part in _PARTS.items() if sign in words), "other")


def _kib(file: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(f"{name}:"))


def _between(part: str, first: list[Look], last: list[Look]) -> tuple[float, float, float, float]:
    memory = [_median([look.memory.get(part, 0.0) for look in looks]) for looks in (first, last)]
    files = [_median([look.files.get(part, 0) for look in looks]) for looks in (first, last)]
    return memory[0], memory[1], files[0], files[1]


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0
