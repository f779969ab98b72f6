"""JupyterLab: no extension is added, no news is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def get_config() -> Any:
        """Put here by JupyterLab."""


c = get_config()

c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.collaborative = False
