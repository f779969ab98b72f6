"""One analyst: signs in with a browser, waits for the server, opens a notebook's kernel, states why, and searches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import httpx

from benchmarks.department.kernel import Kernel
from tests.house import House
from tests.waiting import until

_PURPOSE = {
    "category": "stolen_or_wanted_vehicle",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers some characters of the plate.",
}
_SEARCH = """
import json, time
from workbench.client.session import client
begun = time.perf_counter()
found = client().search({pattern!r})
print(json.dumps({{"seconds": time.perf_counter() - begun, "reads": len(found), "record": found.head.record,
    "result": found.head.result_record}}))
"""
_PATTERNS = ("7?BR4*", "8AB?1*", "*BC?21*", "6[ABR]21?4*", "7LBR461", "4TX?9*")
_WAIT = 600.0


@dataclass(frozen=True)
class Searched:
    """An answer: seconds for the whole cell, seconds inside the kernel, reads, and its two records."""

    name: str
    cell: float
    search: float
    reads: int
    record: int
    result: int


class Analyst:
    """A person at a browser; ``pool`` is where waiting for answers is done."""

    def __init__(self, house: House, name: str, number: int, pool: Executor) -> None:
        self.name = name
        self._house, self._number, self._pool = house, number, pool
        self._asked = number
        self._browser: httpx.Client
        self._kernel: Kernel

    async def arrive(self) -> tuple[float, float]:
        """Sign in until Lab is served, then a kernel with a purpose; the seconds of both."""
        begun = perf_counter()
        self._browser = await self._in_pool(lambda: self._house.browser(self.name))
        await self._in_pool(lambda: until(self._served, _WAIT, why=lambda: "Lab was not served"))
        served = perf_counter()
        server = f"/user/{self.name}/"
        crumb = {"X-XSRFToken": self._browser.cookies.get("_xsrf", path=server) or ""}
        made = await self._in_pool(
            lambda: self._browser.post(f"{server}api/kernels", json={}, headers=crumb, timeout=_WAIT)
        )
        made.raise_for_status()
        self._kernel = await Kernel.connected(self._browser, server, made.json()["id"])
        await self._kernel.declare({**_PURPOSE, "case_number": f"26-{self._number:05}"})
        return served - begun, perf_counter() - served

    async def search(self) -> Searched:
        """Search for the next pattern, in a cell."""
        pattern = _PATTERNS[self._asked % len(_PATTERNS)]
        self._asked += 1
        begun = perf_counter()
        told = await self._kernel.run(_SEARCH.format(pattern=pattern))
        cell = perf_counter() - begun
        return Searched(self.name, cell, told["seconds"], told["reads"], told["record"], told["result"])

    def _served(self) -> bool:
        answer = self._browser.get(f"/user/{self.name}/lab", timeout=_WAIT)
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE or "/hub/" in answer.url.path:
            answer = self._browser.get("/hub/spawn", timeout=_WAIT)
        return answer.is_success and answer.url.path.startswith(f"/user/{self.name}/lab")

    async def _in_pool(self, duty: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, duty)
