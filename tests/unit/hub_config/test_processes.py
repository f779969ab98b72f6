"""Telling processes apart after a crash: nothing is signalled that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hub_config import processes

SLEEP = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]


def _start(mark: str) -> subprocess.Popen[str]:
    env = os.environ | ({processes.MARK: mark} if mark else {})
    process = subprocess.Popen(SLEEP, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


@pytest.fixture
def ours() -> Iterator[subprocess.Popen[str]]:
    with _start("mark-of-this-test") as process:
        yield process
        process.kill()


@pytest.fixture
def another() -> Iterator[subprocess.Popen[str]]:
    with _start("mark-of-another") as process:
        yield process
        process.kill()


def test_only_processes_with_the_mark_are_found(ours: subprocess.Popen[str], another: subprocess.Popen[str]) -> None:
    assert processes.marked("mark-of-this-test") == [ours.pid]
    assert processes.marked("") == []


def test_they_are_ended_and_others_live(ours: subprocess.Popen[str], another: subprocess.Popen[str]) -> None:
    processes.end(processes.marked("mark-of-this-test"), 5.0)
    assert ours.wait(5) != 0
    assert another.poll() is None


def test_a_process_has_one_start_time_and_an_ended_one_none(ours: subprocess.Popen[str]) -> None:
    assert processes.start_time(ours.pid) == processes.start_time(ours.pid) is not None
    ours.kill()
    ours.wait(5)
    assert processes.start_time(ours.pid) is None
