"""Holds, and shredding the access log's details (464.9, 464.10); for administrators."""

from __future__ import annotations

from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.wire.retention import Hold, LiftHold, PlaceHold, Shred, ShredCertificate


class RetentionCalls(Calls):
    """``client.retention``."""

    def holds(self) -> list[Hold]:
        """The holds that stand: nothing of these cases is purged or shredded."""
        return self._transport.ask("GET", "/v1/holds", list[Hold])

    def hold(self, case_number: str, reason: str) -> Hold:
        """Hold everything of a case, as evidence or for a discovery request, and say why."""
        said = build(PlaceHold, {"case_number": case_number, "reason": reason})
        return self._transport.ask("POST", "/v1/holds", Hold, said)

    def lift(self, hold: int, reason: str) -> None:
        """End a hold, and say why. Raises ``NotFound`` when none of that number stands."""
        body = build(LiftHold, {"hold": hold, "reason": reason}).model_dump_json().encode()
        self._transport.send("POST", "/v1/holds/lift", body, headers={"Content-Type": "application/json"})

    def shred(self, before: When) -> ShredCertificate:
        """Shred the details of all records from before a time that no hold keeps; the log still verifies.

            client.retention.shred("2021-01-01T00:00-08:00")

        Raises ``Refused`` for what is too young, and ``AssentRequired`` with the page on which a second administrator
        approves it; ask again then. Keep the certificate.
        """
        said = build(Shred, {"before": moment(before, "before")})
        return self._transport.ask("POST", "/v1/log/shred", ShredCertificate, said)
