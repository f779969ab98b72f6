"""A disk that fails when it is told to: ``disk.c``, compiled for the tests and preloaded into the processes in them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

_SOURCE = Path(__file__).with_name("disk.c")


class Fault(bytes, Enum):
    """What the disk says."""

    NO_SPACE = b"n"
    INPUT_OUTPUT = b"e"
    FLUSH = b"f"
    READ_ONLY = b"r"


class Disk:
    """What lies below ``root`` fails on command, for the processes that are started with ``environment``."""

    def __init__(self, folder: Path, root: Path, *, traced: bool = False) -> None:
        self._control = folder / "control"
        self._control.write_bytes(b"-")
        self.trace = folder / "trace"
        self.environment = {
            "LD_PRELOAD": str(_compiled(folder)),
            "FAULTS_CONTROL": str(self._control),
            "FAULTS_ROOT": str(root),
            **({"FAULTS_TRACE": str(self.trace)} if traced else {}),
        }

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        """With a disk that fails so, for the time of a block."""
        self._say(fault.value)
        try:
            yield
        finally:
            self._say(b"-")

    def _say(self, word: bytes) -> None:
        with self._control.open("r+b", buffering=0) as file:
            file.write(word)


def _compiled(folder: Path) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    assert compiler, "The fault tests need a C compiler; bin/test installs gcc."
    made = folder / "disk.so"
    subprocess.run([compiler, "-O1", "-fPIC", "-shared", "-o", made, _SOURCE, "-ldl"], check=True)
    return made
