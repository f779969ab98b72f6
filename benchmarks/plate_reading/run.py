"""One contender over all photographs, in a process of its own, so that its memory is its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.plate_reading.contenders import reader
from benchmarks.plate_reading.figures import Answer
from benchmarks.plate_reading.truth import Known


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every answer, in the order asked, and the most memory that the process took, in MB."""

    answers: tuple[Answer, ...]
    peak_mb: int


def run(contender: str, asked: Sequence[Known], threads: int, *, told: bool = True) -> Outcome:
    """Ask for every photograph. ``told``: whether the region is named."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as process:
        return process.submit(_asked, contender, tuple(asked), threads, told).result()


def _asked(contender: str, asked: Sequence[Known], threads: int, told: bool) -> Outcome:  # noqa: FBT001 - across processes
    import cv2

    cv2.setNumThreads(threads)
    read = reader(contender, threads)
    answers = []
    for each in asked:
        began = perf_counter()
        found = read(each.file, each.region if told else "any")
        took = perf_counter() - began
        answers.append(Answer(each.file.name, each.plate, found.said, took, found.centre, found.evidence, found.lines))
    return Outcome(tuple(answers), _peak_mb())


def _peak_mb() -> int:
    """What this process held at most, in MiB; its parent's memory, which ``ru_maxrss`` begins with, is not its own."""
    told = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM:")) // 1024
