"""The purpose of this process (464.5(4)), as the notebook shows it; the calls themselves name theirs.

from workbench.client import current_purpose, declare, end
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from workbench.client.client import Client
from workbench.client.holder import PROCESS
from workbench.wire.purpose import PurposeDeclared, PurposeDraft

_lock = threading.Lock()
_clients: list[Client] = []


def client() -> Client:
    """The process's own client, made at its first use."""
    with _lock:
        if not _clients:
            _clients.append(Client.from_environment())
        return _clients[0]


def declare(draft: PurposeDraft | Mapping[str, Any]) -> PurposeDeclared:
    """Declare a purpose for this process; see ``Client.declare``."""
    return client().declare(draft)


def current_purpose() -> PurposeDeclared | None:
    """The purpose declared last in this process, or None."""
    return PROCESS.current


def end() -> None:
    """End this process's purpose."""
    client().end()
