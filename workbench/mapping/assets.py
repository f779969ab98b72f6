"""Where the map's libraries lie on this machine (464.10(a)): known addresses only, served by the Lab extension."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import ConfigError

BASE = "__ALPR_BASE__"
"""Stands for the site's address in a page; the browser fills it in, so that no page carries anybody's address."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by the outside address that folium would call. ``version`` is part of the public path."""

    files: Mapping[str, str]
    version: str
    folder: Path

    def address(self, url: str) -> str | None:
        """Where the page finds the file that stands for ``url``, or None when we don't carry it."""
        name = self.files.get(url)
        return None if name is None else self.beside(name)

    def beside(self, name: str) -> str:
        """Where the page finds a file that folium knows nothing of."""
        return f"{BASE}alpr/static/{self.version}/{name}"

    def basemap(self) -> dict[str, Any] | None:
        """County and state lines as GeoJSON, or None where none are installed."""
        path = self.folder / "basemap.json"
        if not path.is_file():
            return None
        lines: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return lines


def installed() -> Assets:
    """The assets of the installed Lab extension; ``ConfigError`` where it is missing or was not built."""
    try:
        from alpr_lab import assets

        return Assets(assets.manifest(), assets.version(), Path(assets.static_dir()))
    except (ImportError, RuntimeError) as error:
        raise ConfigError(
            "The map's files are not installed on this server.",
            how="Tell the administrator: the Lab extension (alpr-lab) is missing or was not built.",
            diagnostic=str(error),
        ) from error
