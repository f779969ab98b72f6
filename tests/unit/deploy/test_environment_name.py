"""Which changes of a machine make ``bin/up`` build anew, which takes the internet that a closed network lacks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house import ROOT

pytestmark = pytest.mark.section("464.10(a)")


def name(change: str = "", lock: str = "base") -> str:
    """The name of the environment, as a Python of the machine reckons it after this change."""
    code = f"import sys; {change}\nimport environment; print(environment._key({lock!r}))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT / "bin" / "lib", capture_output=True, text=True, check=True)
    return done.stdout


def test_a_fix_of_the_distributions_python_leaves_the_environment_right() -> None:
    assert name("sys.version = '3.11.2 (main, Jan  1 2030, 00:00:00) [GCC 12.2.0]'") == name()


def test_another_python_and_another_lock_are_other_environments() -> None:
    assert len({name(), name(lock="test"), name("sys.implementation.cache_tag = 'cpython-399'")}) == 3
