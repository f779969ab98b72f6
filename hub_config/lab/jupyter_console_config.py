"""A console on this machine: it reaches its kernel over a local socket, not a port (464.10(a))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def get_config() -> Any:
        """Put here by Jupyter."""


c = get_config()

c.ConnectionFileMixin.transport = "ipc"
c.HistoryManager.enabled = False
