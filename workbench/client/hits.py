"""Hits on hotlists, and saying what a look-up found (464.7(g))."""

from __future__ import annotations

from typing import Any

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.found_hits import FoundHits
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.policy.hits import Status
from workbench.wire.base import Message
from workbench.wire.hits import HitPage, HitQuery, Place, Verified, VerifyHit
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.search import Window


class HitCalls(Calls):
    """Looks at hits; each is recorded before it is made and again before its answer goes out."""

    def hits(
        self,
        *,
        window: Window | None = None,
        hotlist: str | None = None,
        status: Status | str | None = None,
        before: Place | None = None,
        limit: int = 100,
        purpose: PurposeDeclared | None = None,
    ) -> FoundHits:
        """Reads that met an entry of a list, the newest first; each is a hint until somebody verified it.

            found = client.hits(status="unverified")
            found.frame            # polars;  found.marks for the words beside each
            client.hits(before=found.next)

        ``window`` is by the time of the read. Raises ``PurposeRequired``, ``TrainingRequired``, ``Refused``.
        """
        stands = self._resting_on(purpose)
        asked = {"window": window, "hotlist": hotlist, "status": status, "before": before, "limit": limit}
        query = build(HitQuery, {**asked, "purpose_id": stands.purpose_id, "context": context.current()})
        page = self._looked("/v1/hits/page", HitPage, query, stands)
        released.note(page.record, page.result_record)
        return FoundHits(page, stands)

    def verify_hit(
        self,
        hit: int,
        result: Status | str,
        reference: str = "",
        note: str = "",
        purpose: PurposeDeclared | None = None,
    ) -> FoundHits:
        """Keep what you found when you looked the hit up in CLETS; the hit as it stands then.

            client.verify_hit(17, "confirmed", reference="CLETS 26-118")
            client.verify_hit(17, "unable", note="The terminal has had no line since nine.")

        Raises ``Refused`` (464.7(g)) for a result without CLETS's reference, or 'unable' without a reason.
        """
        stands = self._resting_on(purpose)
        said = {"hit": hit, "result": result, "reference": reference, "note": note}
        told = build(VerifyHit, {**said, "purpose_id": stands.purpose_id, "context": context.current()})
        found = self._looked("/v1/hits/verify", Verified, told, stands)
        released.note(found.record, found.result_record)
        return FoundHits(found, stands)

    def _looked(self, path: str, answer: type[Any], body: Message, purpose: PurposeDeclared) -> Any:
        try:
            return self._transport.ask("POST", path, answer, body, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(purpose.purpose_id, None)
            raise
