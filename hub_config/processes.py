"""Processes of one running workbench, told apart from every other by a mark in their environment.

Standard library only: ``bin/up`` uses this before the environment exists. A process number alone proves
nothing after a crash, so each is checked by its start time or by the mark before it is signalled.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

MARK = "ALPR_INSTANCE"


def start_time(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; None when there is none, or only its remains."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The command stands in brackets and may hold anything, brackets too: the fields follow the last one.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def mark_of(pid: int) -> str | None:
    """The mark in a process's environment: "" for none, None when it may not be looked at or is gone."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return None
    named = f"{MARK}=".encode()
    return next((e[len(named) :].decode() for e in environment.split(b"\0") if e.startswith(named)), "")


def marked(mark: str) -> list[int]:
    """Every running process with this mark, besides this one."""
    return [pid for pid in _pids() if pid != os.getpid() and mark and mark_of(pid) == mark and start_time(pid)]


def of_user(uid: int, mark: str) -> list[int]:
    """Processes of a user that carry this mark, or hide that they carry any."""
    found = []
    for pid in _pids():
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}").stat().st_uid == uid and mark_of(pid) in (mark, "") and start_time(pid):
                found.append(pid)
    return found


def end(pids: Iterable[int], seconds: float) -> None:
    """Ask processes to end, wait, then make those that remain; one that took a number over is left alone."""
    started = {pid: start_time(pid) for pid in pids}
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for pid in _alive(started):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, sent)
        until = time.monotonic() + seconds
        while _alive(started) and time.monotonic() < until:
            time.sleep(0.05)


def _alive(started: dict[int, int | None]) -> list[int]:
    return [pid for pid, when in started.items() if when is not None and start_time(pid) == when]


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
