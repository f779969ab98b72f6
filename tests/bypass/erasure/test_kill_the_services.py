"""What it tries: to stop or kill the custodian, the Hub, the proxy or the edge, so that nothing is recorded.

What stops it: one may only signal processes of one's own OS user (464.10(a)).
"""

from __future__ import annotations

import signal

from tests.bypass.machine.ground import process, proxy, refused, running_as, told
from tests.house import House

ATTEMPT = "kill or stop the custodian and the Hub from an analyst's account"

KILL = """
import json, os, signal, sys
answers = {}
for pid in map(int, sys.argv[1:]):
    for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGKILL):
        try:
            os.kill(pid, number)
            answers[f"{number.name} {pid}"] = "sent"
        except OSError as error:
            answers[f"{number.name} {pid}"] = type(error).__name__
print(json.dumps(answers))
"""


def test_blocked_no_signal_reaches_a_service(house: House) -> None:
    pids = [process(house, name) for name in ("workbench.custodian", "workbench.edge", "hub_config")]
    answers = told(house, "ana", KILL, *map(str, [*pids, proxy(house)]))
    assert len(answers) == 12
    assert refused(answers)
    assert process(house, "workbench.custodian") == pids[0]


def test_control_a_process_of_ones_own_user_dies(house: House) -> None:
    with running_as(house, "ana") as mine:
        answers = told(house, "ana", KILL, str(mine.pid))
        assert set(answers.values()) == {"sent"}
        assert mine.wait(10) == -signal.SIGKILL
