"""Killed at any moment, a batch is there whole or not at all, and one copy of it once it is offered again (464.9)."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.collection.desk import Desk
from tests.unit.collection.taker import SIZE, content
from workbench.accesslog.record import Kind, Record
from workbench.wire.ingest import BatchReceipt

pytestmark = pytest.mark.section("464.9")

ROOT = Path(__file__).parents[3]


def killed_after(folder: Path, first: int, seconds: float) -> int:
    """Let batches be taken, and kill in the midst: so long after the first receipt. How many were acknowledged."""
    command = [sys.executable, "-m", "tests.unit.collection.taker", str(folder), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "nothing was taken"
        clock = threading.Timer(seconds, process.kill)
        clock.start()
        told = 1 + len(process.stdout.readlines())
        clock.join()
    assert process.returncode == -9
    return told


def checked(folder: Path, taken: int) -> int:
    """Open everything after a kill with ``taken`` batches acknowledged: what holds, and how many batches do now."""
    with Station(folder) as station:
        desk = Desk(folder, station)
        rows = desk.rows()
        assert rows % SIZE == 0, "half a batch"
        assert rows // SIZE in {taken, taken + 1}, "an acknowledged batch is gone, or one that nobody took is there"
        by_batch = results(station.records())
        assert len(by_batch) in {taken, taken + 1}
        assert len(by_batch) * SIZE <= rows, "a result in the log without its reads"
        again = desk.take(content(taken))
        assert (again.accepted + again.duplicate, again.rejected) == (SIZE, 1)
        assert again.repeated or again.accepted in {0, SIZE}
        assert desk.take(content(taken)) == again.model_copy(update={"repeated": True})
        assert desk.rows() == (taken + 1) * SIZE, "not exactly one copy"
        agree(station, again)
        assert counted(station) <= taken + 1, "a batch was counted twice"
    return taken + 1


def counted(station: Station) -> float:
    """How many batches' characters are counted, none of them half."""
    counts = station.registers.confusion.counts().values()
    batches = sum(sum(part.values()) for part in counts) / (SIZE * len("7SYN000"))
    assert batches == pytest.approx(round(batches))
    return round(batches)


def results(records: list[Record]) -> set[str]:
    """The batches whose result is on record; each result follows an intent of the same action."""
    intents = {record.index for record in records if record.kind is Kind.INTENT}
    found = [record for record in records if record.kind is Kind.RESULT and record.action == "collection.take"]
    assert all(record.body["intent"] in intents for record in found)
    return {str(record.body["batch"]) for record in found}


def agree(station: Station, receipt: BatchReceipt) -> None:
    """The register's receipt cites a record of the log that says the same."""
    kept = station.registers.batches.get(receipt.batch_id)
    assert kept == receipt.model_copy(update={"repeated": False})
    records = station.records()
    (result,) = (record for record in records if record.body.get("intent") == receipt.record)
    told = {name: result.body[name] for name in ("batch", "accepted", "duplicate", "rejected")}
    assert told == {"batch": receipt.batch_id, **receipt.model_dump(include={"accepted", "duplicate", "rejected"})}


def kill_often(folder: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same moments at each run
    taken = 0
    for _ in range(times):
        taken = checked(folder, taken + killed_after(folder, taken, chance.uniform(0.0, 0.6)))


def test_a_kill_while_batches_are_taken_leaves_whole_batches_and_one_copy(tmp_path: Path) -> None:
    kill_often(tmp_path, 3, seed=464)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_forty_kills_leave_whole_batches_and_one_copy(tmp_path: Path) -> None:
    kill_often(tmp_path, 40, seed=7)
