"""What the records keep of reads under review that go out (464.5, 464.7(f)): enough to say later who saw which."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workbench.accesslog.record import Record
from workbench.gate import Gate
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.sections import Section
from workbench.store.receipt import Receipt
from workbench.wire.reviews import ReadUnderReview


def granted(caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
    """Reads are shown of granted sources alone."""
    if caller.sources:
        return allow(Section.SOURCES)
    return refuse(
        Section.SOURCES,
        "No source of data was granted to you.",
        "Ask the ALPR administrator for the sources that your duties need.",
    )


def released(gate: Gate, receipt: Receipt, reads: Sequence[ReadUnderReview], more: Mapping[str, Any]) -> Record:
    """The result record of these reads; every plate in them is found again, other readings and corrections too."""
    read_ids = sorted(read.read_id for read in reads)
    told = {
        "count": len(reads),
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "read_ids": read_ids,
    }
    return gate.release(receipt, {**told, **more}, {plate for read in reads for plate in _plates(read)})


def _plates(read: ReadUnderReview) -> list[str]:
    said = [review.plate for review in read.reviews if review.plate]
    readings = [*read.candidates, *(read.image.candidates if read.image else ())]
    return [read.plate, *said, *(reading.plate for reading in readings)]
