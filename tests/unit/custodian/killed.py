"""A first start that is killed right after one of its durable writes: ``killed.py CONFIG WRITE NUMBER``."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.unit.custodian.firststart_ground import begin
from workbench.gate import Gate
from workbench.store.reads import ReadStore
from workbench.store.registers.batches import Batches
from workbench.store.registers.hotlists import Hotlists
from workbench.store.registers.photographs import Photographs
from workbench.store.registers.policies import Policies
from workbench.store.registers.sources import Sources
from workbench.store.registers.training import TrainingRegister

WRITES: dict[str, tuple[Any, str]] = {
    "record": (Gate, "event"),
    "policy": (Policies, "install"),
    "reads": (ReadStore, "append"),
    "receipt": (Batches, "add"),
    "list": (Hotlists, "put_in_force"),
    "photograph": (Photographs, "add"),
    "grant": (Sources, "grant"),
    "acknowledgement": (TrainingRegister, "acknowledge"),
    "sign-off": (TrainingRegister, "sign_off"),
}


def kill_after(write: str, number: int) -> None:
    """Kill this process when that write was made so many times."""
    owner, name = WRITES[write]
    made, wanted = getattr(owner, name), iter(range(1, number))

    def counted(*args: Any, **named: Any) -> Any:
        done = made(*args, **named)
        if next(wanted, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, counted)


if __name__ == "__main__":
    kill_after(sys.argv[2], int(sys.argv[3]))
    begin(Path(sys.argv[1]))
