"""What one record of the access log holds (464.5; California Civil Code 1798.90.52)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from workbench.errors import BadInput

SCHEMA = 1
SHOWN_KEYED = "plates_keyed"
"""Where the result of a look at reads holds the plates that it showed: keyed hashes, one behind the other."""
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Kind(StrEnum):
    """What a record testifies to."""

    INTENT = "intent"
    """Somebody was admitted to ask; written before anything is read."""
    RESULT = "result"
    """What was found, written before it is released; names its intent."""
    REFUSAL = "refusal"
    """Somebody asked and was refused, with the section."""
    EVENT = "event"
    """A sign-in, an administrative act, a batch taken in, a start of the service."""


@dataclass(frozen=True, slots=True)
class Record:
    """One durable record. ``index`` counts from 0 without gaps; ``time`` is UTC and never goes back."""

    index: int
    time: datetime
    kind: Kind
    user: str
    action: str
    body: Mapping[str, Any]

    @property
    def name(self) -> str:
        """How people cite it, e.g. ``record 1207``."""
        return f"record {self.index}"

    @property
    def purpose(self) -> Mapping[str, Any]:
        """The purpose that it rests on, or the one that it declares; empty when there is none (464.5(4))."""
        for part in (self.body.get("purpose"), self.body.get("elements")):
            if isinstance(part, Mapping) and {"category", "case_number"} <= part.keys():
                return part
        return {}

    @property
    def case_number(self) -> str:
        """The case that it belongs to, or nothing."""
        return str(self.purpose.get("case_number", ""))

    @property
    def stated_case(self) -> str:
        """The case that its request named besides, as that of a file names the one it is for, or nothing."""
        elements = self.body.get("elements")
        return str(elements.get("case_number", "")) if isinstance(elements, Mapping) else ""


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one byte form of a body: sorted keys, no spaces, UTF-8, no NaN (RFC 8785 for what we use).

    ``BadInput`` when it has none: half a character, a number that is none, something that isn't JSON.
    """
    try:
        return _ENCODER.encode(body).encode()
    except (TypeError, ValueError, RecursionError) as problem:
        raise unwritable(f"{type(problem).__name__}: {problem}") from problem


def unwritable(diagnostic: str) -> BadInput:
    """The error for a request that can't be put on record, and so can't be answered."""
    return BadInput(
        "This request can't be written into the access log, so it can't be answered.",
        how="Ask for less at once, and remove unusual characters from what you typed.",
        section="464.5",
        diagnostic=diagnostic,
    )


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()


def stamp(time: datetime) -> str:
    """ISO 8601 with offset and hundredths of a second, as the record keeps it."""
    hundredths = time.microsecond // 10_000
    return f"{time:%Y-%m-%dT%H:%M:%S}.{hundredths:02d}+00:00"
