"""What it tries: to run code over the kernel's control channel and in a subshell, past a gate on the shell channel.

What stops it: every channel goes through the gate (464.5(4)).
"""

from __future__ import annotations

from pathlib import Path

from tests.bypass.machine.server import Kernel, execute

ATTEMPT = "run code over the kernel's control channel before a purpose is declared"


def _attack(kernel: Kernel, marker: Path) -> list[dict[str, object]]:
    code = f"open({str(marker)!r}, 'w').close()"
    return kernel.ask(execute(code), execute(code, "control"), execute(code, "control", silent=True))


def test_blocked_the_control_channel_is_shut_too(gated_kernel: Kernel, open_folder: Path) -> None:
    replies = _attack(gated_kernel, open_folder / "gated")
    assert [reply["ename"] for reply in replies] == ["PurposeRequired"] * 3
    assert not (open_folder / "gated").exists()


def test_control_without_the_gate_it_runs(ungated_kernel: Kernel, open_folder: Path) -> None:
    replies = _attack(ungated_kernel, open_folder / "ungated")
    assert [reply["status"] for reply in replies] == ["ok"] * 3
    assert (open_folder / "ungated").exists()
