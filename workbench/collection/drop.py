"""The drop folder (464.9): a file that is put there complete is taken, and kept with its receipt or its reason.

    <root>/<source>/cars.csv             put there complete: written elsewhere on the disk, then renamed in
    <root>/<source>/cars.csv.toml        its terms; or offer.toml for all files of the folder, put there first
    <root>/<source>/cars.csv.done        optional: says that the file is complete, so that nobody waits
    <root>/<source>/.taking/             what is being taken; a stop leaves it there for the next pass
    <root>/<source>/done/                taken files, each with <name>.receipt.json
    <root>/<source>/rejected/            the others, each with <name>.reason.txt

Photographs, archives of them and videos are known by their content, and handed in as a batch of their own.

A file without its ``.done`` is taken when it did not change for as many passes as the service waits. Names that
begin with a dot or end in ``.part`` or ``.tmp`` are left alone. Links are never followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from workbench.collection.intake import plain_file
from workbench.collection.patience import Patience
from workbench.collection.photographs.beginnings import Content, content_of
from workbench.collection.sidecar import DONE, TERMS, offer_for, photograph_offer_for
from workbench.errors import BadInput, Unavailable, WorkbenchError
from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.photographs import PhotographOffer, Progress
from workbench.wire.stated import Stated

Take = Callable[[BatchOffer, Path], BatchReceipt]
"""``take_batch`` with everything but the offer and the file filled in by the service."""
TakePhotographs = Callable[[PhotographOffer, Stated | None, Path], Progress]
"""The same for photographs, archives and videos."""

_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
_LONGEST = 200
"""Bytes of a name that is kept; ``.<name>.receipt.json.part`` has to fit as well."""
_Look = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one pass did with one file: its receipt, or why it was rejected, or (neither) why it waits.

    Of photographs there is no receipt of reads yet, but how far their batch is.
    """

    source: str
    name: str
    receipt: BatchReceipt | None = None
    photographs: Progress | None = None
    rejected: str = ""
    waits: str = ""


class DropFolder:
    """The folder of all sources. ``poll`` is one pass; whoever calls it decides how often. No threads, no clock.

    ``quiet`` is the number of passes without a change after which a file counts as complete: a transfer may stall.
    """

    def __init__(self, root: Path, take: Take, quiet: int = 1, take_photographs: TakePhotographs | None = None) -> None:
        self._root = root
        self._take = take
        self._take_photographs = take_photographs
        self._quiet = quiet
        self._seen: dict[Path, tuple[_Look, int]] = {}
        self._patience = Patience()

    def poll(self) -> list[Outcome]:
        """Take every complete file. What can't be taken for now waits: that file, or all while log or store is down.

        It is tried again at the next pass, and after each failure later than after the one before.
        """
        self._patience.begins()
        return self._pass() if self._patience.due(self._root) else []

    def _pass(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for folder in _folders(self._root):
            for path in chain(_plain(folder / ".taking"), self._complete(folder)):
                try:
                    if self._patience.due(path):
                        outcomes.append(self._one(folder, path))
                except Unavailable as error:
                    self._patience.failed(self._root)
                    return [*outcomes, Outcome(folder.name, path.name, waits=str(error))]
                except OSError as error:
                    self._patience.failed(path)
                    outcomes.append(Outcome(folder.name, path.name, waits=error.strerror or str(error)))
        self._patience.succeeded(self._root)
        self._patience.forget_gone()
        return outcomes

    def clear(self, before: datetime) -> int:
        """Remove what was taken or rejected before then; how many files."""
        return clear(self._root, before)

    def _complete(self, folder: Path) -> Iterator[Path]:
        """Files that are complete; links are taken for files here and refused when they are opened."""
        for path in _plain(folder):
            if path.suffix in (TERMS, DONE) or path.name.endswith(_UNFINISHED):
                continue
            try:
                complete = _there(_beside(path, DONE)) or self._still(path)
            except FileNotFoundError:
                continue  # whoever put it there took it away
            if complete:
                self._seen.pop(path, None)
                yield path

    def _still(self, path: Path) -> bool:
        """Whether the file has been the same for long enough."""
        look = _look(path)
        before, passes = self._seen.get(path, (None, 0))
        passes = passes + 1 if look == before else 0
        self._seen[path] = (look, passes)
        return passes >= self._quiet

    def _one(self, folder: Path, found: Path) -> Outcome:
        path = _claim(folder, found) if found.parent == folder else found
        try:
            told = self._taken(folder, path)
        except Unavailable:
            raise
        except WorkbenchError as error:
            where = f"{error.where}: " if isinstance(error, BadInput) and error.where else ""
            _settle(folder, path, "rejected", ".reason.txt", f"{where}{error}\n")
            return Outcome(folder.name, path.name, rejected=str(error))
        _settle(folder, path, "done", ".receipt.json", told.model_dump_json(indent=1) + "\n")
        if isinstance(told, Progress):
            return Outcome(folder.name, path.name, photographs=told)
        return Outcome(folder.name, path.name, receipt=told)

    def _taken(self, folder: Path, path: Path) -> BatchReceipt | Progress:
        with plain_file(path) as stream:
            pictured = content_of(stream) is not Content.OTHER
        if pictured and self._take_photographs is not None:
            return self._take_photographs(*photograph_offer_for(folder, path), path)
        return self._take(offer_for(folder, path), path)


def clear(root: Path, before: datetime) -> int:
    """Remove files that came to ``done`` or ``rejected`` before then, with receipts and reasons; how many.

    They hold plates: whoever purges reads (464.9) clears them as well.
    """
    ends = (folder / end for folder in _folders(root) for end in ("done", "rejected"))
    kept = (path for end in ends for path in _plain(end, hidden=True))
    old = [path for path in kept if path.lstat().st_ctime < before.timestamp()]
    for path in old:
        path.unlink()
    return len(old)


def _folders(root: Path) -> list[Path]:
    """One folder a source; a link to a folder is none."""
    if not root.is_dir():
        return []
    return sorted(Path(entry.path) for entry in os.scandir(root) if entry.is_dir(follow_symlinks=False))


def _plain(folder: Path, *, hidden: bool = False) -> list[Path]:
    """Files and links in a folder, by name; folders and names with a leading dot are left out."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    entries = (entry for entry in os.scandir(folder) if not entry.is_dir(follow_symlinks=False))
    found = sorted(Path(entry.path) for entry in entries if hidden or not entry.name.startswith("."))
    return [path for path in found if folder.name != ".taking" or path.suffix != TERMS]


def _look(path: Path) -> _Look:
    found = path.lstat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _there(path: Path) -> bool:
    return os.path.lexists(path)


def _claim(folder: Path, path: Path) -> Path:
    """Move a file and its terms to where only the service looks.

    The mark goes first, so that it never calls a later file of that name complete; then the terms, so that the
    file never lacks them.
    """
    taking = _inside(folder, ".taking")
    claimed = taking / _free(taking, path.name)
    if _there(_beside(path, DONE)):
        _beside(path, DONE).unlink()
    if _there(_beside(path, TERMS)):
        _beside(path, TERMS).replace(_beside(claimed, TERMS))
    return path.replace(claimed)


def _settle(folder: Path, path: Path, where: str, suffix: str, words: str) -> None:
    """Write the words, then move the file beside them; a stop in between repeats both at the next pass."""
    goal = _inside(folder, where)
    kept = goal / _free(goal, path.name)
    _write(_beside(kept, suffix), words)
    if _there(_beside(path, TERMS)):
        _beside(path, TERMS).replace(_beside(kept, TERMS))
    path.replace(kept)


def _free(goal: Path, name: str) -> str:
    """The name, or the name with a number, under which no file is kept yet; short enough for what stands beside it."""
    stem, dot, ending = _short(name).partition(".")
    name = stem + dot + ending
    tries = (name if n == 0 else f"{stem}-{n}{dot}{ending}" for n in range(1_000_000))
    return next(found for found in tries if not _there(goal / found))


def _short(name: str) -> str:
    """A name with room for a number and an ending within the 255 bytes that a file system allows."""
    ending = Path(name).suffix
    ending = ending if len(ending) <= 10 else ""
    stem = name.removesuffix(ending)
    while len(os.fsencode(stem + ending)) > _LONGEST:
        stem = stem[:-1]
    return stem + ending


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _inside(folder: Path, name: str) -> Path:
    found = folder / name
    if found.is_symlink():
        raise NotADirectoryError(f"{found} is a link")
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def _write(path: Path, words: str) -> None:
    """Durable before it has its name."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
