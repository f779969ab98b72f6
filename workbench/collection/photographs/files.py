"""The files of a batch, each kept as it was given (464.9): one by one, or out of an archive with their sidecars."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from workbench.collection.photographs import archives, evidence
from workbench.collection.photographs.beginnings import Content, content_of
from workbench.collection.photographs.desk import PhotographDesk
from workbench.errors import BadInput
from workbench.store.receipt import Receipt
from workbench.store.registers.photograph_parts import NewPhotograph, Told
from workbench.wire.photographs import ImageKind, Medium, Photograph, PhotographBatch
from workbench.wire.stated import LONGEST, SIDECAR, TABLE, Stated, of_csv, of_toml

_PIECE = 1 << 20
_NOTHING = hashlib.sha256().hexdigest()
_EMPTY = "The file is empty. Get the photograph from its source again."
_NESTED = "It is an archive in an archive. Hand it in by itself."


@dataclass(slots=True)
class Intake:
    """One hand-in under one receipt."""

    desk: PhotographDesk
    batch: PhotographBatch
    receipt: Receipt

    def file(self, stream: BinaryIO, name: str, said: Stated | None) -> Iterator[Photograph]:
        """What became of a file, or of each file of an archive."""
        content = content_of(stream)
        if content in (Content.ZIP, Content.TAR):
            yield from self._archive(stream, name, content)
        else:
            yield self._one(name, iter(lambda: stream.read(_PIECE), b""), content, said)

    def _archive(self, stream: BinaryIO, name: str, content: Content) -> Iterator[Photograph]:
        """Two passes: what is said of photographs may stand behind them, and of a damaged archive nothing is taken."""
        octets = stream.seek(0, 2)
        try:
            stream.seek(0)
            beside, faults = _sidecars(archives.members(stream, content, octets))
            stream.seek(0)
            for member in archives.members(stream, content, octets):
                if member.refused:
                    yield self._failed(member.name, member.refused)
                elif member.name in faults:
                    yield self._failed(member.name, faults[member.name])
                elif not _is_beside(member.name):
                    yield self._member(member, beside)
        except BadInput as error:
            yield self._failed(name, str(error))

    def _member(self, member: archives.Member, beside: dict[str, Stated]) -> Photograph:
        pieces = member.pieces()
        try:
            first = next(pieces, b"")
            content = content_of_bytes(first)
            if content in (Content.ZIP, Content.TAR):
                return self._failed(member.name, _NESTED)
            said = beside.get(member.name) or beside.get(member.name.rpartition("/")[2])
            return self._one(member.name, _chained(first, pieces), content, said)
        except archives.Bomb:
            raise
        except BadInput as error:
            return self._failed(member.name, str(error))

    def _one(self, name: str, pieces: Iterable[bytes], content: Content, said: Stated | None) -> Photograph:
        """Keep the bytes, then enter the photograph: no purge falls in between, and a stop heals by sending again."""
        counted = _Counted(pieces)
        medium = Medium.VIDEO if content is Content.VIDEO else Medium.PHOTOGRAPH
        told, failed = self._told(said)
        self.desk.room(_PIECE)
        with self.desk.images.keeping():
            sha256 = self.desk.images.put(ImageKind.ORIGINAL, counted, self.receipt)
            failed = failed or ("" if counted.octets else _EMPTY)
            new = NewPhotograph(name[-200:], sha256, counted.octets, medium, told, failed)
            return self._entered(new)

    def _told(self, said: Stated | None) -> tuple[Told, str]:
        try:
            return evidence.of_stated(said, self.batch.offer, self.receipt.time), ""
        except BadInput as error:
            return Told(), f"What its sidecar states can't be: {error}"

    def _failed(self, name: str, reason: str) -> Photograph:
        """A file of which nothing is kept; the batch goes on."""
        return self._entered(NewPhotograph(name[-200:] or "?", _NOTHING, 0, failed=reason))

    def _entered(self, new: NewPhotograph) -> Photograph:
        return self.desk.registers.photographs.add(self.batch.batch_id, new, self.receipt.time, self.receipt)


class _Counted:
    """Pieces that count their bytes."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.octets = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.octets += len(piece)
            yield piece


def content_of_bytes(head: bytes) -> Content:
    """As ``content_of``, of what was read already."""
    return content_of(io.BytesIO(head[:1024]))


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _is_beside(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.endswith(SIDECAR) or last == TABLE


def _sidecars(members: Iterator[archives.Member]) -> tuple[dict[str, Stated], dict[str, str]]:
    """What is said of each photograph by its name, and what is wrong with sidecars."""
    found: dict[str, Stated] = {}
    faults: dict[str, str] = {}
    for member in members:
        if member.refused or not _is_beside(member.name):
            continue
        try:
            raw = _small(member)
            folder, _, last = member.name.rpartition("/")
            if last == TABLE:
                within = f"{folder}/" if folder else ""
                found = {f"{within}{name}": said for name, said in of_csv(raw, last).items()} | found
            else:
                found[member.name.removesuffix(SIDECAR)] = of_toml(raw, last)
        except archives.Bomb:
            raise
        except BadInput as error:
            faults[member.name] = str(error)
    return found, faults


def _small(member: archives.Member) -> bytes:
    whole = bytearray()
    for piece in member.pieces():
        whole += piece
        if len(whole) > LONGEST:
            raise BadInput("It is larger than 4 MB, which no sidecar is.", where=member.name)
    return bytes(whole)
