"""Telling the custodian what happened at sign-in (464.5, 464.5.2): recorded by the time this returns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from workbench.errors import LogUnavailable, Refused
from workbench.wire.stepup import StepUp

SECONDS = 10.0
HEADER = "X-ALPR-Hub-Secret"
ENDED = "sessions-ended"
"""What the custodian is told when it may remember somebody no longer."""
END_PAGE = "/end-sessions"
"""The Hub's page where root's tools ask it to end somebody's sessions."""


class HubEvents:
    """The Hub's line to the access log: the custodian's Unix socket, and a secret that the two share."""

    def __init__(self, socket: Path, secret: Path) -> None:
        self._socket = socket
        self._secret = secret

    def secret(self) -> str:
        """What the Hub, the custodian and the tools of root know, and nobody else."""
        return self._secret.read_text("ascii").strip()

    async def record(self, action: str, user: str, address: str, detail: Mapping[str, Any] | None = None) -> None:
        """Record an event durably; ``LogUnavailable`` when that is not certain."""
        body = {"action": action, "user": user, "address": address, "detail": dict(detail or {})}
        answer = await self._ask("POST", "events", body)
        if answer.status_code == httpx.codes.FORBIDDEN and action.startswith("account-"):
            raise Refused(
                "The data service does not take this from you: your access is suspended.",
                how="Ask another ALPR administrator.",
                section="464.3.1",
            )
        if not answer.is_success:
            raise _off_record(f"the custodian answered {answer.status_code}")

    async def step_up(self, step_up: str) -> StepUp | None:
        """What waits for a password under this id; None when nothing does (any more)."""
        answer = await self._ask("GET", f"step-ups/{quote(step_up, safe='')}")
        return StepUp.model_validate(answer.json()) if answer.is_success else None

    async def typed(self, step_up: str, user: str, address: str) -> bool:
        """Record that the right password was typed for this, and let it count; False when it waits no more."""
        said = {"user": user, "address": address}
        return (await self._ask("POST", f"step-ups/{quote(step_up, safe='')}", said)).is_success

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        try:
            headers = {HEADER: self.secret()}
            transport = httpx.AsyncHTTPTransport(uds=str(self._socket))
            async with httpx.AsyncClient(transport=transport, timeout=SECONDS) as client:
                answer = await client.request(method, f"http://custodian/v1/hub/{path}", json=body, headers=headers)
                if answer.is_server_error:
                    answer.raise_for_status()
                return answer
        except (httpx.HTTPError, OSError, UnicodeDecodeError) as error:
            raise _off_record(f"{type(error).__name__}: {error}") from error


def _off_record(diagnostic: str) -> LogUnavailable:
    return LogUnavailable(
        "This can't be recorded in the access log at the moment, so it was not done.",
        how="Try again in a minute; if it stays so, tell the ALPR administrator.",
        section="464.5",
        diagnostic=diagnostic,
    )
