"""Custodian and reader are killed again and again while a batch is read: each photograph becomes its reads once."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.unit.collection.photographs.ground import bench, car, zipped
from tests.unit.ocr.drawn import encoded
from tests.unit.reader.ground import ROOT, reading, settings_in
from tests.waiting import until
from workbench.store.registers import Registers
from workbench.wire.photographs import BatchState, PhotographState

pytestmark = pytest.mark.section("464.9")

FOLDER = Path(os.environ.get("ALPR_PLATES") or Path(__file__).parents[5] / "shared" / "data" / "plates")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def drawn(count: int) -> Iterator[tuple[str, bytes]]:
    """So many different cars, each with a plate of its own."""
    for number in range(count):
        serial = f"{number % 9 + 1}{LETTERS[number % 23]}{LETTERS[number // 23 % 23]}X{100 + number % 900}"
        yield (
            f"drawn/{number:04}.jpg",
            car(serial, shade=number % 60, turn=number % 7 - 3.0, size=0.8 + number % 5 / 10),
        )


def given(count: int) -> Iterator[tuple[str, bytes]]:
    """Real photographs, as they are and then darker or cut, each one different; none without a folder of them."""
    files = sorted(path for path in FOLDER.glob("*/*") if path.suffix in (".jpg", ".jpeg", ".png"))
    for number in range(min(count, 2 * len(files))):
        path = files[number % len(files)]
        if number < len(files):
            yield f"given/{path.parent.name}-{path.name}", path.read_bytes()
            continue
        image = np.asarray(cv2.imread(str(path)), np.uint8)[3:, 5:]
        yield (
            f"changed/{path.parent.name}-{path.name}",
            encoded(np.asarray(cv2.convertScaleAbs(image, alpha=0.85), np.uint8)),
        )


def custodian(folder: Path, reader: Path, *step: str) -> subprocess.Popen[bytes]:
    """One that reads until nothing is due, or dies."""
    command = [sys.executable, "-m", "tests.unit.collection.photographs.killed", str(folder), str(reader), *step]
    return subprocess.Popen(command, cwd=ROOT)


def read_so_far(folder: Path, batch: str) -> int:
    """How many photographs are past waiting, as the register says while another process writes it."""
    with closing(Registers.open(f"sqlite:///{folder}/registers.sqlite")) as registers:
        progress = registers.photograph_batches.progress(batch)
        return progress.total - progress.waiting


def handed_in(folder: Path, reader: Path, files: dict[str, bytes], stated: str = "2026-03-01T09:30:00Z") -> str:
    """A batch of these photographs, in one archive with a table that tells when they were taken."""
    table = "file,time\n" + "".join(f"{name},{stated}\n" for name in files)
    with bench(folder, settings_in(reader)) as made:
        batch = made.begin()
        packed = zipped({**files, "photographs.csv": table.encode()})
        assert made.send(batch, "all.zip", packed).waiting == len(files)
        made.station.registers.photograph_batches.close(batch)
    return batch


def checked(folder: Path, reader: Path, batch: str, files: dict[str, bytes]) -> int:
    """Each photograph is read or has failed, once; the store has exactly their reads. How many reads."""
    with bench(folder, settings_in(reader)) as made:
        found = made.photographs(batch)
        assert Counter(one.name for one in found) == Counter(list(files))
        assert {one.state for one in found} <= {PhotographState.READ, PhotographState.FAILED}
        assert made.progress(batch).state is BatchState.DONE
        ids = [plate.read_id for one in found for plate in one.plates]
        assert len(set(ids)) == len(ids) == made.rows()
        assert made.store.lacking(ids, made.receipt()) == frozenset()
        return len(ids)


def test_a_kill_at_any_step_leaves_each_photograph_exactly_once(tmp_path: Path) -> None:
    folder, reader = tmp_path / "custodian", tmp_path / "rd"
    folder.mkdir()
    files = dict(drawn(12))
    batch = handed_in(folder, reader, files)
    with reading(reader):
        for step in ("kept", "appended", "hits"):
            dying = custodian(folder, reader, step)
            assert dying.wait(120) == -9
    with reading(reader) as running:
        last = custodian(folder, reader)
        until(lambda: bool(running.children()), 120)
        running.kill()
    with reading(reader):
        assert last.wait(120) == 0
    assert checked(folder, reader, batch, files) >= len(files)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_thousand_photographs_with_kills_in_the_middle_end_exactly_once(
    tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    """Prints what it measured: photographs a second, and the peak memory of the reader's children."""
    folder, reader = tmp_path / "custodian", tmp_path / "rd"
    folder.mkdir()
    real = dict(given(600))
    files = real | dict(drawn(1000 - len(real)))
    batch = handed_in(folder, reader, files)
    begun, kills = time.monotonic(), 0
    for share in (0.3, 0.6):
        with reading(reader) as running:
            dying = custodian(folder, reader)
            until(lambda share=share: read_so_far(folder, batch) >= share * len(files), 3600)
            dying.kill()
            dying.wait()
            kills += 1
            running.kill()
            kills += 1
    with reading(reader):
        assert custodian(folder, reader).wait(3600) == 0
    seconds = time.monotonic() - begun
    reads = checked(folder, reader, batch, files)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told = f"{len(files)} photographs ({len(real)} real), {reads} reads, {kills} kills, "
    told += f"{len(files) / seconds:.2f} a second, peak {peak:.0f} MB a process"
    record_property("measured", told)
    print(told)  # noqa: T201 - what was measured
