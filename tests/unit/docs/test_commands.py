"""Every command that the documentation gives is one that its program takes, and somebody said how far it is tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.docs.pages import ROOT, Command, commands, words_of
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

RUN = {
    "bin/up": "tests/house.py",
    "python docs/policy_map.py": "tests/policy/test_policy_map.py",
    "python hub_config/configure.py": "tests/unit/hub_config/test_configure.py",
    "python docs/recompute_sample.py": "tests/unit/audit/sampling/test_recomputed.py",
    "workbench backup create": "tests/contract/test_backup_in_use.py",
    "workbench backup drill": "tests/contract/test_backup_in_use.py",
    "workbench backup verify": "tests/unit/backup/test_commands.py",
    "workbench basemap build": "tests/unit/basemap/test_build.py",
    "workbench bench search": "tests/contract/test_bench.py",
    "workbench hotlist install": "tests/contract/test_documented_commands.py",
    "workbench hotlist list": "tests/contract/test_documented_commands.py",
    "workbench hotlist retire": "tests/contract/test_documented_commands.py",
    "workbench ingest": "tests/contract/test_documented_commands.py",
    "workbench log export": "tests/contract/test_documented_commands.py",
    "workbench log find": "tests/unit/cli/test_find.py",
    "workbench log policy": "tests/contract/test_documented_commands.py",
    "workbench log reconcile": "tests/contract/test_log_events.py",
    "workbench models install": "tests/unit/cli/test_ocr.py",
    "workbench photographs hand-in": "tests/unit/custodian/test_photographs.py",
    "workbench photographs status": "tests/unit/custodian/test_photographs.py",
    "workbench photographs cancel": "tests/unit/custodian/test_photographs.py",
    "workbench restore": "tests/contract/test_backup_in_use.py",
    "workbench to-postgresql": "tests/unit/backup/test_to_server.py",
    "workbench store check": "tests/unit/cli/test_store.py",
    "workbench store rewrite": "tests/unit/cli/test_store.py",
    "workbench witness run": "tests/contract/test_witness_process.py",
    "workbench witness seen": "tests/contract/test_witness_process.py",
    "workbench-account code": "tests/unit/hub_config/test_account.py",
    "workbench-account copy": "tests/unit/hub_config/test_account.py",
    **dict.fromkeys(
        (
            f"workbench-account {what}"
            for what in ("list", "add", "roles", "password", "provider", "disable", "enable", "unlock")
        ),
        "tests/unit/hub_config/test_account.py",
    ),
}
"""Run for real, with files and words of the test's own, by this one."""

PARSED = {
    "bin/test": "runs these tests",
    **dict.fromkeys(
        (
            f"python benchmarks/{name}.py"
            for name in ("accesslog", "detectors", "encryption", "hits", "hotlist", "load", "map", "ocr", "search")
        ),
        "measures for minutes",
    ),
    "deploy/build-offline": "builds an installation",
    "deploy/fetch": "fetches packages",
    "uv pip install": "changes the environment",
    "workbench": "a name, not a command",
    "workbench backup": "a group",
    "workbench store": "a group",
    "workbench-account": "a name, not a command",
}
"""Parsed and no further, with the reason."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of files in a command mean files of an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", GIVEN, ids=str)
def test_a_command_is_taken_by_its_parser_and_is_classed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(command, monkeypatch) in HARMLESS | RUN.keys() | PARSED.keys()


def test_there_are_commands_on_lines_and_in_running_text() -> None:
    assert {command.whole for command in GIVEN} == {True, False}
    assert {command.program for command in GIVEN} >= {"workbench", "workbench-account", "bin/up", "bin/test", "python"}


def test_nothing_is_both_run_and_parsed_only() -> None:
    assert not HARMLESS & PARSED.keys() | HARMLESS & RUN.keys() | RUN.keys() & PARSED.keys()


@pytest.mark.parametrize("name", RUN)
def test_the_test_that_is_said_to_run_a_command_has_its_words(name: str) -> None:
    assert re.search(rf"\b{re.escape(Path(name.split()[-1]).stem)}\b", (ROOT / RUN[name]).read_text("utf-8"))


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
