"""Requests for reads by other agencies, and agreements with them (464.9, 464.11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.wire.base import Message
from workbench.wire.sharing import Agreement, CloseRelease, EndAgreement, NewAgreement, NewRelease, Release, Sharing

M = TypeVar("M", bound=Message)


class SharingCalls(Calls):
    """``client.sharing``; approvals are given on a signed-in page alone."""

    def register(self) -> Sharing:
        """All requests and agreements, newest first; looking at them is on record."""
        return self._transport.ask("GET", "/v1/sharing", Sharing)

    def enter(self, request: NewRelease | Mapping[str, Any]) -> Release:
        """Enter a written request; somebody else approves or refuses it.

            client.sharing.enter({"agency": "Imperial County Sheriff", "agency_type": "california_law_enforcement",
                                  "person": "Det. R. Vega", "purpose": "Homicide of 3 May, case 26-0088.",
                                  "written_on": "2026-05-04", "reference": "Letter 26-118",
                                  "permitted_use": "2721(b)(1)",
                                  "bounds": {"plates": ["7ABC123"], "reads": 100, "files": 1,
                                             "window": {"start": "2026-05-01T00:00-07:00",
                                                        "end": "2026-05-04T00:00-07:00"}}})

        ``bounds`` are all that an approval lets out; ``area`` and ``cameras`` may stand there too, times carry an
        offset. Whoever is no law enforcement agency is referred to Records. Raises ``Refused`` for what is never
        shared.
        """
        return self._transport.ask("POST", "/v1/sharing/releases", Release, _built(NewRelease, request))

    def close(self, number: int, reason: str) -> None:
        """Give nothing more out under a request; ``NotFound`` when none of that number is open."""
        self._send("/v1/sharing/releases/close", build(CloseRelease, {"number": number, "reason": reason}))

    def agree(self, agreement: NewAgreement | Mapping[str, Any]) -> Agreement:
        """Enter an agreement with an agency, from which day until which; another administrator approves it."""
        return self._transport.ask("POST", "/v1/sharing/agreements", Agreement, _built(NewAgreement, agreement))

    def end(self, number: int, reason: str) -> None:
        """End an agreement before its time; ``NotFound`` when none of that number stands."""
        self._send("/v1/sharing/agreements/end", build(EndAgreement, {"number": number, "reason": reason}))

    def _send(self, path: str, said: Message) -> None:
        body = said.model_dump_json().encode()
        self._transport.send("POST", path, body, headers={"Content-Type": "application/json"})


def _built(kind: type[M], said: M | Mapping[str, Any]) -> M:
    return said if isinstance(said, kind) else build(kind, dict(said))
