"""The pages for anybody (464.8): the agency's policy in each version, and its transparency reports."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from workbench.edge.edge import Edge
from workbench.edge.link import Link
from workbench.errors import NotFound
from workbench.prose.markdown import prose
from workbench.wire.publication import PolicyVersion, Public, Published, Report

SECONDS = 1.0
"""How long what is public is not asked for again."""


class _Known:
    """What the custodian told within the last second: whoever has no login can't keep it busy."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lock = asyncio.Lock()
        self._told: Public | None = None
        self._until = 0.0

    async def __call__(self) -> Public:
        """The same for everybody who asks in that time."""
        async with self._lock:
            if self._told is None or time.monotonic() >= self._until:
                self._told = Public.model_validate(await self._link.get("/public"))
                self._until = time.monotonic() + SECONDS
            return self._told


def public_pages(app: FastAPI, edge: Edge) -> None:
    """The policy in force; earlier versions; each report, to read and as its file."""
    path = edge.hub.prefix + "public"

    known = _Known(edge.link)

    def policy_page(found: Public, policy: PolicyVersion) -> HTMLResponse:
        text = Markup(prose(policy.text))  # noqa: S704 - prose escapes it
        force = policy is found.policies[0]
        return edge.page("public.html", found=found, policy=policy, text=text, in_force=force)

    @app.get(path)
    async def public() -> HTMLResponse:
        """The agency's policy, for anybody."""
        found = await known()
        return policy_page(found, found.policies[0])

    @app.get(path + "/policy/{number}")
    async def version(number: int) -> HTMLResponse:
        """One version of it, counted from the first."""
        found = await known()
        if not 1 <= number <= len(found.policies):
            raise NotFound("There is no such version of the policy.", how="Choose one of those listed.")
        return policy_page(found, found.policies[-number])

    @app.get(path + "/report/{quarter}")
    async def report(quarter: str) -> HTMLResponse:
        """The transparency report of a quarter."""
        told = await _report(quarter)
        return edge.page("report.html", told=told, report=Report.model_validate_json(told.text))

    @app.get(path + "/report/{quarter}/file")
    async def file(quarter: str) -> Response:
        """The same as the file whose SHA-256 stands in the access log."""
        told = await _report(quarter)
        headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="report-{told.quarter}.json"'}
        return Response(told.text, media_type="application/json", headers=edge.headers | headers)

    async def _report(quarter: str) -> Published:
        found = next((each for each in (await known()).reports if each.quarter == quarter), None)
        if found is None:
            raise NotFound("No report of this quarter is published.", how="Choose one of those listed.")
        return found
