"""Purging reads whose time is over (464.9); for administrators, two of them."""

from __future__ import annotations

from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.purging import AskPurge, Purge, PurgeCertificate, PurgePreview


class PurgeCalls(Calls):
    """``client.purges``."""

    def preview(self, before: When) -> PurgePreview:
        """How many reads from before a time would go, by month and source, and how many a hold keeps.

        Raises ``Refused`` for what is too young.
        """
        said = build(AskPurge, {"before": moment(before, "before")})
        return self._transport.ask("POST", "/v1/purges/preview", PurgePreview, said, timeout=LONG)

    def purge(self, told: PurgePreview) -> PurgeCertificate:
        """Purge the reads that a preview told of, and no others, with all that was made of them.

            told = client.purges.preview("2024-11-01T00:00-07:00")
            client.purges.purge(told)

        Raises ``AssentRequired`` with the page on which a second administrator approves it (ask again then), and
        ``BadInput`` when the preview no longer holds. Keep the certificate.
        """
        said = build(Purge, told.model_dump(include={"before", "reads", "held", "reads_sha256"}))
        return self._transport.ask("POST", "/v1/purges", PurgeCertificate, said, timeout=LONG)

    def certificates(self) -> list[PurgeCertificate]:
        """The certificates of what was purged, newest first; each with the proof that its record stands."""
        return self._transport.ask("GET", "/v1/purges", list[PurgeCertificate])
