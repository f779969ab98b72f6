"""What it tries: to learn what a kernel holds by completion, inspection and history, which run no cell.

What stops it: completion and inspection ask the gate as well; no history is kept (464.5(4), 464.9).
"""

from __future__ import annotations

from typing import Any

from tests.bypass.machine.server import Kernel, execute

ATTEMPT = "use completion, inspection and history as oracles"


def _attack(kernel: Kernel) -> tuple[list[str], bool, list[Any]]:
    wanted = {"hist_access_type": "range", "output": False, "raw": True, "session": 0, "start": 0, "stop": 9}
    completed, inspected, history = kernel.ask(
        ("shell", "complete_request", {"code": "spli", "cursor_pos": 4}),
        ("shell", "inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 1}),
        ("shell", "history_request", wanted),
    )
    return completed["matches"], inspected["found"], history["history"]


def test_blocked_they_tell_nothing(gated_kernel: Kernel) -> None:
    gated_kernel.ask(execute("splitter_of_plates = 7"))
    assert _attack(gated_kernel) == ([], False, [])


def test_control_without_the_gate_they_tell(ungated_kernel: Kernel) -> None:
    ungated_kernel.ask(execute("splitter_of_plates = 7"))
    matches, found, history = _attack(ungated_kernel)
    assert "splitter_of_plates" in matches
    assert found
    assert "splitter_of_plates = 7" in str(history)
