"""What the page tells an operator to type is there to be typed (464.10(a))."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shlex
from pathlib import Path

import pytest

from hub_config import account
from tests.unit.deploy.units import DEPLOY, PYTHON, SYSTEMD, services

pytestmark = pytest.mark.section("464.10(a)")

ROOT = DEPLOY.parent
PAGE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (\S.*)$", PAGE, re.MULTILINE)
PROGRAMS = str(Path(PYTHON).parent)


def test_every_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"(?<![/\w])(?:deploy|bin|docs|requirements)/[\w./*-]*\w", PAGE))
    assert {name for name in named if not list(ROOT.glob(name))} == set()


def test_every_unit_that_it_names_is_one_of_ours() -> None:
    ours = {file.name for kind in ("service", "target") for file in SYSTEMD.glob(f"*.{kind}")}
    assert set(re.findall(r"alpr-[a-z]+\.(?:service|target)", PAGE)) == ours
    asked = {f"alpr-{name}" for name in services()} | {"alpr-*", "alpr-workbench.target"}
    for command in COMMANDS:
        words = shlex.split(command)
        if words[0] in ("systemctl", "journalctl"):
            assert {word for word in words if word.startswith("alpr-")} <= asked


def test_what_is_to_be_run_can_be() -> None:
    for command in COMMANDS:
        program = command.split()[0]
        if program.startswith(("bin/", "deploy/")):
            assert os.access(ROOT / program, os.X_OK)
        if f"{PYTHON} -I -m " in command:
            assert importlib.util.find_spec(command.split(" -m ")[1].split()[0])


def test_accounts_are_made_with_arguments_that_the_command_knows() -> None:
    (command,) = [each for each in COMMANDS if f"{PROGRAMS}/workbench-account" in each]
    given = account._arguments(shlex.split(command)[1:])
    assert isinstance(given, argparse.Namespace)
    assert (given.what, given.roles) == ("add", ["administrator", "trainer"])
    assert account._known(given.roles)


def test_every_option_is_one_of_the_programs() -> None:
    sources = {
        "hub_config.configure": ROOT / "hub_config" / "configure.py",
        "bin/up": ROOT / "bin" / "lib" / "up.py",
        "workbench backup": ROOT / "workbench" / "cli" / "backup.py",
    }
    for name, source in sources.items():
        options = {word for each in COMMANDS if name in each for word in re.findall(r"--[a-z-]+", each)}
        assert options, name
        for option in options:  # as argparse has it, or as typer makes it of a parameter
            known = re.escape(f'"{option}"') + rf"|\b{option[2:].replace('-', '_')}\b"
            assert re.search(known, source.read_text(), re.IGNORECASE), option
