"""The keys of the access log's details (464.5, 464.10), kept outside its database: one a record, shredded with it.

Keys are made and flushed in blocks ahead of the records that they are for, so no append waits for one. Each block
stands in the custodian's folder and, where one is given, in an escrow on another disk; neither belongs into a backup
of the database. A shredded key is overwritten with zeros in both, and what was shredded is written down first: whoever
puts an old copy of the keys or of the database back finds it shredded again at the next start. Which purges of reads
were begun is kept here too, for they are to be done again over a store that comes from a backup.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from workbench.accesslog import purges
from workbench.accesslog.atomic import flush_folder, take_a_page, write_whole
from workbench.accesslog.database import or_unavailable
from workbench.accesslog.notekeys import SigningKey
from workbench.errors import ConfigError, LogUnavailable

KEY_BYTES = 32
BLOCK = 4096
"""Records whose keys stand in one file, behind the key of the block's index."""
_BLOCK_BYTES = (BLOCK + 1) * KEY_BYTES
_NONE = bytes(KEY_BYTES)
_SIGNING, _SHREDDED, _CHECKPOINT = "signing-key", "shredded", "checkpoint"
Span = tuple[int, int]
"""Indexes of records, from the first to before the second."""


class Keyring:
    """The keys in ``folder``; threads share it. Only the log's writer reserves and shreds."""

    def __init__(self, folder: Path, escrow: Path | None = None) -> None:
        self._places = [place for place in (escrow, folder) if place]
        self._folder = folder
        self._open: dict[int, int] = {}
        self._reserved = self._counted()

    @classmethod
    def open(cls, folder: Path, escrow: Path | None = None, *, origin: str = "alpr-workbench/access-log") -> Keyring:
        """The keys of a log, which are made when there are none yet; ``origin`` then names the log in its checkpoints.

        Brings folder and escrow together: what one has lost comes from the other, what is shredded in one, or was to
        be, is shredded in both. Raises ``ConfigError`` when they hold keys of different logs, ``LogUnavailable`` when
        the disk takes or gives none.
        """
        ring = cls(folder, escrow)
        with or_unavailable("opened"):
            for place in ring._places:
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
            ring._join(origin)
        ring._reserved = ring._counted()
        return ring

    @cached_property
    def signing(self) -> SigningKey:
        """The key that signs the log's checkpoints."""
        return SigningKey.parse((self._folder / _SIGNING).read_text().strip())

    @property
    def checkpoint(self) -> bytes | None:
        """The last checkpoint that was kept apart from the database, the bytes of a note; None before the first."""
        try:
            return (self._folder / _CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def keep_checkpoint(self, note: bytes) -> None:
        """Keep a checkpoint apart from the database: a log that lacks records of it does not open again."""
        for place in self._places:
            write_whole(place / _CHECKPOINT, note, mode=0o600)

    def reserve(self, size: int) -> None:
        """Have keys for the records 0 to ``size - 1``, on disk."""
        while self._reserved * BLOCK < size:
            block = secrets.token_bytes(_BLOCK_BYTES)
            for place in self._places:
                write_whole(place / _name(self._reserved), block, mode=0o600)
            self._reserved += 1

    def demand_room(self) -> None:
        """Return when each place of the keys takes a page more on disk, which is not kept; else raise ``OSError``."""
        for place in self._places:
            take_a_page(place)

    @property
    def checkpoint_at(self) -> datetime | None:
        """When the last checkpoint was kept (UTC); None before the first."""
        try:
            return datetime.fromtimestamp((self._folder / _CHECKPOINT).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    @property
    def blocks(self) -> int:
        """How many blocks of keys there are; they are numbered from 0."""
        return self._counted()

    def key(self, index: int) -> bytes | None:
        """A record's key, 32 bytes; None when it is shredded. ``LogUnavailable`` when it is lost."""
        return self._at(index // BLOCK, index % BLOCK + 1)

    def index_key(self, block: int) -> bytes | None:
        """The key of the look-up index over one block of records; None when all of them are shredded."""
        return self._at(block, 0)

    def shred(self, spans: Sequence[Span]) -> None:
        """Overwrite the keys of these records, and of the indexes of blocks that hold no other, for good."""
        for place in self._places:
            with (place / _SHREDDED).open("a") as file:
                file.writelines(f"{begin} {end}\n" for begin, end in spans)
                file.flush()
                os.fsync(file.fileno())
            flush_folder(place)
        self._erase(spans)

    def shredded(self) -> list[Span]:
        """What was ever shredded."""
        return _spans(self._folder / _SHREDDED)

    def keep_purge(self, begun: purges.Begun) -> None:
        """Write down that reads are about to be purged, or that none were."""
        purges.add(self._places, begun)

    def purges(self) -> list[purges.Begun]:
        """Every purge that was written down, by its record."""
        return purges.kept(self._places)

    def close(self) -> None:
        """Give up the files."""
        while self._open:
            os.close(self._open.popitem()[1])

    def _counted(self) -> int:
        return sum(1 for _ in self._folder.glob("*.keys"))

    def _at(self, number: int, slot: int) -> bytes | None:
        try:
            if (file := self._open.get(number)) is None:
                opened = os.open(self._folder / _name(number), os.O_RDONLY | os.O_CLOEXEC)
                if (file := self._open.setdefault(number, opened)) != opened:
                    os.close(opened)
            key = os.pread(file, KEY_BYTES, slot * KEY_BYTES)
        except OSError as problem:
            raise _lost(f"{_name(number)}: {problem.strerror}") from None
        if len(key) != KEY_BYTES:
            raise _lost(f"{_name(number)} is cut short")
        return None if key == _NONE else key

    def _erase(self, spans: Iterable[Span]) -> None:
        """In the escrow first: what is left is taken from the folder at the next start."""
        for place in self._places:
            for number, begin, end in _within_blocks(spans):
                path = place / _name(number)
                if not path.exists():
                    continue
                with path.open("r+b") as file:
                    file.seek((begin + 1) * KEY_BYTES)
                    file.write(bytes((end - begin) * KEY_BYTES))
                    file.seek(KEY_BYTES)
                    if not any(file.read()):
                        file.seek(0)
                        file.write(_NONE)
                    file.flush()
                    os.fsync(file.fileno())

    def _join(self, origin: str) -> None:
        self._same(_SIGNING, f"{SigningKey.generate(origin).secret()}\n".encode())
        for number in sorted({int(path.stem) for place in self._places for path in place.glob("*.keys")}):
            self._same(_name(number), None)
        spans = sorted({span for place in self._places for span in _spans(place / _SHREDDED)})
        told = "".join(f"{begin} {end}\n" for begin, end in spans).encode()
        for place in self._places:
            path = place / _SHREDDED
            if (path.read_bytes() if path.exists() else b"") != told:
                write_whole(path, told, mode=0o600)
        self._erase(spans)
        purges.join(self._places)

    def _same(self, name: str, made: bytes | None) -> None:
        """Have one file alike everywhere."""
        held = {place: (place / name).read_bytes() for place in self._places if (place / name).exists()}
        kept = [data for data in held.values() if data]
        data = kept[0] if kept else made
        if data is None:
            return
        if any(_told_apart(each, data) for each in kept):
            raise ConfigError(
                f"The keys of the access log and those in its escrow are not of one log ({name}).",
                how="Set log.keys and log.escrow to the folders that belong together.",
                section="464.5",
            )
        for place in self._places:
            if held.get(place) is None or (len(kept) < len(self._places) and held[place] != data):
                write_whole(place / name, data, mode=0o600)


def _told_apart(one: bytes, other: bytes) -> bool:
    """Whether two copies differ in anything but keys that one of them has no longer."""
    if one == other:
        return False
    if len(one) != len(other) or len(one) != _BLOCK_BYTES:
        return True
    slots = range(0, _BLOCK_BYTES, KEY_BYTES)
    pairs = ((one[at : at + KEY_BYTES], other[at : at + KEY_BYTES]) for at in slots)
    return any(a not in (b, _NONE) and b != _NONE for a, b in pairs)


def _within_blocks(spans: Iterable[Span]) -> Iterable[tuple[int, int, int]]:
    """Block, first slot and the slot after the last, for each part of the spans."""
    for begin, end in spans:
        for number in range(begin // BLOCK, -(-end // BLOCK)):
            yield number, max(begin - number * BLOCK, 0), min(end - number * BLOCK, BLOCK)


def _spans(path: Path) -> list[Span]:
    try:
        whole = path.read_text().split("\n")[:-1]
    except FileNotFoundError:
        return []
    pairs = [line.split(" ") for line in whole if line]
    spans = [(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(map(str.isdigit, pair))]
    return [(begin, end) for begin, end in spans if begin < end]


def _name(number: int) -> str:
    return f"{number:06}.keys"


def _lost(diagnostic: str) -> LogUnavailable:
    return LogUnavailable(
        "The keys of the access log's details can't be read, so nothing is released.",
        how="Put them back from the escrow and restart; without them the details are lost for good.",
        section="464.5",
        diagnostic=diagnostic,
    )
