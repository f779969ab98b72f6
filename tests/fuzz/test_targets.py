"""Hostile input at every door that takes any (464.10(a)): a few thousand changed samples in each run of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.changing import changed
from tests.fuzz.names import MODULES
from tests.fuzz.targets import load

pytestmark = pytest.mark.section("464.10(a)")

COUNTS = {"photographs": 600, "packages": 150}
"""Changed samples of each target in a run; 1,500 of those that take less time."""
FOUND = Path(__file__).parent / "found"
RUNS = int(os.environ.get("ALPR_FUZZ_RUNS", "1000000"))
"""Inputs of each target in the long run."""


@pytest.mark.parametrize("name", MODULES)
def test_changed_samples_do_no_more_than_be_refused(name: str) -> None:
    target = load(name)
    for data in (*target.seeds, *changed(target, COUNTS.get(name, 1500))):
        target.run(data)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_once_a_fault_is_none_any_more(path: Path) -> None:
    load(path.parent.name).run(path.read_bytes())


with_atheris = pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris has no wheel for this Python or machine"
)


def _following_coverage(runs: int, name: str, keep: Path) -> str:
    """What so many inputs that follow the coverage came to; none of them was a fault."""
    command = [sys.executable, "-m", "tests.fuzz", "--runs", str(runs), "--keep", str(keep), name]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    return done.stdout


@with_atheris
def test_a_few_inputs_that_follow_the_coverage_do_no_more(tmp_path: Path) -> None:
    assert _following_coverage(5_000, "notes", tmp_path).startswith("notes: 5,000 inputs")


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
@with_atheris
@pytest.mark.parametrize("name", MODULES)
def test_a_million_inputs_that_follow_the_coverage_do_no_more(name: str, tmp_path: Path) -> None:
    print(_following_coverage(RUNS, name, tmp_path))
