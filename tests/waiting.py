"""What tests of several processes share: waiting for another one, and ports that nobody listens on."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

HOST = "127.0.0.1"
PAUSE = 0.1
PORTS = range(18760, 29760, 5)


def until(happened: Callable[[], bool], seconds: float = 60, *, why: Callable[[], str] = str) -> None:
    """Wait for something that another process does; ``TimeoutError`` tells ``why`` it may not have."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(why() or f"it did not happen within {seconds:g} seconds")
        pause.wait(PAUSE)


def free_ports(count: int = 5) -> int:
    """The first of so many ports in a row (five at most) that nobody listens on; no test is given them again.

    Between the answer and the service that listens there is time, in which another process would find them free too.
    """
    assert count <= PORTS.step
    for step in range(len(PORTS)):
        first = PORTS[(os.getpid() + step) % len(PORTS)]
        if (claim := _claim(first)) is None:
            continue
        if _are_free(range(first, first + count)):
            claim.detach()  # it stays open as long as this process
            return first
        claim.close()
    raise OSError(f"no {count} free ports in a row from {PORTS.start} to {PORTS.stop}")


def _claim(first: int) -> socket.socket | None:
    """A name of this machine that one process alone can have, until it ends; None where another one has it."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0ports-of-a-test-{first}")
    except OSError:
        name.close()
        return None
    return name


def _are_free(ports: range) -> bool:
    with ExitStack() as held:
        try:
            for port in ports:
                held.enter_context(socket.create_server((HOST, port)))
        except OSError:
            return False
    return True
