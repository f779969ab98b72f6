"""Where the parts of an exported log lie (464.5): C2SP's tlog-tiles, with tiles of 256 hashes.

Beside what is specified there, ``witnessed/<N>`` keeps the cosigned checkpoints in the order of their making, packed
as entries are: their times bracket those of the records between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WIDTH = 256
HEIGHT = 8
CHECKPOINT = "checkpoint"
ENTRIES = "tile/entries"
WITNESSED = "witnessed"
LARGEST_ENTRY = 2**16 - 1
"""Bytes of one entry: its length is written in two."""


def number_path(number: int) -> str:
    """A tile's number as folders of three digits, e.g. x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def tile(folder: str, number: int, width: int = WIDTH) -> str:
    """The path of a tile or bundle, partial where it is narrower than 256."""
    return f"{folder}/{number_path(number)}" + ("" if width == WIDTH else f".p/{width}")


def levels(size: int) -> Iterator[tuple[int, int]]:
    """The levels of tiles in a tree, each with the number of hashes in it."""
    level = 0
    while hashes := size >> HEIGHT * level:
        yield level, hashes
        level += 1


def packed(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length; ``ValueError`` when one is longer than 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry):,} bytes can't be exported")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)
