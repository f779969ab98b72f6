"""Handing over a batch of reads (464.7.1(a), 464.9)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput
from workbench.wire.ingest import BatchOffer, BatchReceipt

_PATH = "/v1/ingest/batches"
_CHUNK = 1 << 20


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
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(_size(file)),
            # A header is ASCII; JSON can say everything else in escapes.
            "X-ALPR-Offer": json.dumps(told.model_dump(mode="json"), ensure_ascii=True),
        }
        try:
            data = self._transport.send("POST", _PATH, _chunks(file), headers=headers, timeout=LONG)
        except OSError as error:
            raise _unreadable(file, error) from None
        return self._transport.read(BatchReceipt, data)


def _size(file: Path) -> int:
    try:
        with file.open("rb"):
            size = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from None
    if size == 0:
        raise BadInput(f"{file} is empty.", where="path", how="Choose the file that holds the reads.")
    return size


def _unreadable(file: Path, error: OSError) -> BadInput:
    said = f"{file} can't be read: {error.strerror}."
    return BadInput(said, where="path", how="Check the name and its permissions.")


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
