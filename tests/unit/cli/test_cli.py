"""The command line: help that helps, errors in words on stderr, an exit code, never a trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]
TERMS = ["--source", "department", "--provenance", "public_road"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ingest",
        "bench search",
        "hotlist install",
        "hotlist list",
        "hotlist retire",
        "log verify",
        "witness run",
        "witness key",
        "witness seen",
        "synthetic write",
        "settings check",
        "settings sample",
    ],
)
def test_each_command_says_what_it_does(workbench: Run, words: str) -> None:
    done = workbench(*words.split(), "--help")
    assert done.code == 0
    assert "Usage:" in done.out
    assert len(done.out.splitlines()) > 5


WRONG = {
    "seed below nought": (["synthetic", "write", "{}/out", "--seed", "-1"], "--seed"),
    "no reads": (["synthetic", "write", "{}/out", "--reads", "0"], "1000"),
    "days beyond the calendar": (["synthetic", "write", "{}/out", "--reads", "1000", "--days", "900000"], "days"),
    "an end before all cameras": (["synthetic", "write", "{}/out", "--reads", "1000", "--until", "0001-01-02"], "1990"),
    "a file for a folder": (["synthetic", "write", "{}/file", "--reads", "1000"], "file can't be used: File exists"),
    "a folder that can't be made": (["synthetic", "write", "/proc/none/out", "--reads", "1000"], "can't be used"),
    "settings that are not there": (["settings", "check", "{}/none"], "No such file"),
    "settings that are a folder": (["settings", "check", "{}"], "Is a directory"),
    "settings that are no TOML": (["settings", "check", "{}/file"], "not TOML"),
    "a source of 300 characters": (["ingest", "{}/file", "--source", "x" * 300, *TERMS[2:]], "--source: "),
    "a provenance off the list": (["ingest", "{}/file", "--source", "x", "--provenance", "y"], "public_road"),
    "nobody to hand it to": (["ingest", "{}/file", *TERMS], "ALPR_CUSTODIAN"),
    "a list's last day that is none": (
        ["hotlist", "install", "{}/file", "--name", "x", "--source", "state", "--expiry", "tomorrow"],
        "--expiry",
    ),
    "nobody to hand a list to": (
        ["hotlist", "install", "{}/file", "--name", "x", "--source", "state", "--expiry", "2026-12-31"],
        "ALPR_CUSTODIAN",
    ),
    "no such command": (["nothing"], "No such command"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_without_a_trace(workbench: Run, case: str, tmp_path: Path) -> None:
    words, told = WRONG[case]
    (tmp_path / "file").write_text("[[[")
    done = workbench(*(word.replace("{}", str(tmp_path)) for word in words))
    assert (done.code, done.out) == (2, "")
    assert told in done.told


@pytest.mark.parametrize(("name", "told"), [("none", "No such file"), (".", "Is a directory"), ("empty", "is empty")])
def test_a_file_that_can_not_be_handed_over_is_named(
    workbench: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "empty").touch()
    monkeypatch.setenv("ALPR_CUSTODIAN", f"unix:{tmp_path}/none.sock")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "none")
    done = workbench("ingest", str(tmp_path / name), *TERMS)
    assert (done.code, done.out) == (2, "")
    assert told in done.told


def test_whoever_stops_reading_along_gets_no_trace() -> None:
    command = [sys.executable, "-c", "from workbench.cli import main; main()", "settings", "sample"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_same_seed_writes_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    for seed in ("0", "1"):
        words = ["synthetic", "write", str(tmp_path / seed), "--reads", "2000", "--until", "2026-03-02"]
        command = [sys.executable, "-c", "from workbench.cli import main; main()", *words]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": str(1 + int(seed))}
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=True)
    one, other = ((tmp_path / seed / "reads-0001.csv").read_bytes() for seed in ("0", "1"))
    assert one == other
    assert one.count(b"\n") == 2001
