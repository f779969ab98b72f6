"""A reader of photographs in a folder, started as the product starts it, and pictures to hand to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import until
from workbench.collection.photographs.reader import ReaderClient
from workbench.settings import Settings

ROOT = Path(__file__).parents[3]


@dataclass
class RunningReader:
    """One reader, its process and how it is asked."""

    settings: Settings
    process: subprocess.Popen[bytes]

    @property
    def client(self) -> ReaderClient:
        """What the custodian asks it by."""
        return ReaderClient(self.settings.paths.reader, os.geteuid(), self.settings)

    def children(self) -> list[int]:
        """Its child processes, whichever of its threads made them."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def kill(self) -> None:
        """As the machine would, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def settings_in(folder: Path, **ocr: object) -> Settings:
    """The fast profile, in this folder."""
    values = {"profile": "fast", "processes": 2, **ocr}
    return Settings.from_mapping({"paths": {"data": str(folder)}, "ocr": values, "isolation": {"enforced": False}})


@contextmanager
def reading(folder: Path, **ocr: object) -> Iterator[RunningReader]:
    """A reader for the time of a block."""
    settings = settings_in(folder, **ocr)
    settings.paths.reader.parent.mkdir(parents=True, exist_ok=True)
    config = folder / "reader.toml"
    lines = "\n".join(f"{name} = {value!r}".replace("'", '"') for name, value in settings.ocr.model_dump().items())
    config.write_text(f'[paths]\ndata = "{folder}"\n[isolation]\nenforced = false\n[ocr]\n{lines}\n')
    started = subprocess.Popen(
        [sys.executable, "-m", "workbench.reader"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ALPR_CONFIG": str(config)},
    )
    running = RunningReader(settings, started)
    try:
        until(lambda: started.poll() is not None or settings.paths.reader.exists(), 60)
        assert started.poll() is None
        yield running
    finally:
        started.terminate()
        started.wait(timeout=30)
