"""Keeping hotlists and entries of our own (464.3.1, 464.7.1(c), 464.7(g)), for the ALPR administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.client.upload import send_file
from workbench.wire.hotlist_entries import (
    EntryPage,
    EntryQuery,
    EntryWithdrawn,
    HotlistPreview,
    OwnChanged,
    OwnEntry,
    PreviewOffer,
)
from workbench.wire.hotlists import OWN_LIST, HotlistOffer, HotlistPage, HotlistQuery, HotlistReceipt, HotlistRetired
from workbench.wire.purpose import PurposeDeclared


class HotlistCalls(Calls):
    """``client.hotlists``; hits are ``client.hits()``."""

    def install(self, path: Path | str, offer: HotlistOffer | Mapping[str, Any]) -> HotlistReceipt:
        """Install the file as a list, or as the next version of one, which it replaces whole.

            client.hotlists.install("svs.tbl", {"name": "DOJ stolen vehicles", "source": "state",
                                                "reason": "stolen vehicle", "case_number": "SVS 2026-03-01",
                                                "expiry": "2026-03-02"})

        ``offer`` is a ``wire.hotlists.HotlistOffer``; what it says from ``reason`` on holds for entries that do not
        say it. Raises ``BadInput``, or ``FormatError`` with the line: the list in force stays as it is then.
        """
        told = offer if isinstance(offer, HotlistOffer) else build(HotlistOffer, offer)
        data = send_file(self._transport, "/v1/hotlists/install", Path(path), "X-ALPR-Hotlist", told)
        return self._transport.read(HotlistReceipt, data)

    def preview(
        self, path: Path | str, offer: HotlistOffer | Mapping[str, Any], purpose: PurposeDeclared | None = None
    ) -> HotlistPreview:
        """What a file would be as a list, and what it would change; nothing changes.

        ``{**offer, "replaces": preview.replaces}`` then installs it only where that is still so. Raises as ``install``.
        """
        told = offer if isinstance(offer, HotlistOffer) else build(HotlistOffer, offer)
        stands = self._resting_on(purpose)
        asked = PreviewOffer(purpose_id=stands.purpose_id, offer=told, context=context.current())
        data = send_file(self._transport, "/v1/hotlists/preview", Path(path), "X-ALPR-Preview", asked)
        found = self._transport.read(HotlistPreview, data)
        released.note(found.record, found.result_record, receipt=found.receipt)
        return found

    def entries(
        self,
        name: str = OWN_LIST,
        *,
        due: str = "all",
        plate: str = "",
        skip: int = 0,
        limit: int = 100,
        purpose: PurposeDeclared | None = None,
    ) -> EntryPage:
        """Entries of a list in force, those that expire first before all others; ``due``: all, expiring or expired.

        Raises ``Refused`` (464.7(f)) where the list's source was not granted to you.
        """
        asked = {"name": name, "due": due, "plate": plate, "skip": skip, "limit": limit}
        query = build(EntryQuery, asked | self._under(purpose))
        found = self._transport.ask("POST", "/v1/hotlists/entries", EntryPage, query, timeout=LONG)
        released.note(found.record, found.result_record, receipt=found.receipt)
        return found

    def enter(
        self,
        plate: str,
        *,
        reason: str,
        case_number: str,
        expiry: date | str,
        state: str = "",
        note: str = "",
        purpose: PurposeDeclared | None = None,
    ) -> OwnChanged:
        """Enter a plate of our own until the end of a day; the same one for the same case again renews it.

            client.hotlists.enter("7ABC123", state="CA", reason="vehicle of a felony", case_number="26-00417",
                                  expiry="2026-04-01", note="dark sedan, dent in the left door")

        Raises ``BadInput`` (464.7.1(c)) without case, reason or expiry, and for one that lies too far ahead.
        """
        said = {"plate": plate, "state": state, "reason": reason, "case_number": case_number, "note": note}
        told = build(OwnEntry, {**said, "expiry": expiry, **self._under(purpose)})
        return self._transport.ask("POST", "/v1/hotlists/enter", OwnChanged, told)

    def withdraw(self, entry_id: str, note: str = "", purpose: PurposeDeclared | None = None) -> OwnChanged:
        """Take an entry of our own back; its hits stay. Raises ``NotFound`` when there is no such entry any more."""
        told = build(EntryWithdrawn, {"entry_id": entry_id, "note": note, **self._under(purpose)})
        return self._transport.ask("POST", "/v1/hotlists/withdraw", OwnChanged, told)

    def _under(self, purpose: PurposeDeclared | None) -> dict[str, Any]:
        return {"purpose_id": self._resting_on(purpose).purpose_id, "context": context.current()}

    def list(self, before: int | None = None, limit: int = 100) -> HotlistPage:
        """A page of all versions of all lists, the newest first; ``before`` is that of the page before."""
        query = build(HotlistQuery, {"before": before, "limit": limit})
        return self._transport.ask("POST", "/v1/hotlists/list", HotlistPage, query)

    def retire(self, name: str) -> None:
        """End a list: nothing more is matched with it; its hits stay. Raises ``NotFound`` when it isn't in force."""
        body = build(HotlistRetired, {"name": name}).model_dump_json().encode()
        self._transport.send("POST", "/v1/hotlists/retire", body, headers={"Content-Type": "application/json"})
