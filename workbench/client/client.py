"""What an analyst imports: every call goes to the custodian, and the custodian decides (464.5)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from workbench.client import context
from workbench.client.administration import AdministrationCalls
from workbench.client.audits import AuditCalls
from workbench.client.breaches import BreachCalls
from workbench.client.exports import ExportCalls
from workbench.client.hits import HitCalls
from workbench.client.holder import PROCESS, PurposeHolder
from workbench.client.hotlists import HotlistCalls
from workbench.client.ingest import IngestCalls
from workbench.client.log import LogCalls
from workbench.client.movements import MovementCalls
from workbench.client.photographs import PhotographCalls
from workbench.client.problems import build
from workbench.client.publication import PublicationCalls
from workbench.client.purging import PurgeCalls
from workbench.client.queries import QueryCalls
from workbench.client.retention import RetentionCalls
from workbench.client.reviews import ReviewCalls
from workbench.client.saved import SavedSearchCalls
from workbench.client.search import SearchCalls
from workbench.client.sharing import SharingCalls
from workbench.client.standing_purposes import StandingPurposeCalls
from workbench.client.training import TrainingCalls
from workbench.client.transport import Transport
from workbench.errors import NotFound
from workbench.wire.base import Context
from workbench.wire.programme_lists import KnownCameras
from workbench.wire.purpose import Me, PurposeDeclared, PurposeDraft


class Client(
    SearchCalls, MovementCalls, ExportCalls, QueryCalls, HitCalls, LogCalls, IngestCalls, StandingPurposeCalls
):
    """One person's way to the custodian; thread-safe.

        from workbench.client import Client

        client = Client()                                   # on the purpose that the notebook's status bar shows
        answer = client.search("7?B?4*")                    # reads: used as a polars frame, to_pandas() for pandas

        Client({"category": "stolen_plate", "case_number": "26-01234",
                "narrative": "Plates taken from a parked van on Friday night.",
                "why_this_plate": "The owner gave the whole plate."}).search("7ABC123")

    A client that is given a purpose keeps it for itself: one that stands already, or a draft, which is declared and
    recorded at once. Without one all clients of a process share its purpose. ``transport`` leads to the custodian; left
    out, it is the environment's.

    Raises ``ConfigError`` outside the workbench, ``PurposeRejected`` for a draft that says nothing.
    """

    def __init__(
        self,
        purpose: PurposeDeclared | PurposeDraft | Mapping[str, Any] | None = None,
        *,
        transport: Transport | None = None,
        purposes: PurposeHolder | None = None,
    ) -> None:
        if purposes is None:
            purposes = PROCESS if transport is None and purpose is None else PurposeHolder()
        super().__init__(transport or Transport.from_environment(), purposes)
        self.administration = AdministrationCalls(self._transport, self._purposes)
        self.training = TrainingCalls(self._transport, self._purposes)
        self.hotlists = HotlistCalls(self._transport, self._purposes)
        self.photographs = PhotographCalls(self._transport, self._purposes)
        self.audits = AuditCalls(self._transport, self._purposes)
        self.retention = RetentionCalls(self._transport, self._purposes)
        self.breaches = BreachCalls(self._transport, self._purposes)
        self.publications = PublicationCalls(self._transport, self._purposes)
        self.purges = PurgeCalls(self._transport, self._purposes)
        self.reviews = ReviewCalls(self._transport, self._purposes)
        self.sharing = SharingCalls(self._transport, self._purposes)
        self.saved = SavedSearchCalls(self._transport, self._purposes)
        if isinstance(purpose, PurposeDeclared):
            self._purposes.set(purpose)
        elif purpose is not None:
            self.declare(purpose)

    @classmethod
    def from_environment(cls) -> Client:
        """The client of the person whose server this is; raises ``ConfigError`` outside the workbench."""
        return cls()

    def __repr__(self) -> str:
        stands = self._purposes.current
        return f"<Client: case {stands.case_number}>" if stands else "<Client: no purpose declared>"

    def me(self) -> Me:
        """Who you are to the custodian: roles, training, sources, and the purposes you may choose from."""
        return self._transport.ask("GET", "/v1/me", Me)

    def cameras(self) -> KnownCameras:
        """Where the cameras stand whose reads you may search; looking is on record, and no purpose is needed."""
        return self._transport.ask("GET", "/v1/cameras", KnownCameras)

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
