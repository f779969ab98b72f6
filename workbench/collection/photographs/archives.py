"""Photographs out of a zip or tar (464.9): read where they lie, one at a time, and never written to a path of theirs.

Nothing in an archive can say where it goes: members are only ever read. What points elsewhere (a link, a path with
``..``, an absolute one, a device) is refused by its name and the rest is taken; an archive that is larger than it can
honestly be is refused as a whole once that shows.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from workbench.collection.photographs import listings
from workbench.collection.photographs.beginnings import Content
from workbench.errors import BadInput

MEMBER = 512 << 20
"""Bytes of one member."""
WHOLE = 8 << 30
"""Bytes of all members."""
MEMBERS = 20_000
RATIO = 200
"""Bytes of a member for each byte of the archive: photographs hardly get smaller when they are packed."""
_PIECE = 1 << 20
_T = TypeVar("_T")
_HOW = "Pack the photographs anew, as files in a plain zip or tar."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``refused`` says why it is not read, and then nothing can be read of it."""

    name: str
    refused: str = ""
    _stream: BinaryIO | None = field(default=None, repr=False)
    _budget: Budget | None = field(default=None, repr=False)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; raises ``BadInput`` when it is damaged, or larger than it may be."""
        assert self._stream is not None  # noqa: S101 - only members that were not refused are read
        size = 0
        while True:
            try:
                piece = self._stream.read(_PIECE)
            except BadInput:
                raise
            except Exception as error:  # noqa: BLE001 - as below
                raise BadInput("It is damaged in the archive.", how=_HOW, diagnostic=type(error).__name__) from None
            if not piece:
                return
            size += len(piece)
            if size > MEMBER:
                raise BadInput(f"It is larger than {MEMBER >> 20} MB.", how="Hand it in by itself, or smaller.")
            if self._budget is not None:
                self._budget.spend(len(piece))
            yield piece


@dataclass(slots=True)
class Budget:
    """What an archive may still unpack to."""

    left: int

    def spend(self, octets: int) -> None:
        """Take from it; ``Bomb`` when nothing is left."""
        self.left -= octets
        if self.left < 0:
            raise Bomb(
                "The archive unpacks to far more than photographs would; the rest of it was not taken.", how=_HOW
            )


class Bomb(BadInput):
    """An archive that unpacks to more than it may."""


def members(stream: BinaryIO, content: Content, octets: int) -> Iterator[Member]:
    """The files of an archive of so many bytes, one after the other: read each before asking for the next.

    Raises ``BadInput`` when it can't be opened or is no honest archive; what was given before that stands.
    """
    budget = Budget(min(WHOLE, octets * RATIO + _PIECE))
    every = _of_zip(stream, budget) if content is Content.ZIP else _of_tar(stream, budget)
    try:
        yield from every
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 - a reader of hostile archives raises anything, IndexError to TypeError
        raise BadInput(
            "The archive is damaged, cut off, or locked by a password.", how=_HOW, diagnostic=type(error).__name__
        ) from None


def _counted(entries: Iterable[_T]) -> Iterator[_T]:
    """As many as an archive may have, folders and what is refused among them."""
    for count, entry in enumerate(entries):
        if count >= MEMBERS:
            raise BadInput(f"The archive has more than {MEMBERS:,} files.", how="Hand it in in parts.")
        yield entry


def _of_zip(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    with zipfile.ZipFile(listings.Short(stream)) as archive:
        for entry in _counted(archive.infolist()):
            if entry.filename.endswith("/"):
                continue
            mode = entry.external_attr >> 16
            link = mode & 0o170000 == 0o120000
            if refused := _refused(entry.filename, link=link, plain=True) or _locked(entry):
                yield Member(_shown(entry.filename), refused)
                continue
            with archive.open(entry) as opened:
                yield Member(_shown(entry.filename), "", opened, budget)  # type: ignore[arg-type]


def _of_tar(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    with tarfile.open(fileobj=_Forward(stream), mode="r|*", tarinfo=listings.Entry) as archive:  # type: ignore[call-overload]
        for entry in _counted(archive):
            if entry.isdir():
                continue
            budget.spend(entry.size)  # also of what is passed over: it is unpacked to get by
            link = entry.issym() or entry.islnk()
            if refused := _refused(entry.name, link=link, plain=entry.isreg()):
                yield Member(_shown(entry.name), refused)
                continue
            opened = archive.extractfile(entry)
            if opened is not None:
                with opened:
                    yield Member(_shown(entry.name), "", opened)


class _Forward:
    """A stream that is read from its beginning to its end, so that a tar is unpacked once and its budget holds."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)


def _refused(name: str, *, link: bool, plain: bool) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not name:
        return "It has no name. Pack it anew with one."
    if link:
        return "It is a link, not a photograph. Pack the photograph itself."
    if not plain:
        return "It is a device or a pipe, not a photograph."
    if ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":":
        return "Its path points out of the archive. Pack it anew without such paths."
    return ""


def _locked(entry: zipfile.ZipInfo) -> str:
    return "It is locked by a password. Pack it without one." if entry.flag_bits & 1 else ""


def _shown(name: str) -> str:
    """Its name without folders that lead out, as it is kept."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)[-200:]
