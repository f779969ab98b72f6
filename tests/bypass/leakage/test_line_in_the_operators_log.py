"""What it tries: a supplier's file whose name holds a line end, to put a line of its own into the operator's log.

What stops it: the operator is told the outcome alone, without the file's name or its reason's words (464.10(a)).
"""

from __future__ import annotations

import secrets

from tests.bypass.attack import Control, Ground
from tests.waiting import until

TOLD = "drop folder of state"


def _attack(ground: Ground) -> list[str]:
    """Lines of the operator's log that begin as the supplier wants; root's hand stands for the supplier's."""
    line = f"2026-11-02 10:00:00 INFO custodian: whole {secrets.token_hex(4)}"
    name, inbox = f"car\n{line}.csv", ground.data / "drop" / "state"
    log = ground.said if isinstance(ground, Control) else ground.data / "hub" / "hub.log"
    before = log.read_text(errors="replace").count(TOLD)
    (inbox / name).write_text("no terms came with this")
    (inbox / f"{name}.done").touch()
    until(lambda: log.read_text(errors="replace").count(TOLD) > before)
    return [each for each in log.read_text(errors="replace").splitlines() if each.startswith(line)]


def test_blocked(strong: Ground) -> None:
    """The operator reads that a file was rejected."""
    assert _attack(strong) == []


def test_control(weak: Control) -> None:
    """Where the name is told, the log has a line of the supplier's."""
    assert _attack(weak) == []
    with weak.taken("told without words"):
        assert _attack(weak)
