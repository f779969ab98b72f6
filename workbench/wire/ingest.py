"""Handing over a batch of reads (464.7.1(a), 464.9), and the receipt for it."""

from __future__ import annotations

from enum import StrEnum

from workbench.wire.base import Message, Short, Time

FORMATS = {
    "csv": "the workbench's own CSV",
    "rekor": "Rekor / OpenALPR alpr_group JSON",
    "platerecognizer": "Plate Recognizer JSON",
    "platerecognizer-csv": "Plate Recognizer CSV",
    "axis": "Axis licence-plate JSON (FF-LPR)",
    "hikvision": "Hikvision ANPR XML",
    "genetec-csv": "Genetec AutoVu CSV",
}
"""What a batch may be (docs/formats.md), by the name that an offer gives."""


class Provenance(StrEnum):
    """Where the plates could be seen (464.7.1(a)); a court order needs its number."""

    PUBLIC_ROAD = "public_road"
    PUBLIC_PLACE = "public_place"
    COURT_ORDER = "court_order"


class BatchOffer(Message):
    """What comes with the bytes of a batch. ``format`` None: recognised from the content."""

    name: Short
    source: Short
    provenance: Provenance
    court_order: Short = ""
    format: Short | None = None
    camera: Short = ""
    """Used where the format names no camera; never guessed."""
    latitude: float | None = None
    longitude: float | None = None
    time_zone: Short = ""
    """IANA name for times without an offset; without it such lines are rejected."""


class Rejected(Message):
    """One entry that was not taken: where it stood (line or element, from 1) and why."""

    line: int
    reason: str


class BatchReceipt(Message):
    """What became of a batch; ``accepted + duplicate + rejected`` is the number of entries in it."""

    batch_id: str
    sha256: str
    name: str
    format: str
    accepted: int
    duplicate: int
    rejected: int
    problems: list[Rejected]
    """The first thousand rejected entries."""
    repeated: bool
    """The same bytes were taken on the same terms before: nothing was added and this is that receipt again."""
    first: str = ""
    """The batch that brought the same bytes first, on other terms; empty when this one did."""
    record: int
    received: Time
    hits: int = 0
    """Reads of the batch that met an entry of a hotlist, once for each entry; unverified (464.7(g))."""
