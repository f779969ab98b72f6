"""What a person's server answers besides Jupyter's own (464.10(a)): libraries for maps, the basemap, a question.

The libraries are published code and are served to anybody, without a session: the frame that shows a map is
sandboxed and has no origin, hence no cookie. Everything else needs the person's session.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado import web

from alpr_lab import assets, basemaps
from alpr_lab.fixed import FIXED, FixedHandler, Posted
from alpr_lab.shipped import is_shipped

_YEAR = 365 * 24 * 3600


class LibraryHandler(JupyterHandler, web.StaticFileHandler):
    """The maps' libraries: public, kept by browsers for good because their path carries their version."""

    @allow_unauthenticated
    def head(self, path: str) -> Any:
        """The headers alone."""
        return web.StaticFileHandler.get(self, path, include_body=False)

    @allow_unauthenticated
    def get(self, path: str, include_body: bool = True) -> Any:  # noqa: FBT001 - tornado's signature
        """One file."""
        return web.StaticFileHandler.get(self, path, include_body=include_body)

    @allow_unauthenticated
    def options(self, _path: str) -> None:
        """Nothing may be sent here, so a browser needs no leave."""
        self.set_status(204)

    def check_xsrf_cookie(self) -> None:
        """Nothing here depends on who asks."""

    def set_default_headers(self) -> None:
        """Readable from a frame without an origin."""
        super().set_default_headers()
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.set_header("X-Content-Type-Options", "nosniff")

    def set_extra_headers(self, _path: str) -> None:
        """Immutable: another content has another path."""
        self.set_header("Cache-Control", f"public, max-age={_YEAR}, immutable")


class BasemapHandler(JupyterHandler, web.StaticFileHandler):
    """Basemaps, in ranges where the browser asks for them; for the person's own session."""

    @web.authenticated
    def head(self, path: str) -> Any:  # type: ignore[override]  # the decorator's type is wider than tornado's own
        """The headers alone."""
        return web.StaticFileHandler.get(self, path, include_body=False)

    @web.authenticated
    def get(self, path: str, include_body: bool = True) -> Any:  # type: ignore[override]  # noqa: FBT001 - tornado's signature
        """One file, or a range of it."""
        if Path(path).suffix.lower() not in basemaps.FILES:
            raise web.HTTPError(404)
        return web.StaticFileHandler.get(self, path, include_body=include_body)


class TileHandler(JupyterHandler):
    """Single tiles of an MBTiles database; for the person's own session."""

    def initialize(self, path: str) -> None:
        """Take the folder."""
        self.folder = Path(path)

    @web.authenticated
    def get(self, name: str, zoom: str, column: str, row: str) -> None:
        """One tile; 404 where the database has none."""
        path = (self.folder / name).resolve()
        if path.parent != self.folder.resolve() or not path.is_file():
            raise web.HTTPError(404)
        try:
            found = basemaps.tile(path, int(zoom), int(column), int(row))
        except sqlite3.Error as error:
            raise web.HTTPError(404) from error
        if found is None:
            raise web.HTTPError(404)
        data, media = found
        self.set_header("Content-Type", media)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(data)


class BasemapsHandler(APIHandler):
    """Which basemaps of the agency's own there are; for the person's own session."""

    def initialize(self, path: str) -> None:
        """Take the folder; empty where the agency has none."""
        self.folder = Path(path) if path else None

    @web.authenticated
    def get(self) -> None:
        """``{"basemaps": [...]}``, see ``basemaps.listing``."""
        self.finish({"basemaps": basemaps.listing(self.folder)})


class ShippedHandler(APIHandler):
    """Whether a notebook comes with the workbench, and may run by itself once a purpose stands."""

    auth_resource = "contents"

    @web.authenticated
    def get(self) -> None:
        """``{"shipped": bool}`` for the notebook at ``path``."""
        isolated = os.environ.get("ALPR_ISOLATION") == "enforced"
        root = Path(self.settings["server_root_dir"]).expanduser()
        self.finish({"shipped": is_shipped(root, self.get_query_argument("path"), isolated=isolated)})


def add_handlers(server: ServerApp) -> None:
    """Put the handlers under the server's base address; a basemap folder of the agency's own is optional."""
    settings = server.web_app.settings
    settings.setdefault("page_config_data", {}).setdefault("alprIsolation", os.environ.get("ALPR_ISOLATION", "none"))

    def at(*parts: str) -> str:
        return str(url_path_join(settings["base_url"], "alpr", *parts))

    static = {"path": str(assets.static_dir())}
    own = os.environ.get("ALPR_BASEMAP", "")
    basemap = {"path": own}
    routes: list[Any] = [
        (at("static", assets.version(), "(.*)"), LibraryHandler, static),
        (at("basemaps"), BasemapsHandler, {"path": own}),
        (at("shipped"), ShippedHandler),
        *((Posted(str(url_path_join(settings["base_url"], path))), FixedHandler) for path in FIXED),
    ]
    if own:
        routes += [
            (at("basemap", r"([^/]+\.mbtiles)/(\d{1,2})/(\d{1,9})/(\d{1,9})"), TileHandler, basemap),
            (at("basemap", "(.*)"), BasemapHandler, basemap),
        ]
    server.web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]
