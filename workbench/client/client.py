"""What an analyst imports: every call goes to the custodian, and the custodian decides (464.5)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from workbench.client import context
from workbench.client.hits import HitCalls
from workbench.client.holder import PROCESS, PurposeHolder
from workbench.client.hotlists import HotlistCalls
from workbench.client.ingest import IngestCalls
from workbench.client.log import LogCalls
from workbench.client.movements import MovementCalls
from workbench.client.photographs import PhotographCalls
from workbench.client.problems import build
from workbench.client.queries import QueryCalls
from workbench.client.retention import RetentionCalls
from workbench.client.search import SearchCalls
from workbench.client.standing_purposes import StandingPurposeCalls
from workbench.client.training import TrainingCalls
from workbench.client.transport import Transport
from workbench.errors import NotFound
from workbench.wire.base import Context
from workbench.wire.purpose import Me, PurposeDeclared, PurposeDraft


class Client(SearchCalls, MovementCalls, QueryCalls, HitCalls, LogCalls, IngestCalls, StandingPurposeCalls):
    """One person's way to the custodian; thread-safe.

        from workbench.client import Client
        client = Client.from_environment()
        client.search("7AB*").frame

    A client made by hand keeps the purpose that was declared through it for itself; those from the
    environment share the process's one, which the notebook's status bar shows.
    """

    def __init__(self, transport: Transport, purposes: PurposeHolder | None = None) -> None:
        super().__init__(transport, purposes if purposes is not None else PurposeHolder())
        self.training = TrainingCalls(self._transport, self._purposes)
        self.hotlists = HotlistCalls(self._transport, self._purposes)
        self.photographs = PhotographCalls(self._transport, self._purposes)
        self.retention = RetentionCalls(self._transport, self._purposes)

    @classmethod
    def from_environment(cls) -> Client:
        """The client of the person whose server this is; raises ``ConfigError`` outside the workbench."""
        return cls(Transport.from_environment(), PROCESS)

    def me(self) -> Me:
        """Who you are to the custodian: roles, training, sources, and the purposes you may choose from."""
        return self._transport.ask("GET", "/v1/me", Me)

    def declare(self, draft: PurposeDraft | Mapping[str, Any]) -> PurposeDeclared:
        """Declare why you look; what is stated is kept in the access log under your name.

            client.declare({"category": "stolen_or_wanted_vehicle", "case_number": "26-01234",
                            "narrative": "Silver pickup taken from Main Street on Friday night.",
                            "why_this_plate": "A witness read the first three characters."})

        Raises ``PurposeRejected`` whose ``problems`` name each field that says nothing.
        """
        told = draft if isinstance(draft, PurposeDraft) else build(PurposeDraft, draft)
        if told.context == Context():
            told = told.model_copy(update={"context": context.current()})
        declared = self._transport.ask("POST", "/v1/purposes", PurposeDeclared, told)
        self._purposes.set(declared)
        return declared

    def purpose(self, purpose_id: str) -> PurposeDeclared:
        """A purpose of yours while it stands, not prolonged by this; ``NotFound`` once it ended."""
        return self._transport.ask("GET", _path(purpose_id), PurposeDeclared)

    def current_purpose(self) -> PurposeDeclared | None:
        """The purpose that a call without one rests on."""
        return self._purposes.current

    def end(self, purpose: PurposeDeclared | None = None) -> None:
        """End a purpose, or the current one; nothing more can rest on it. Ending none is no error."""
        stands = purpose or self._purposes.current
        if stands is None:
            return
        with contextlib.suppress(NotFound):  # it ended by itself
            self._transport.send("DELETE", _path(stands.purpose_id))
        self._purposes.replace(stands.purpose_id, None)

    def close(self) -> None:
        """Let go of the connection; the purpose stands until it expires."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _path(purpose_id: str) -> str:
    return f"/v1/purposes/{quote(purpose_id, safe='')}"
