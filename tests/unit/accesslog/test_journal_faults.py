"""What stands after real faults: a kill, a full disk, a file taken away, a database that stopped (464.5)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

import workbench
from tests.postgres import Postgres
from tests.unit.accesslog.conftest import Opened
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import LogUnavailable
from workbench.wire.log import LogQuery

WRITER = """
import sys, threading
from pathlib import Path
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.record import Kind

journal = Journal.open(sys.argv[1], Keyring.open(Path(sys.argv[2])))

def write(thread):
    for n in range(100_000):
        record = journal.append(Kind.EVENT, f"user{thread}", "x", {"n": n})
        sys.stdout.write(f"{record.index} user{thread} {n}\\n")
        sys.stdout.flush()

for thread in range(8):
    threading.Thread(target=write, args=(thread,)).start()
"""


@pytest.mark.parametrize("acknowledged", [1, 40, 300])
def test_a_killed_writer_leaves_each_acknowledged_record_and_no_gap(
    url: str, tmp_path: Path, keys: Keyring, opened: Opened, acknowledged: int
) -> None:
    root = Path(workbench.__file__).parents[1]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, str(tmp_path / "keys")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout
    told = [writer.stdout.readline() for _ in range(acknowledged)]
    os.kill(writer.pid, signal.SIGKILL)
    told += [line for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    _wait_until_the_server_noticed(url)
    journal = opened(url)
    size = journal.size()
    kept = {record.index: record for record in LogReader.open(url, keys).page(LogQuery(limit=5000))[0]}
    assert sorted(kept) == list(range(size))
    for line in told:
        index, user, n = line.split()
        assert (kept[int(index)].user, kept[int(index)].body["n"]) == (user, int(n))
    assert size >= len(told) >= acknowledged
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == size


def _wait_until_the_server_noticed(url: str) -> None:
    """PostgreSQL notices a killed client a moment later, and holds its lock until then."""
    if url.startswith("postgresql"):
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(4645), pg_advisory_unlock(4645)"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _until_it_fails(journal: Journal, body: dict[str, str], stood: list[int]) -> None:
    while True:
        stood.append(journal.append(Kind.EVENT, "ana", "x", body).index)


@pytest.mark.machine
def test_a_full_disk_refuses_each_who_waits_and_heals_when_there_is_room(
    small_disk: Path, opened: Opened, keys: Keyring
) -> None:
    url = f"sqlite:///{small_disk}/log.sqlite"
    journal = opened(url)
    body = {"words": "x" * 3000}
    stood: list[int] = []
    with pytest.raises(LogUnavailable, match="can't be written") as told:
        _until_it_fails(journal, body, stood)
    assert "full" in told.value.diagnostic
    with ThreadPoolExecutor(8) as pool:
        refused = [pool.submit(journal.append, Kind.EVENT, "ana", "x", body) for _ in range(8)]
    errors = [future.exception() for future in refused]
    assert all(isinstance(error, LogUnavailable) for error in errors)
    assert len({id(error) for error in errors}) == 8

    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    after = journal.append(Kind.EVENT, "ana", "after", body)
    records, total = LogReader.open(url, keys).page(LogQuery(limit=5000))
    assert total == after.index + 1
    assert {record.index for record in records} >= {*stood, after.index}
    journal.close()
    assert opened(url).size() == total


@pytest.mark.machine
def test_a_disk_that_is_full_from_the_start_is_told_at_once(small_disk: Path, opened: Opened) -> None:
    (small_disk / "ballast").write_bytes(bytes(2**20))
    with pytest.raises(LogUnavailable, match="can't be opened"):
        opened(f"sqlite:///{small_disk}/log.sqlite")
    (small_disk / "ballast").unlink()
    opened(f"sqlite:///{small_disk}/log.sqlite").append(Kind.EVENT, "ana", "x", {})


@pytest.mark.machine
def test_a_disk_that_turns_read_only_refuses_and_heals(small_disk: Path, opened: Opened) -> None:
    journal = opened(f"sqlite:///{small_disk}/log.sqlite")
    journal.append(Kind.EVENT, "ana", "x", {})
    journal.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(LogUnavailable):
        opened(f"sqlite:///{small_disk}/log.sqlite")
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert opened(f"sqlite:///{small_disk}/log.sqlite").append(Kind.EVENT, "ana", "x", {}).index == 1


def test_a_log_taken_away_while_open_is_noticed_before_the_next_record(tmp_path: Path, opened: Opened) -> None:
    file = tmp_path / "log.sqlite"
    journal = opened(f"sqlite:///{file}")
    journal.append(Kind.EVENT, "ana", "x", {})
    file.rename(tmp_path / "stolen.sqlite")
    for _ in range(2):
        with pytest.raises(LogUnavailable):
            journal.append(Kind.EVENT, "ana", "x", {})
    assert not file.exists()
    (tmp_path / "stolen.sqlite").rename(file)
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == 1


def test_a_log_replaced_by_a_shorter_one_while_open_takes_nothing(tmp_path: Path, opened: Opened) -> None:
    journal = opened(f"sqlite:///{tmp_path}/log.sqlite")
    for _ in range(2):
        journal.append(Kind.EVENT, "ana", "x", {})
    other = opened(f"sqlite:///{tmp_path}/other.sqlite")
    other.append(Kind.EVENT, "ana", "x", {})
    other.close()
    for leftover in tmp_path.glob("log.sqlite-*"):
        leftover.unlink()
    (tmp_path / "other.sqlite").replace(tmp_path / "log.sqlite")
    for _ in range(2):
        with pytest.raises(LogUnavailable, match="not whole"):
            journal.append(Kind.EVENT, "ana", "x", {})


def test_after_a_failed_write_no_other_file_is_taken_for_the_log(tmp_path: Path, opened: Opened, keys: Keyring) -> None:
    file, url = tmp_path / "log.sqlite", f"sqlite:///{tmp_path}/log.sqlite"
    journal = opened(url)
    journal.append(Kind.EVENT, "ana", "x", {})
    file.rename(tmp_path / "stood.sqlite")
    with pytest.raises(LogUnavailable):
        journal.append(Kind.EVENT, "ana", "x", {})
    shutil.copyfile(tmp_path / "stood.sqlite", file)
    for _ in range(2):  # the same records, and all of them: only it is not the file that was opened
        with pytest.raises(LogUnavailable, match="another file stands in its place"):
            journal.append(Kind.EVENT, "mallory", "x", {})
    assert LogReader.open(url, keys).page(LogQuery(user="mallory"))[1] == 0
    (tmp_path / "stood.sqlite").replace(file)
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == 1


def test_a_file_that_is_no_log_stops_the_start(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "log.sqlite").write_text("These are notes about something else, not a database at all. " * 20)
    with pytest.raises(LogUnavailable, match="can't be opened"):
        opened(f"sqlite:///{tmp_path}/log.sqlite")


def test_the_file_is_its_owners_alone(tmp_path: Path, opened: Opened) -> None:
    opened(f"sqlite:///{tmp_path}/new/log.sqlite").append(Kind.EVENT, "ana", "x", {})
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
    assert len(modes) == 4
    assert set(modes.values()) == {0o600}


def test_a_database_that_stops_refuses_and_heals_when_it_is_back(postgres: Postgres, opened: Opened) -> None:
    url = postgres.database()
    journal = opened(url)
    journal.append(Kind.EVENT, "ana", "x", {})
    postgres.stop()
    try:
        for _ in range(2):
            with pytest.raises(LogUnavailable, match="can't be written"):
                journal.append(Kind.EVENT, "ana", "x", {})
    finally:
        postgres.start()
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == 1


def test_a_database_that_does_not_flush_is_refused(postgres: Postgres, opened: Opened) -> None:
    url = postgres.database()
    postgres.execute(url, "ALTER SYSTEM SET fsync = off")
    postgres.stop("fast")
    postgres.start()
    try:
        with pytest.raises(LogUnavailable, match="fsync is off"):
            opened(url)
    finally:
        postgres.execute(url, "ALTER SYSTEM RESET fsync")
        postgres.stop("fast")
        postgres.start()
