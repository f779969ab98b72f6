"""Installing hotlists and ending them (464.3.1, 464.7(g)), for the ALPR administrator."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.upload import send_file
from workbench.wire.hotlists import HotlistOffer, HotlistPage, HotlistQuery, HotlistReceipt, HotlistRetired


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

    def list(self, before: int | None = None, limit: int = 100) -> HotlistPage:
        """A page of all versions of all lists, the newest first; ``before`` is that of the page before."""
        query = build(HotlistQuery, {"before": before, "limit": limit})
        return self._transport.ask("POST", "/v1/hotlists/list", HotlistPage, query)

    def retire(self, name: str) -> None:
        """End a list: nothing more is matched with it; its hits stay. Raises ``NotFound`` when it isn't in force."""
        body = build(HotlistRetired, {"name": name}).model_dump_json().encode()
        self._transport.send("POST", "/v1/hotlists/retire", body, headers={"Content-Type": "application/json"})
