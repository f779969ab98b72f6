"""A custodian that died is started again within seconds, and people go on (464.10); nothing is released meanwhile."""

from __future__ import annotations

import os
import pwd
import signal
from pathlib import Path

import pytest

from hub_config.processes import start_time
from tests.contract.desk import PARTIAL, PLANTED, declare, search, with_client
from tests.house import House, environments

pytestmark = [pytest.mark.section("464.10", "464.5"), pytest.mark.machine]

ASK = """
from workbench.errors import Unavailable
import threading, time
began, told = time.monotonic(), set()
purpose = given["purpose"]
while time.monotonic() - began < 60:
    try:
        answer = client.search(given["pattern"], purpose=client.purpose(purpose))
        break
    except Unavailable as error:
        told.add(error.message)
    threading.Event().wait(0.2)
tell(seconds=time.monotonic() - began, told=sorted(told), plates=sorted(set(answer.frame["plate"])))
"""


def _custodian(house: House) -> int:
    """The process of this house's custodian."""
    uid, config = pwd.getpwnam("alpr-custodian").pw_uid, str(house.data / "config" / "workbench.toml")
    (pid,) = [pid for pid, env in environments(uid) if env.get("ALPR_CONFIG") == config]
    return pid


def test_a_killed_custodian_is_back_in_seconds_and_the_purpose_still_holds(house: House) -> None:
    purpose = declare(house, "ana")
    assert PLANTED in search(house, "ana", purpose, PARTIAL)["plates"]
    killed = _custodian(house)
    os.kill(killed, signal.SIGKILL)
    told = with_client(house, "ana", ASK, purpose=purpose, pattern=PARTIAL)
    assert start_time(killed) is None
    assert PLANTED in told["plates"]
    assert told["seconds"] < 20, told
    assert all("nothing was released" in said or "nothing of it was kept" in said for said in told["told"]), told


def test_a_custodian_that_is_asked_to_stop_leaves_no_trace_in_its_log(house: House) -> None:
    purpose = declare(house, "ana")
    log = Path(house.data / "hub" / "hub.log")
    before = log.stat().st_size if log.exists() else 0
    stopped = _custodian(house)
    os.kill(stopped, signal.SIGINT)
    told = with_client(house, "ana", ASK, purpose=purpose, pattern=PARTIAL)
    assert PLANTED in told["plates"]
    assert start_time(stopped) is None
    with log.open("rb") as lines:
        lines.seek(before)
        said = lines.read().decode(errors="replace")
    assert "Service custodian exited" in said
    assert "Traceback" not in said, said[-3000:]
    assert '"at": [' not in said, said[-3000:]
