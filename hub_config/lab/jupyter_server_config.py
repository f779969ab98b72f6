"""A person's server: the governed kernel only, no terminal, nothing saved that shows a plate (464.10(a))."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from alpr_kernel.server import settings

from hub_config.runtime import CONTENT_POLICY

if TYPE_CHECKING:

    def get_config() -> Any:
        """Put here by the server."""


c = get_config()

for part, traits in settings().items():
    c[part].update(traits)
c.ServerApp.tornado_settings = {
    "headers": {
        "Content-Security-Policy": CONTENT_POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    },
    "page_config_data": {"alprIsolation": os.environ.get("ALPR_ISOLATION", "none")},
}
# The names of files and notebooks, and what is asked for in an address, are the person's words.
c.Application.logging_config = {"formatters": {"console": {"class": "hub_config.lines.ServerLine"}}}
c.FileContentsManager.delete_to_trash = False
c.ContentsManager.allow_hidden = False
c.MultiKernelManager.default_kernel_name = "python3"
c.ServerApp.jpserver_extensions = {"jupyter_server_terminals": False}
