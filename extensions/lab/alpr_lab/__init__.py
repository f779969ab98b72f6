"""The browser's side of the workbench: the purpose dialog (464.5), and the files that maps are drawn with.

Imports nothing heavy: a person's server loads it at its start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "alpr-lab"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "alpr_lab"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    from alpr_lab.server import add_handlers

    add_handlers(server)
