"""Every command that the documentation gives is one that its program takes, and somebody said how far it is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.docs.pages import Command, commands, words_of
from tests.unit.docs.parsing import Wrong, parse

GIVEN = tuple(commands())

HARMLESS = frozenset(
    {
        "workbench evidence verify",
        "workbench log verify",
        "workbench models status",
        "workbench models verify",
        "workbench ocr read",
        "workbench settings check",
        "workbench settings sample",
        "workbench witness key",
    }
)
"""Typed for real by ``test_harmless_commands.py``."""

PARSED = {
    "bin/test": "runs these tests",
    "bin/up": "starts services",
    "python benchmarks/accesslog.py": "measures for minutes",
    "python benchmarks/detectors.py": "measures for minutes",
    "python benchmarks/encryption.py": "measures for minutes",
    "python benchmarks/hits.py": "measures for minutes",
    "python benchmarks/hotlist.py": "measures for minutes",
    "python benchmarks/load.py": "measures for minutes",
    "python benchmarks/map.py": "measures for minutes",
    "python benchmarks/ocr.py": "measures for minutes",
    "python benchmarks/search.py": "measures for minutes",
    "deploy/build-offline": "builds an installation",
    "deploy/fetch": "fetches packages",
    "python docs/policy_map.py": "run by tests/policy/test_policy_map.py",
    "python hub_config/configure.py": "writes an installation's configuration; run by tests/unit/hub_config",
    "python docs/recompute_sample.py": "needs the log of a quarter; run by tests/unit/audit",
    "uv pip install": "changes the environment",
    "workbench": "a name, not a command",
    "workbench backup": "a group",
    "workbench backup create": "as root, of a whole installation",
    "workbench backup drill": "as root, of a whole installation",
    "workbench backup verify": "needs a backup; run by tests/contract",
    "workbench basemap build": "needs a published file; run by tests/unit/basemap",
    "workbench bench search": "asks a running custodian",
    "workbench hotlist install": "asks a running custodian",
    "workbench hotlist list": "asks a running custodian",
    "workbench hotlist retire": "asks a running custodian",
    "workbench ingest": "asks a running custodian",
    "workbench log export": "reads an installation's log",
    "workbench log find": "reads an installation's log; run by tests/unit/cli/test_find.py",
    "workbench log policy": "reads an installation's log",
    "workbench log reconcile": "reads an installation's log",
    "workbench models install": "changes the installation; run by tests/unit/cli/test_ocr.py",
    "workbench photographs hand-in": "asks a running custodian",
    "workbench photographs status": "asks a running custodian",
    "workbench photographs cancel": "asks a running custodian",
    "workbench restore": "as root, of a whole installation",
    "workbench store": "a group",
    "workbench store check": "reads an installation's store; run by tests/unit/cli/test_store.py",
    "workbench store rewrite": "writes an installation's store",
    "workbench witness run": "a service",
    "workbench witness seen": "reads a witness's memory",
    "workbench-account": "a name, not a command",
    **dict.fromkeys(
        (
            f"workbench-account {what}"
            for what in ("list", "add", "roles", "password", "provider", "disable", "enable", "unlock")
        ),
        "changes an installation's accounts",
    ),
    "workbench-account code": "changes an installation's accounts",
}
"""Parsed and no further, with the reason."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of files in a command mean files of an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", GIVEN, ids=str)
def test_a_command_is_taken_by_its_parser_and_is_classed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(command, monkeypatch) in HARMLESS | PARSED.keys()


def test_there_are_commands_on_lines_and_in_running_text() -> None:
    assert {command.whole for command in GIVEN} == {True, False}
    assert {command.program for command in GIVEN} >= {"workbench", "workbench-account", "bin/up", "bin/test", "python"}


def test_nothing_is_both_run_and_parsed_only() -> None:
    assert HARMLESS.isdisjoint(PARSED)


@pytest.mark.parametrize(
    ("program", "words", "whole"),
    [
        ("workbench", "log prove EXPORT", True),
        ("workbench", "log verify EXPORT --polcy POLICY", True),
        ("workbench", "log verify EXPORT --polcy POLICY", False),
        ("workbench", "log verify EXPORT", True),
        ("workbench", "log verify", True),
        ("workbench", "witness key NAME FILE MORE", True),
        ("workbench", "nothing", False),
        ("workbench-account", "make ana analyst", True),
        ("workbench-account", "add", True),
        ("workbench-account", "forget", False),
        ("bin/up", "--no-demos", True),
        ("bin/up", "--port none", True),
        ("bin/test", "tests/none", True),
        ("python", "benchmarks/none.py", True),
        ("python", "benchmarks/search.py --lines 10", True),
        ("python", "docs/recompute_sample.py", True),
        ("uv", "pip install easyocr==1.0.0", True),
    ],
)
def test_a_command_that_there_is_none_of_is_found(
    program: str, words: str, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = Command("page.md", 1, program, tuple(words.split()), whole)
    with pytest.raises(Wrong):
        parse(command, monkeypatch)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" check FILE... --json", ["check", "FILE", "--json"]),
        (" run [--certificate PEM ...]  # why", ["run", "--certificate", "PEM"]),
        (" install --name ... --source ...", ["install", "--name", "...", "--source", "..."]),
        (" ...", []),
        (" --behind-witness 'the disk broke'", ["--behind-witness", "the disk broke"]),
    ],
)
def test_how_a_line_is_read(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words
