"""The edge's line to the custodian: the same socket as everybody's, with the edge's own uid at the end of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from workbench.errors import Unavailable, WorkbenchError
from workbench.settings import Settings
from workbench.wire.base import Problem


class ToldError(WorkbenchError):
    """The custodian's own answer to something that it refused, to be shown as it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title, how=problem.how, section=problem.section)
        self.problem = problem


class Link:
    """Calls the custodian for a person (OAuth token) or a device (credential)."""

    def __init__(self, settings: Settings) -> None:
        transport = httpx.AsyncHTTPTransport(uds=settings.listen.custodian.removeprefix("unix:"))
        self._http = httpx.AsyncClient(
            transport=transport, base_url="http://custodian/v1", timeout=600.0, trust_env=False
        )

    async def get(self, path: str, token: str = "") -> Any:
        """What the custodian answers; raises ``Told`` or ``Unavailable``."""
        return await self._call("GET", path, headers=_bearer(token))

    async def post(self, path: str, token: str, body: Mapping[str, Any] | None = None, *, step_up: str = "") -> Any:
        """As ``get``, with a JSON body; ``step_up`` names what the person confirmed by password."""
        headers = _bearer(token) | ({"X-ALPR-Step-Up": step_up} if step_up else {})
        return await self._call("POST", path, headers=headers, json=body or {})

    async def hand_over(self, offer: str, device: str, length: str, body: AsyncIterator[bytes]) -> Any:
        """Stream a device's batch through, ``length`` bytes if it said so; nothing is kept here."""
        told = {"X-ALPR-Offer": offer, "X-ALPR-Device": device} | ({"Content-Length": length} if length else {})
        headers = {name: value.encode("latin-1") for name, value in told.items()}  # byte for byte as they came
        return await self._call("POST", "/edge/ingest", headers=headers, content=body)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _call(self, method: str, path: str, **sent: Any) -> Any:
        try:
            answer = await self._http.request(method, path, **sent)
        except httpx.HTTPError as error:
            raise Unavailable(
                "The data service does not answer; nothing was done.",
                how="Try again in a moment.",
                diagnostic=type(error).__name__,
            ) from None
        if answer.is_success:
            return answer.json() if answer.content else None
        raise ToldError(_problem(answer))


def _problem(answer: httpx.Response) -> Problem:
    try:
        return Problem.model_validate(answer.json())
    except ValueError:
        return Problem(kind="unavailable", title="The data service gave no clear answer.", status=503)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"token {token}"} if token else {}
