"""Taking reads out as a file (464.5, 464.9, 464.11): a search, asked afresh, whose answer is made into one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from workbench.policy.caller import Realm
from workbench.wire.base import Message, Short, Time
from workbench.wire.movement import CanvassSearch, VehicleSearch
from workbench.wire.search import PlateSearch

MEDIA_TYPE = "application/vnd.alpr.export"
"""A line of JSON, the head (``TakenOut``), then the file's bytes."""
LONGEST_REASON = 2000
MOST_CHOSEN = 10_000
"""Reads that may be chosen out of an answer."""


class Format(StrEnum):
    """What a file is made as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    MAP = "map"
    """One page of HTML that holds all it needs: the map, what it shows in rows, and the stamp."""
    EVIDENCE = "evidence"
    """A sealed package: the reads, the query, proofs of its record and a signed list of all of them."""


def kind_of(asked: Any) -> str:
    """Which search a message is, by what only it has: ``canvass``, ``vehicle`` or ``plates``."""
    fields = asked if isinstance(asked, dict) else getattr(asked, "__dict__", {})
    return next((kind for name, kind in (("scenes", "canvass"), ("plate", "vehicle")) if name in fields), "plates")


Asked = Annotated[
    Annotated[PlateSearch, Tag("plates")]
    | Annotated[CanvassSearch, Tag("canvass")]
    | Annotated[VehicleSearch, Tag("vehicle")],
    Discriminator(kind_of),
]
"""The query as it was asked, the same message: partial plate, canvass or one vehicle."""


class Chosen(Message):
    """The part of an answer that goes out: these reads and no others."""

    read_ids: Annotated[list[Short], Field(min_length=1, max_length=MOST_CHOSEN)]
    narrowed: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REASON)]
    """In words: what the answer was narrowed to, such as a time and a camera."""


class TakeOut(Message):
    """Reads as a file. It rests on the purpose that the query names."""

    query: Asked
    chosen: Chosen | None = None
    """Which of the reads that it finds go out; none: all of them."""
    format: Format
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON)]
    """What the file is for."""
    case_number: Short = ""
    """The case whose file it goes into; empty: the purpose's."""
    release: int | None = Field(default=None, ge=1)
    """The approved request of another agency that it fulfils (464.11); none: it stays in the department."""
    evidence: Short = ""
    """The number under which it is booked into evidence (464.9); empty for none."""
    paper: Literal["A4", "Letter"] = "Letter"
    """Of a PDF."""


class TakenOut(Message):
    """The head of a file that was taken out."""

    record: int
    """Index of the intent record, which the file names."""
    result_record: int
    """Index of the result record, which holds the file's SHA-256."""
    time: Time
    realm: Realm
    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$")]
    """A file name that says nothing of what is in it."""
    format: Format
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    size: int = Field(ge=0)
    """Bytes."""
    count: int
    """Reads in the file."""
    total: int
    """Reads that fit; more than ``count`` when the query's limit cut them."""
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


def pack(head: TakenOut, file: bytes) -> bytes:
    """The head and the file as they travel."""
    return head.model_dump_json().encode() + b"\n" + file


def unpack(data: bytes) -> tuple[TakenOut, bytes]:
    """What ``pack`` put together; ``ValueError`` when it is something else."""
    head, _, file = data.partition(b"\n")
    return TakenOut.model_validate_json(head), file
