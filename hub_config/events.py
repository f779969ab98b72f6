"""Telling the custodian what happened at sign-in (464.5, 464.5.2): recorded by the time this returns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from workbench.errors import LogUnavailable

SECONDS = 10.0


class HubEvents:
    """The Hub's line to the access log: the custodian's Unix socket, and a secret that the two share."""

    def __init__(self, socket: Path, secret: Path) -> None:
        self._socket = socket
        self._secret = secret

    async def record(self, action: str, user: str, address: str, detail: Mapping[str, Any] | None = None) -> None:
        """Record an event durably; ``LogUnavailable`` when that is not certain."""
        body = {"action": action, "user": user, "address": address, "detail": dict(detail or {})}
        try:
            headers = {"X-ALPR-Hub-Secret": self._secret.read_text("ascii").strip()}
            transport = httpx.AsyncHTTPTransport(uds=str(self._socket))
            async with httpx.AsyncClient(transport=transport, timeout=SECONDS) as client:
                answer = await client.post("http://custodian/v1/hub/events", json=body, headers=headers)
                answer.raise_for_status()
        except (httpx.HTTPError, OSError, UnicodeDecodeError) as error:
            raise LogUnavailable(
                "This can't be recorded in the access log at the moment, so it was not done.",
                how="Try again in a minute; if it stays so, tell the ALPR administrator.",
                section="464.5",
                diagnostic=f"{type(error).__name__}: {error}",
            ) from error
