"""Honest histories of a log, of random length (464.5): records, and checkpoints that witnesses cosigned on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.unit.accesslog.logs import BEGINNING, LOG, ORIGIN, WITNESSES, leaf
from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosign
from workbench.accesslog.merkle import Frontier, Node, leaf_hash
from workbench.accesslog.note import Note
from workbench.accesslog.tile_paths import ENTRIES, WIDTH, WITNESSED, levels, packed, tile

QUIET = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint that a quorum saw at this time."""

    size: int
    time: datetime
    note: Note


@dataclass(frozen=True, slots=True)
class World:
    """What really happened."""

    records: list[bytes]
    seen: list[Seen]

    @property
    def newest(self) -> Seen:
        return self.seen[-1]


def chance(seed: str) -> Random:
    """The same course of events each time."""
    return Random(seed)  # noqa: S311 - no secret hangs on it


def world(random: Random, *, quiet: bool = False) -> World:
    """Up to 600 records and 2 to 6 checkpoints; ``quiet`` has hours without a record before each checkpoint."""
    size = random.randint(1, random.choice([8, 60, 60, 270, 600]))
    stops = sorted(random.randint(1, size) for _ in range(random.randint(1, 5)))
    now, records, seen, frontier = BEGINNING, [], [], Frontier()
    for stop in [*stops, size]:
        while len(records) < stop:
            now += timedelta(seconds=random.choice([0, 0.01, 3, 40, 900]))
            records.append(leaf(now, n=len(records), who=random.choice(["ana", "otto"])))
            frontier.append(leaf_hash(records[-1]))
        now += QUIET if quiet else timedelta(seconds=random.choice([0, 1, 20]))
        late = now + timedelta(seconds=random.choice([0, 2, 25]))
        seen.append(Seen(len(records), late, witnessed(random, frontier, late)))
    return World(records, seen)


def witnessed(random: Random, frontier: Frontier, time: datetime) -> Note:
    """The checkpoint of this tree under the log's key and those of two or three witnesses."""
    note = Checkpoint(ORIGIN, frontier.size, frontier.root()).signed(LOG)
    names = random.sample(sorted(WITNESSES), random.choice([2, 3]))
    return note.with_signatures(cosign(note.text, WITNESSES[name], int(time.timestamp())) for name in names)


def of(records: Sequence[bytes]) -> tuple[Frontier, dict[Node, bytes]]:
    """The tree of these records."""
    frontier, nodes = Frontier(), {}
    for record in records:
        nodes.update(frontier.append(leaf_hash(record)))
    return frontier, nodes


def laid(folder: Path, records: Sequence[bytes], note: Note, history: Sequence[Note] = ()) -> None:
    """Lay an export down as an attacker would, who does not wait for a disk."""
    _, nodes = of(records)
    for level, hashes in levels(len(records)):
        for number in range(-(-hashes // WIDTH)):
            width = min(WIDTH, hashes - number * WIDTH)
            row = (nodes[Node(8 * level, at)] for at in range(number * WIDTH, number * WIDTH + width))
            _put(folder / tile(f"tile/{level}", number, width), b"".join(row))
    _bundles(folder, ENTRIES, records)
    _bundles(folder, WITNESSED, [each.encode() for each in history])
    _put(folder / "checkpoint", note.encode())


def _bundles(folder: Path, name: str, entries: Sequence[bytes]) -> None:
    for begin in range(0, len(entries), WIDTH):
        some = entries[begin : begin + WIDTH]
        _put(folder / tile(name, begin // WIDTH, len(some)), packed(some))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
