"""What it tries: to have ``user_expressions`` evaluated beside empty code, and to execute silently.

What stops it: the gate looks at the request, not at whether there is code in it (464.5(4)).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bypass.machine.server import Kernel, execute

ATTEMPT = "have user_expressions evaluated beside empty code, or execute silently"


def _attack(kernel: Kernel, marker: Path, code: str) -> dict[str, object]:
    touch = f"open({str(marker)!r}, 'w').close()"
    if code == "silent":
        [reply] = kernel.ask(execute(touch, silent=True, store_history=False))
    else:
        [reply] = kernel.ask(execute(code, silent=False, user_expressions={"x": touch}))
    return reply


@pytest.mark.parametrize("code", ["", "# nothing", "silent"])
def test_blocked_neither_gets_past(gated_kernel: Kernel, open_folder: Path, code: str) -> None:
    reply = _attack(gated_kernel, open_folder / "gated", code)
    assert reply["ename"] == "PurposeRequired"
    assert not (open_folder / "gated").exists()


@pytest.mark.parametrize("code", ["", "# nothing", "silent"])
def test_control_without_the_gate_both_run(ungated_kernel: Kernel, open_folder: Path, code: str) -> None:
    marker = open_folder / "ungated"
    assert _attack(ungated_kernel, marker, code)["status"] == "ok"
    assert marker.exists()
    marker.unlink()
