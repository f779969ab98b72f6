"""Hits on hotlists, and saying what a look-up found (464.7(g))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.found_hits import FoundHits
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.policy.hits import Status
from workbench.wire.base import Message
from workbench.wire.hits import (
    FollowHits,
    HitNews,
    HitPage,
    HitQuery,
    HitsFollowed,
    NextNews,
    Place,
    Verified,
    VerifyHit,
    WithdrawHit,
)
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
        open: bool = False,  # noqa: A002 - as the message has it
        first: str = "newest",
        before: Place | None = None,
        limit: int = 100,
        following: int | None = None,
        purpose: PurposeDeclared | None = None,
    ) -> FoundHits:
        """Reads that met an entry of a list, the newest first; each is a hint until somebody verified it.

            found = client.hits(status="unverified")
            found.frame            # polars;  found.marks for the words beside each
            client.hits(before=found.next)

        ``window`` is by the time of the read. With ``open`` only those that wait for a result; ``first="open"`` puts
        these before all others. ``following`` is the record of ``follow_hits`` for a look that a panel makes by itself:
        it keeps no purpose alive. Raises ``PurposeRequired``, ``TrainingRequired``, ``Refused``.
        """
        stands = self._resting_on(purpose)
        asked = {"window": window, "hotlist": hotlist, "status": status, "open": open, "first": first}
        paged = {"before": before, "limit": limit, "following": following}
        query = build(HitQuery, {**asked, **paged, "purpose_id": stands.purpose_id, "context": context.current()})
        page = self._looked("/v1/hits/page", HitPage, query, stands)
        released.note(page.record, page.result_record, receipt=page.receipt)
        return FoundHits(page, stands)

    def verify_hit(
        self,
        hit: int,
        result: Status | str,
        reference: str = "",
        note: str = "",
        looked_up: datetime | None = None,
        purpose: PurposeDeclared | None = None,
    ) -> FoundHits:
        """Keep what you found when you looked the hit up in CLETS, or at its image; the hit as it stands then.

            client.verify_hit(17, "confirmed", reference="CLETS 26-118")
            client.verify_hit(17, "misread")
            client.verify_hit(17, "unable", note="The terminal has had no line since nine.")

        ``looked_up`` is when CLETS answered, just now where none is given. Raises ``Refused`` (464.7(g)) for a look-up
        without CLETS's reference, and for 'unable' or 'dismissed' without a reason.
        """
        said = {"hit": hit, "result": result, "reference": reference, "note": note, "looked_up": looked_up}
        return self._said("/v1/hits/verify", VerifyHit, said, purpose)

    def withdraw_hit(self, hit: int, note: str = "", purpose: PurposeDeclared | None = None) -> FoundHits:
        """Take back what you said of a hit last, within ten minutes; the hit as it stands then.

        Nothing is overwritten: both stay in its history. Raises ``Refused`` (464.7(g)) for another's word or an older
        one.
        """
        return self._said("/v1/hits/withdraw", WithdrawHit, {"hit": hit, "note": note}, purpose)

    def follow_hits(self, purpose: PurposeDeclared | None = None) -> HitsFollowed:
        """Begin to be told of news, by numbers alone; ``client.hits()`` looks at what is new, on record."""
        stands = self._resting_on(purpose)
        told = build(FollowHits, {"purpose_id": stands.purpose_id, "context": context.current()})
        followed: HitsFollowed = self._looked("/v1/hits/follow", HitsFollowed, told, stands)
        return followed

    def hit_news(self, watch: str, hit: int, said: int, seconds: float = 6.0) -> HitNews:
        """News after the newest hit and word that are known, as soon as there is any; none after ``seconds``.

        Raises ``NotFound`` when the custodian started anew since ``follow_hits``, ``Refused`` once you may not look.
        """
        told = build(NextNews, {"watch": watch, "hit": hit, "said": said, "seconds": seconds})
        return self._transport.ask("POST", "/v1/hits/news", HitNews, told, timeout=LONG)

    def _said(
        self, path: str, message: type[Message], said: dict[str, Any], purpose: PurposeDeclared | None
    ) -> FoundHits:
        stands = self._resting_on(purpose)
        told = build(message, {**said, "purpose_id": stands.purpose_id, "context": context.current()})
        found = self._looked(path, Verified, told, stands)
        released.note(found.record, found.result_record, receipt=found.receipt)
        return FoundHits(found, stands)

    def _looked(self, path: str, answer: type[Any], body: Message, purpose: PurposeDeclared) -> Any:
        try:
            return self._transport.ask("POST", path, answer, body, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(purpose.purpose_id, None)
            raise
