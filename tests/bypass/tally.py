"""What came of each attempt of this run: told at its end as a table, and judged by ``test_count``."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GROUPS = ("identity", "bypass", "false_purpose", "erasure", "leakage")
FEWEST = 60
"""Attempts that there are at least."""
COUNTED = "tests/bypass/test_count.py::"
GIVEN, BARE = "reads that the product gave to attackers", "reads released without a record"
ATTEMPTS = [path for group in GROUPS for path in sorted((HERE / group).glob("test_*.py"))]
_NAMED = re.compile(r"bypass/(\w+/test_\w+\.py)::test_(control)?")
_STOPS = re.compile(r"^What (stops|records) it: (.+?)\n(?:\n|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(slots=True)
class Came:
    """What came of one attempt: of the tests against the product, and of its control runs; None while none ran."""

    blocked: bool | None = None
    control: bool | None = None

    def heard(self, control: bool, passed: bool) -> None:
        """One test more."""
        if control:
            self.control = passed and self.control is not False
        else:
            self.blocked = passed and self.blocked is not False


def came(reporter: pytest.TerminalReporter) -> dict[Path, Came]:
    """Each attempt of which a test ran by now."""
    found: dict[Path, Came] = {}
    for outcome in ("passed", "failed", "error"):
        for report in reporter.getreports(outcome):
            if named := _NAMED.search(report.nodeid):
                found.setdefault(HERE / named[1], Came()).heard(bool(named[2]), outcome == "passed")
    return found


def answer_to(attempt: Path) -> tuple[str, str]:
    """``blocked`` or ``logged``, and the defence, by the attempt's own first words."""
    words = ast.get_docstring(ast.parse(attempt.read_text())) or ""
    told = _STOPS.search(words + "\n\n")
    assert told, f"{attempt.name} does not say what stops it, or what records it"
    return ("blocked" if told[1] == "stops" else "logged"), " ".join(told[2].split()).rstrip(".").partition(";")[0]


def lines(found: dict[Path, Came]) -> list[str]:
    """The table: group, attempt, how it was blocked or logged under the true identity, control."""
    told = []
    for path in ATTEMPTS:
        if (one := found.get(path)) is not None:
            kind, how = answer_to(path)
            control = {None: "not run", True: "succeeded", False: "FAILED"}[one.control]
            stopped = {None: "not run", True: kind, False: "GOT THROUGH"}[one.blocked]
            name = path.stem.removeprefix("test_").replace("_", " ")
            told.append(f"{path.parent.name:<14} {name:<30} {stopped:<12} {control:<10} {how}")
    return [f"{'group':<14} {'attempt':<30} {'came to':<12} {'control':<10} by", *told] if told else []
