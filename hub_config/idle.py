"""A session that nobody worked in for half an hour ends with its server, wherever that runs (464.5.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hub_config.sessions import end_sign_ins
from workbench.policy.accounts import IDLE_LIMIT


class SignsOutWhenIdle:
    """Put before a spawner's class: whoever did nothing until the server was stopped is signed out as well."""

    orm_spawner: Any
    user: Any
    authenticator: Any

    async def stop(self, now: bool = False) -> None:  # noqa: FBT001 - the Hub's signature
        """Stop the server; after half an hour without work, sign out."""
        idle = self._idle()
        await super().stop(now)  # type: ignore[misc]
        if idle:
            await end_sign_ins(self.user, self.authenticator.events, "nobody worked for half an hour")

    def _idle(self) -> bool:
        """Whether nobody worked here for so long that the session is over."""
        last = self.orm_spawner.last_activity  # UTC, without a zone
        return last is not None and datetime.now(UTC) - last.replace(tzinfo=UTC) >= IDLE_LIMIT
