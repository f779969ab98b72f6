"""One map in a fresh page of a real browser: how long until it is painted, and how smoothly it is dragged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, Page

_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
_COUNT = """() => {
  window.frameTimes = [];
  const count = (now) => { window.frameTimes.push(now); window.counting = requestAnimationFrame(count); };
  window.counting = requestAnimationFrame(count);
}"""
_DRAGS, _STEPS = 6, 40


@dataclass(frozen=True, slots=True)
class Shown:
    """Seconds from the address until painted, frames a second while dragged, and the longest frame in milliseconds."""

    load_s: float
    frames: float
    worst_ms: float


class _Files(BaseHTTPRequestHandler):
    def __init__(self, page: bytes, static: Path, *given: Any) -> None:
        self._page, self._static = page, static
        super().__init__(*given)

    def do_GET(self) -> None:
        """The page, or a library beside it."""
        path = self._static / self.path.rpartition("/")[2]
        data = self._page if self.path == "/" else path.read_bytes() if path.is_file() else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path == "/" else _KINDS.get(path.suffix, ""))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_given: object) -> None:
        """Nothing on the terminal."""


_KINDS = {".js": "text/javascript", ".css": "text/css"}


@contextmanager
def _served(page: str, static: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{server.server_port}/"
    server.RequestHandlerClass = partial(_Files, page.replace("__ALPR_BASE__", address).encode(), static)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


def shown(browser: Browser, page: str, static: Path, sign: str, layers: dict[str, Any] | None = None) -> Shown:
    """Load a page, hand the layers over where there are any, drag the map about.

    It is shown when what ``sign`` selects is there; a fault of the page ends the run.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    with _served(page, static) as address:
        began = perf_counter()
        tab.goto(address)
        for what, data in (layers or {}).items():
            tab.evaluate("([what, data]) => window.postMessage({ alpr: 'draw', what, data }, '*')", [what, data])
        tab.wait_for_selector(sign, state="attached")
        tab.evaluate(_PAINTED)
        took = perf_counter() - began
        frames, worst = _dragged(tab)
    context.close()
    if faults:
        raise RuntimeError(f"the page failed: {faults[0]}")
    return Shown(took, frames, worst)


def _dragged(tab: Page) -> tuple[float, float]:
    tab.mouse.move(720, 450)
    tab.evaluate(_COUNT)
    for drag in range(_DRAGS):
        tab.mouse.down()
        way = 1 if drag % 2 else -1
        for step in range(_STEPS):
            tab.mouse.move(720 + way * step * 6, 450 + way * step * 3)
        tab.mouse.up()
        tab.mouse.move(720, 450)
    times: list[float] = tab.evaluate("() => { cancelAnimationFrame(window.counting); return window.frameTimes; }")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return 1000 * len(gaps) / sum(gaps), max(gaps)
