"""The table at the end of a run: each attempt with what came of it and of its control (464.5).

It is told by the process that speaks to whoever started the run; what the attempts found comes with their reports.
"""

from __future__ import annotations

from itertools import chain

import pytest

from tests.bypass import tally


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each attempt with what came of it and of its control; then the reads that were given without a record."""
    found = tally.came(terminalreporter)
    if not (lines := tally.lines(found)):
        return
    terminalreporter.section("bypass attempts")
    for line in lines:
        terminalreporter.write_line(line)
    controls = sum(one.control is True for one in found.values())
    terminalreporter.write_line(f"attempts: {len(found)}, of {len({path.parent for path in found})} groups")
    terminalreporter.write_line(f"blocked or logged: {sum(one.blocked is True for one in found.values())}")
    terminalreporter.write_line(f"control runs in which the attack succeeded: {controls}")
    for name, value in told(terminalreporter).items():
        terminalreporter.write_line(f"{name}: {value}")


def told(reporter: pytest.TerminalReporter) -> dict[str, object]:
    """What ``test_count`` counted over all attempts, by its name; nothing where it did not run."""
    reports = chain.from_iterable(reporter.getreports(outcome) for outcome in ("passed", "failed"))
    counted = [report.user_properties for report in reports if report.nodeid.startswith(tally.COUNTED)]
    return {name: value for properties in counted for name, value in properties if name in (tally.GIVEN, tally.BARE)}
