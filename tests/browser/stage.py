"""A page that holds one widget in a real browser, without a Hub or a kernel: what is sent goes straight to Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from alpr_lab import basemaps
from anywidget import AnyWidget
from playwright.sync_api import Browser, Page, Request

KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".png": "image/png"}
PAGE = """<!doctype html><html lang="en"><title>Stage</title>
<link rel="stylesheet" href="/panel.css"><link rel="stylesheet" href="/widget.css">
<script id="jupyter-config-data" type="application/json">{"baseUrl": "/"}</script>
<body style="margin: 0"><main class="alpr"><div id="here"></div></main><script type="module">
import widget from "/widget.js";
const state = {}, calls = {}, pending = {};
const take = (next) => {
  const changed = Object.keys(next).filter((key) => JSON.stringify(next[key]) !== JSON.stringify(state[key]));
  Object.assign(state, next);
  for (const key of changed) (calls[`change:${key}`] || []).slice().forEach((call) => call());
};
const model = {
  get: (key) => state[key],
  set: (key, value) => { state[key] = pending[key] = value; },
  save_changes: async () => take(await window.saved(pending)),
  send: async (content) => { take(await window.sent(content)); window.heard.push(...Object.keys(content)); },
  on: (names, call) => names.split(" ").forEach((name) => (calls[name] ||= []).push(call)),
  off: (names, call) => names.split(" ").forEach((name) => calls[name].splice(calls[name].indexOf(call), 1)),
};
window.take = take;
window.state = state;
window.heard = [];
take(await window.sent(null));
widget.render({ model, el: document.getElementById("here") });
</script></body></html>"""


class Stage:
    """The widget on its page; ``outside`` must stay empty."""

    def __init__(self, page: Page, widget: AnyWidget, address: str) -> None:
        self.page, self.widget, self.address = page, widget, address
        self.asked: list[str] = []
        self.faults: list[str] = []
        page.context.on("request", self._asked)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.expose_function("sent", self._sent)
        page.expose_function("saved", self._saved)
        page.goto(address)

    def sync(self) -> None:
        """Bring to the page what Python changed."""
        self.page.evaluate("(state) => window.take(state)", self._state())

    @contextmanager
    def hearing(self, key: str, times: int = 1) -> Iterator[None]:
        """What is done inside must make the page tell this so many times; returns when Python was told."""
        told = self.page.evaluate("(key) => window.heard.filter((each) => each === key).length", key)
        yield
        self.page.wait_for_function(
            "([key, told]) => window.heard.filter((each) => each === key).length >= told", arg=[key, told + times]
        )

    @property
    def outside(self) -> list[str]:
        """Requests that left the machine."""
        inside = ("data", "blob", "about")
        parts = [(url, urlsplit(url)) for url in self.asked]
        return [url for url, part in parts if part.scheme not in inside and part.hostname != "127.0.0.1"]

    def _asked(self, request: Request) -> None:
        self.asked.append(request.url)

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(json.dumps(self.widget.get_state(), default=str))
        return {key: value for key, value in state.items() if not key.startswith("_")}

    def _sent(self, content: Any) -> dict[str, Any]:
        if content is not None:
            self.widget._handle_custom_msg(content, [])
        return self._state()

    def _saved(self, state: dict[str, Any]) -> dict[str, Any]:
        self.widget.set_state(state)
        return self._state()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, files: dict[str, bytes], static: Path, maps: Path | None, *given: Any) -> None:
        self._files, self._static, self._maps = files, static, maps
        super().__init__(*given)

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2] or "index.html"
        data = self._data(name)
        first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        part = data is not None and first and (int(first) > 0 or int(last) + 1 < len(data))  # as tornado has it
        self.send_response(404 if data is None else 206 if part else 200)
        self.send_header("Content-Type", KINDS.get(Path(name).suffix, "application/octet-stream"))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write((data or b"")[int(first) : int(last) + 1] if first else data or b"")

    def _data(self, name: str) -> bytes | None:
        if self.path.startswith("/alpr/static/"):
            return (self._static / name).read_bytes() if (self._static / name).is_file() else None
        if self.path == "/alpr/basemaps":
            return json.dumps({"basemaps": basemaps.listing(self._maps)}).encode()
        if self.path.startswith("/alpr/basemap/") and self._maps:
            path = self._maps / unquote(self.path.removeprefix("/alpr/basemap/"))
            if ".mbtiles/" not in self.path:
                return path.read_bytes() if path.is_file() else None
            *_, file, zoom, column, row = path.parts
            found = basemaps.tile(self._maps / file, int(zoom), int(column), int(row))
            return found[0] if found else None
        return self._files.get(name)

    def log_message(self, *_given: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def staged(
    chromium: Browser, widget: AnyWidget, static: Path, size: tuple[int, int] = (900, 600), maps: Path | None = None
) -> Iterator[Stage]:
    """The widget, drawn by its own script and style in a fresh window, over the basemaps of a folder."""
    ui = Path(__file__).parents[2] / "workbench/ui"
    files = {
        "index.html": PAGE.encode(),
        "widget.js": str(widget._esm).encode(),
        "widget.css": str(widget._css).encode(),
        "panel.css": (ui / "panel.css").read_bytes(),
        "favicon.ico": b"",
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, files, static, maps))
    Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    try:
        stage = Stage(context.new_page(), widget, f"http://127.0.0.1:{server.server_port}/")
        yield stage
        assert stage.outside == []
        assert stage.faults == []
    finally:
        context.close()
        server.shutdown()
        server.server_close()
