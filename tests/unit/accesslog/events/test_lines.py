"""The file of events: each leaf once, in order, whatever happens to the file or the process."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.accesslog.events.ground import event, record
from tests.waiting import until
from workbench.accesslog.events.event import Event
from workbench.accesslog.events.kept import every, rotated
from workbench.accesslog.events.lines import Lines
from workbench.errors import Unavailable

pytestmark = pytest.mark.section("464.6")

WRITER = """
import sys
from pathlib import Path
from tests.unit.accesslog.events.test_lines import events
from workbench.accesslog.events.lines import Lines

lines = Lines(Path(sys.argv[1]))
while True:
    lines.take(events(lines.next, lines.next + 50))
"""


def events(begin: int, end: int) -> list[Event]:
    return [event(record("search.plates", index=index)) for index in range(begin, end)]


def indexes(path: Path) -> list[int]:
    return [kept.index for each in (*rotated(path), path) if each.exists() for kept in every(each)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


@pytest.fixture
def lines(path: Path) -> Iterator[Lines]:
    made = Lines(path)
    yield made
    made.close()


def test_what_was_taken_stands_in_the_file_a_line_each(path: Path, lines: Lines) -> None:
    lines.take(events(0, 3))
    assert [json.loads(line)["metadata"]["uid"] for line in path.read_text().splitlines()] == ["0", "1", "2"]
    assert lines.next == 3


def test_what_was_taken_before_is_not_taken_twice_and_no_gap_is_left(path: Path, lines: Lines) -> None:
    lines.take(events(0, 3))
    lines.take(events(1, 5))
    lines.take(events(9, 12))
    assert indexes(path) == [0, 1, 2, 3, 4]


def test_the_file_goes_on_after_a_stop(path: Path, lines: Lines) -> None:
    lines.take(events(0, 3))
    lines.close()
    assert Lines(path).next == 3


@pytest.mark.parametrize("left", [b'{"metadata":{"uid":"3"', b"\0" * 100, b'{"metadata":{"uid":"3"}' + b" " * 200_000])
def test_half_a_line_that_a_crash_left_is_written_anew(path: Path, left: bytes) -> None:
    Lines(path).take(events(0, 3))
    with path.open("ab") as file:
        file.write(left)
    lines = Lines(path)
    lines.take(events(lines.next, 5))
    assert indexes(path) == [0, 1, 2, 3, 4]
    assert len(path.read_text().splitlines()) == 5


def test_a_file_of_half_a_line_is_begun_anew(path: Path) -> None:
    path.write_bytes(b'{"meta')
    lines = Lines(path)
    lines.take(events(lines.next, 2))
    assert indexes(path) == [0, 1]


@pytest.mark.parametrize("foreign", [b"Mar  2 12:00 host: words\n", b"words", b'{"metadata": 1}\n'])
def test_a_file_of_something_else_is_left_alone(path: Path, foreign: bytes) -> None:
    path.write_bytes(foreign)
    lines = Lines(path)
    with pytest.raises(Unavailable, match="no event"):
        lines.take(events(0, 2))
    assert path.read_bytes() == foreign


def test_a_renamed_file_is_followed_by_a_new_one_without_gap_or_double(path: Path, lines: Lines) -> None:
    lines.take(events(0, 3))
    path.rename(path.with_name("events.jsonl.1"))
    lines.take(events(3, 5))
    assert [kept.index for kept in every(path)] == [3, 4]
    assert indexes(path) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("after", ["renamed", "compressed", "taken away"])
def test_a_file_that_was_rotated_while_nothing_ran_is_gone_on_with(path: Path, lines: Lines, after: str) -> None:
    lines.take(events(0, 3))
    lines.close()
    old = path.rename(path.with_name("events.jsonl-20260302"))
    if after == "compressed":
        with gzip.open(old.with_name(old.name + ".gz"), "wb") as file:
            file.write(old.read_bytes())
    if after != "renamed":
        old.unlink()
    if after != "taken away":
        path.with_name("events.jsonl.next").unlink()
    path.touch()
    assert Lines(path).next == 3


def test_a_file_that_was_cut_short_gets_what_is_missing(path: Path, lines: Lines) -> None:
    lines.take(events(0, 5))
    lines.close()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    again = Lines(path)
    again.take(events(again.next, 5))
    assert indexes(path) == [0, 1, 2, 3, 4]


def test_a_full_disk_takes_nothing_and_the_rest_follows_when_it_is_free(path: Path, lines: Lines) -> None:
    lines.take(events(0, 3))
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + size // 2, before[1]))
    try:
        with pytest.raises(Unavailable):
            lines.take(events(3, 6))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    lines.tend()
    lines.take(events(lines.next, 6))
    assert indexes(path) == [0, 1, 2, 3, 4, 5]


def test_a_writer_that_is_killed_at_any_moment_leaves_each_leaf_once(path: Path) -> None:
    for round_ in range(1, 6):
        command = [sys.executable, "-c", WRITER, str(path)]
        writer = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
        grown = round_ * 40_000
        until(lambda grown=grown: path.exists() and sum(each.stat().st_size for each in (*rotated(path), path)) > grown)
        writer.kill()
        writer.wait(30)
        if round_ % 2:
            path.rename(path.with_name(f"events.jsonl.{9 - round_}"))
            path.touch()
    lines = Lines(path)
    lines.take(events(lines.next, lines.next + 1))
    assert sorted(indexes(path)) == list(range(lines.next))


def test_nobody_but_its_owner_reads_the_file(path: Path, lines: Lines) -> None:
    lines.take(events(0, 1))
    assert path.stat().st_mode & 0o777 == 0o600
