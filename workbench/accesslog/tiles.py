"""The log as static files that anybody can check (464.5): C2SP's tlog-tiles, grown in place.

Tiles and entries are written before the checkpoint, each whole or not at all, and the cosigned ones of the past after
it: whoever reads finds all that the checkpoint there speaks of, and an export that was stopped goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.accesslog.atomic import write_whole
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.merkle import Node, Nodes, root
from workbench.accesslog.note import Note
from workbench.accesslog.tile_paths import CHECKPOINT, ENTRIES, HEIGHT, WIDTH, WITNESSED, levels, packed, tile
from workbench.errors import BadInput, FormatError, NotFound

Ranged = Callable[[int, int], Sequence[bytes]]
"""Looks up what stands from one index to before another."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported: the leaves' bytes, their tree, and the cosigned checkpoints (each the bytes of a note)."""

    leaves: Ranged
    nodes: Nodes
    witnessed: Ranged = lambda _, __: ()


def export(folder: Path, source: Source, note: Note, *, witnessed: int = 0) -> list[str]:
    """Bring the folder up to the checkpoint in ``note`` and the first ``witnessed`` cosigned ones.

    Returns the paths that were written. ``BadInput`` when the folder already holds a longer log or another one, or
    the checkpoint is not that of the source.
    """
    checkpoint = Checkpoint.parse(note.text)
    if root(source.nodes, checkpoint.size) != checkpoint.root:
        raise _refused("the checkpoint is not that of these records")
    stood = _standing(folder, checkpoint)
    written: list[str] = []
    for path, make in (*_hashes(source, stood, checkpoint.size), *_bundles(source, stood, checkpoint.size)):
        if not (folder / path).exists():
            write_whole(folder / path, make())
            written.append(path)
    write_whole(folder / CHECKPOINT, note.encode())
    written += [CHECKPOINT, *_keep_witnessed(folder, source, witnessed)]
    _sweep(folder, stood, checkpoint.size)
    return written


def published(folder: Path) -> Note:
    """The checkpoint that the folder holds; ``NotFound`` when there is none yet."""
    try:
        return Note.parse((folder / CHECKPOINT).read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no exported log in {folder}.", section="464.5") from None


def _standing(folder: Path, new: Checkpoint) -> int:
    """The size up to which everything is on disk already."""
    try:
        old = Checkpoint.parse(published(folder).text)
    except NotFound:
        return 0
    except FormatError:
        raise _refused("its checkpoint can't be read") from None
    if old.origin != new.origin:
        raise _refused(f"it holds the log {old.origin}")
    if old.size > new.size:
        raise _refused(f"it holds {old.size} records already, more than {new.size}")
    if old.size == new.size and old.root != new.root:
        raise _refused("it holds other records of the same number")
    return old.size


def _hashes(source: Source, stood: int, size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for level, hashes in levels(size):
        for number, width in _spans(stood >> HEIGHT * level, hashes):
            yield tile(f"tile/{level}", number, width), partial(_tile, source.nodes, level, number, width)


def _tile(nodes: Nodes, level: int, number: int, width: int) -> bytes:
    first = number * WIDTH
    return b"".join(nodes(Node(HEIGHT * level, at)) for at in range(first, first + width))


def _bundle(entries: Ranged, number: int, width: int) -> bytes:
    first = number * WIDTH
    found = entries(first, first + width)
    if len(found) != width:
        raise ValueError(f"{len(found)} entries stand from {first} where {width} should")
    return packed(found)


def _bundles(source: Source, stood: int, size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for number, width in _spans(stood, size):
        yield tile(ENTRIES, number, width), partial(_bundle, source.leaves, number, width)


def _spans(stood: int, size: int) -> Iterator[tuple[int, int]]:
    """The tiles that reach from ``stood`` to ``size``, each with its width."""
    for number in range(stood // WIDTH, -(-size // WIDTH)):
        yield number, min(WIDTH, size - number * WIDTH)


def _keep_witnessed(folder: Path, source: Source, count: int) -> list[str]:
    """Of these bundles one partial stands at a time: nobody's proof points to it."""
    written: list[str] = []
    for number, width in _spans(0, count):
        path = tile(WITNESSED, number, width)
        if not (folder / path).exists():
            write_whole(folder / path, _bundle(source.witnessed, number, width))
            written.append(path)
        narrower = (folder / tile(WITNESSED, number, 1)).parent
        for older in narrower.glob("*") if narrower.is_dir() else ():
            if older != folder / path:
                older.unlink()
    return written


def _sweep(folder: Path, stood: int, size: int) -> None:
    """Take away the partial tiles that whole ones have replaced."""
    for level, hashes in levels(size):
        for name, full in ((f"tile/{level}", hashes), *([(ENTRIES, hashes)] if level == 0 else [])):
            begin = (stood >> HEIGHT * level) // WIDTH
            for number in range(max(0, begin - 1), full // WIDTH):  # one back: the last sweep may have been stopped
                shutil.rmtree((folder / tile(name, number, 1)).parent, ignore_errors=True)


def _refused(why: str) -> BadInput:
    return BadInput(
        f"The access log can't be exported there: {why}.",
        how="Choose an empty folder, and ask why the two differ before anything is thrown away (464.10).",
        section="464.5",
    )
