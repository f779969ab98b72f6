"""The index of a segment (464.9): which blocks it has in which order, and what each block can hold.

Two copies of the reads stand in each segment: by plate (ordered by key, then time) and by place (ordered by day,
then along a Z-order curve over the place, then time), so that a plate and a scene each touch few blocks. A third one,
ordered as the first, holds those to which the camera gave other readings, once for each.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Degrees = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


class Copy(StrEnum):
    """The orders in which the reads stand."""

    BY_PLATE = "by_plate"
    BY_CANDIDATE = "by_candidate"
    BY_PLACE = "by_place"


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one copy, in order. Times are microseconds since 1970, UTC, places degrees; ends included."""

    page: Numbers
    rows: Numbers
    key_low: Keys
    key_high: Keys
    time_low: Numbers
    time_high: Numbers
    south: Degrees
    north: Degrees
    west: Degrees
    east: Degrees

    def __len__(self) -> int:
        return len(self.page)

    def with_keys(self, keys: Keys) -> Booleans:
        """Which blocks of a copy by plate can hold one of these keys, which are in order."""
        first = np.searchsorted(self.key_high, keys, "left")
        last = np.searchsorted(self.key_low, keys, "right")
        change = np.zeros(len(self) + 1, np.int64)
        np.add.at(change, first[first < last], 1)
        np.add.at(change, last[first < last], -1)
        return np.cumsum(change)[:-1] > 0

    def within(self, low: int | None, high: int | None) -> Booleans:
        """Which blocks can hold a read with ``low <= time < high``."""
        fits = np.ones(len(self), np.bool_)
        if low is not None:
            fits &= self.time_high >= low
        if high is not None:
            fits &= self.time_low < high
        return fits

    def touching(self, south: float, north: float, west: float, east: float) -> Booleans:
        """Which blocks can hold a read in this box."""
        return (self.north >= south) & (self.south <= north) & (self.east >= west) & (self.west <= east)


@dataclass(frozen=True, slots=True)
class Index:
    """All that is known of a segment before its pages are opened."""

    blocks: dict[Copy, Blocks]
    id_pages: Numbers
    id_first: Keys
    plates: dict[Copy, tuple[int, int]]
    """First page of the distinct plates of a copy by plates, and how many pages they take."""
    present: dict[Copy, npt.NDArray[np.uint8]]
    """Bits that tell of a copy by plates which plates it can have (``presence``)."""
    facts: dict[str, Any]
    schemas: tuple[pa.Schema, pa.Schema]
    """Of a block's page to search in, without what a copy by plates is ordered by; and of the one with the rest."""
    words: dict[str, pa.Array]
    """What the numbers in a column of words stand for; the last stands for a missing word."""

    def dump(self) -> bytes:
        """As it stands in the file."""
        tables = {copy.value: _table(blocks) for copy, blocks in self.blocks.items()}
        tables["ids"] = pl.DataFrame({"page": self.id_pages, "first": self.id_first})
        told = {
            "plates": self.plates,
            "facts": self.facts,
            "tables": list(tables),
            "words": list(self.words),
            "present": list(self.present),
        }
        schemas = [bytes(schema.serialize()) for schema in self.schemas]
        words = [_bytes(pl.DataFrame({"word": pl.from_arrow(known)})) for known in self.words.values()]
        bits = [known.tobytes() for known in self.present.values()]
        parts = [json.dumps(told).encode(), *schemas, *words, *(_bytes(table) for table in tables.values()), *bits]
        return b"".join(len(part).to_bytes(8, "little") + part for part in parts)

    @classmethod
    def load(cls, data: bytes) -> Self:
        """From the file."""
        parts: list[bytes] = []
        at = 0
        while at < len(data):
            size = int.from_bytes(data[at : at + 8], "little")
            parts.append(data[at + 8 : at + 8 + size])
            at += 8 + size
        head = json.loads(parts[0])
        core, rest, *others = parts[1:]
        count = len(head["words"])
        words = {name: _words(part) for name, part in zip(head["words"], others[:count], strict=True)}
        known, bits = others[count:][: len(head["tables"])], others[count:][len(head["tables"]) :]
        tables = {name: _read(part) for name, part in zip(head["tables"], known, strict=True)}
        found = tables.pop("ids")
        return cls(
            {Copy(name): Blocks(**table) for name, table in tables.items()},
            found["page"],
            found["first"],
            {Copy(name): (first, pages) for name, (first, pages) in head["plates"].items()},
            {Copy(name): np.frombuffer(part, np.uint8) for name, part in zip(head["present"], bits, strict=True)},
            head["facts"],
            (pa.ipc.read_schema(pa.py_buffer(core)), pa.ipc.read_schema(pa.py_buffer(rest))),
            words,
        )


def _table(blocks: Blocks) -> pl.DataFrame:
    return pl.DataFrame({name: getattr(blocks, name) for name in Blocks.__slots__})


def _bytes(table: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    table.write_ipc_stream(sink)
    return sink.getvalue()


def _read(data: bytes) -> dict[str, npt.NDArray[Any]]:
    table = pl.read_ipc_stream(io.BytesIO(data))
    return {name: table[name].to_numpy() for name in table.columns}


def _words(data: bytes) -> pa.Array:
    return pl.read_ipc_stream(io.BytesIO(data))["word"].to_arrow(compat_level=pl.CompatLevel.oldest())
