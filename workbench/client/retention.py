"""Holds, and shredding the access log's details (464.9, 464.10); for administrators."""

from __future__ import annotations

from datetime import date

from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.retention import (
    AskPreview,
    Hold,
    LiftHold,
    PlaceHold,
    ReviewHold,
    Shred,
    ShredCertificate,
    ShredPreview,
)


class RetentionCalls(Calls):
    """``client.retention``."""

    def holds(self) -> list[Hold]:
        """The holds that stand: nothing of these cases is purged or shredded."""
        return self._transport.ask("GET", "/v1/holds", list[Hold])

    def hold(self, case_number: str, reason: str, review_by: date | str) -> Hold:
        """Hold everything of a case, as evidence or for a discovery request; say why, and when to look at it again.

        The hold stands on after that day, until somebody lifts it. While something is purged or shredded it waits until
        that is done. Raises ``BadInput`` for a day that is over.
        """
        said = build(PlaceHold, {"case_number": case_number, "reason": reason, "review_by": review_by})
        return self._transport.ask("POST", "/v1/holds", Hold, said, timeout=LONG)

    def review(self, hold: int, reason: str, review_by: date | str) -> Hold:
        """Have a hold go on until another day of review, and say why; ``NotFound`` when it does not stand."""
        said = build(ReviewHold, {"hold": hold, "reason": reason, "review_by": review_by})
        return self._transport.ask("POST", "/v1/holds/review", Hold, said)

    def lift(self, hold: int, reason: str) -> None:
        """End a hold, and say why. Raises ``NotFound`` when none of that number stands."""
        body = build(LiftHold, {"hold": hold, "reason": reason}).model_dump_json().encode()
        headers = {"Content-Type": "application/json"}
        self._transport.send("POST", "/v1/holds/lift", body, headers=headers, timeout=LONG)

    def preview(self, before: When) -> ShredPreview:
        """How many records' details from before a time would be shredded, and how many a hold keeps.

        Raises ``Refused`` for what is too young.
        """
        said = build(AskPreview, {"before": moment(before, "before")})
        return self._transport.ask("POST", "/v1/log/shred/preview", ShredPreview, said)

    def shred(self, told: ShredPreview) -> ShredCertificate:
        """Shred the details of the records that a preview told of, and of no others; the log still verifies.

            told = client.retention.preview("2021-01-01T00:00-08:00")
            client.retention.shred(told)

        Raises ``AssentRequired`` with the page on which a second administrator approves it (ask again then), and
        ``BadInput`` when the preview no longer holds. Keep the certificate.
        """
        exactly = told.model_dump(include={"before", "records", "leaves_sha256"})
        said = build(Shred, {**exactly, "held": sum(case.records for case in told.held)})
        return self._transport.ask("POST", "/v1/log/shred", ShredCertificate, said)

    def certificates(self) -> list[ShredCertificate]:
        """The certificates of what was shredded, newest first; each with the proof that its record stands."""
        return self._transport.ask("GET", "/v1/log/shred", list[ShredCertificate])
