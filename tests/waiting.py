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
    """The first of so many ports in a row that nobody listens on; two runs at the same moment begin elsewhere."""
    for step in range(len(PORTS)):
        first = PORTS[(os.getpid() + step) % len(PORTS)]
        with ExitStack() as held:
            try:
                for port in range(first, first + count):
                    held.enter_context(socket.create_server((HOST, port)))
            except OSError:
                continue
        return first
    raise OSError(f"no {count} free ports in a row from {PORTS.start} to {PORTS.stop}")
