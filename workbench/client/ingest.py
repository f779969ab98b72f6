"""Handing over a batch of reads (464.7.1(a), 464.9)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.upload import send_file
from workbench.wire.ingest import BatchOffer, BatchReceipt

_PATH = "/v1/ingest/batches"


class IngestCalls(Calls):
    """Batches of reads from files."""

    def ingest(self, path: Path | str, offer: BatchOffer | Mapping[str, Any]) -> BatchReceipt:
        """Send the file as it is; the receipt counts accepted, duplicate and rejected entries, and says why.

            client.ingest("friday.csv", {"source": "department", "provenance": "public_road"})

        ``offer`` is a ``wire.ingest.BatchOffer``; the file's own name is used where it gives none. The same
        bytes sent again change nothing. Raises ``BadInput``, or ``FormatError`` with the line.
        """
        file = Path(path)
        fields = offer.model_dump() if isinstance(offer, BatchOffer) else {"name": file.name, **offer}
        told = build(BatchOffer, fields)
        data = send_file(self._transport, _PATH, file, "X-ALPR-Offer", told)
        return self._transport.read(BatchReceipt, data)
