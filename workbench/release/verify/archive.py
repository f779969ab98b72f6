"""The files of a package, read with suspicion (464.10(a)): nothing hidden, nothing twice, nothing endless."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from workbench.accesslog.verify.signed import Malformed

LARGEST = 2**31
"""Bytes of all files together."""
RATIO = 200
"""Bytes of the files for each byte of the archive, besides a megabyte: reads in words don't get smaller than that."""
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What damaged archives raise; ``OSError`` and ``ValueError`` for places and names that can't be."""
_BEFORE_FILE, _IN_LIST, _AT_END = 30, 46, 22
"""Bytes that an archive has besides names and files (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16)."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")


def files_of(path: Path) -> dict[str, bytes]:
    """Every file by its name; ``Malformed`` for what no package has."""
    with path.open("rb") as stream:
        try:
            return _files(stream)
        except _BROKEN as problem:
            raise Malformed(f"it is no archive that can be read ({problem})") from None


def _files(stream: BinaryIO) -> dict[str, bytes]:
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        _check(entries, stream, archive)
        return {entry.filename: _read(archive, entry) for entry in entries}


def _check(entries: list[zipfile.ZipInfo], stream: BinaryIO, archive: zipfile.ZipFile) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise Malformed("a file is there twice")
    if strange := [name for name in names if not _NAME.fullmatch(name)]:
        raise Malformed(f"a file has a name that no package has: {strange[0]!r}")
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise Malformed("it holds more than 2 GiB")
    if sum(entry.file_size for entry in entries) > archive.start_dir * RATIO + 2**20:
        raise Malformed("it unpacks to far more than a package would")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Malformed("a file is packed in a way that no package is")
    if archive.comment or any(entry.extra or entry.comment for entry in entries):
        raise Malformed("something is hidden beside the files")
    if sum(_room(entry) for entry in entries) != archive.start_dir:
        raise Malformed("there is something between the files")
    listed = sum(_IN_LIST + len(entry.filename.encode()) for entry in entries)
    if stream.seek(0, 2) != archive.start_dir + listed + _AT_END:
        raise Malformed("something stands behind the files")
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise Malformed("something stands before the files")


def _room(entry: zipfile.ZipInfo) -> int:
    return _BEFORE_FILE + len(entry.filename.encode()) + entry.compress_size


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise Malformed(f"{entry.filename} is not as long as it says")
    return data
