"""Finding the parts of an exported log (464.5), from C2SP's tlog-tiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.accesslog.verify.signed import Malformed

_TILE = 256


def place(folder: str, number: int) -> str:
    """Where the tile of that number lies."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *above, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    return "/".join([folder, *(f"x{part}" for part in above), last])


def contents(export: Path, folder: str, number: int, width: int) -> bytes | None:
    """A tile's bytes; the whole tile, of which the first count, stands in for a partial one. None: neither is there."""
    whole = place(folder, number)
    for path in (whole,) if width == _TILE else (f"{whole}.p/{width}", whole):
        try:
            return (export / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
    return None


def entries(data: bytes, width: int) -> list[bytes]:
    """The first ``width`` entries of a bundle, which holds these or all 256."""
    found, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Malformed("it stops in the middle of an entry")
        found.append(data[at + 2 : end])
        at = end
    if len(found) not in (width, _TILE):
        raise Malformed(f"it holds {len(found)} entries where {width} should be")
    return found[:width]


def past(export: Path) -> Iterator[bytes]:
    """The cosigned checkpoints of the past, in the order in which they were kept."""
    number, width = 0, _TILE
    while width == _TILE:
        data = contents(export, "witnessed", number, _TILE)
        if data is None:
            partial = export / (place("witnessed", number) + ".p")
            widths = [int(path.name) for path in partial.glob("*") if path.name.isascii() and path.name.isdigit()]
            width = max(widths, default=0)
            data = contents(export, "witnessed", number, width) if width else None
        if data is None:
            return
        yield from entries(data, width)
        number += 1
