"""How long what an archive tells of its own members may be (464.9): it is held in memory before any member is read.

Archives are small to make and large to list: a tar may announce a name of gigabytes, a zip a directory of millions of
empty files. Python's readers take both into memory whole, so neither gets that far.
"""

from __future__ import annotations

import tarfile
from typing import Any, BinaryIO, Self

from workbench.errors import BadInput

DIRECTORY = 8 << 20
"""Bytes of a zip's directory, and of any one read of it: 20,000 files with long names need half."""
HEADER = 16 << 10
"""Bytes of what a tar tells of one member besides its block: a path of 4,096 bytes and its times need half."""
COMMON = 64
"""Things that a tar may tell of all its members at once."""
_LONG = frozenset(
    {
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    }
)
_HOW = "Pack the photographs anew, as files in a plain zip or tar."


class Entry(tarfile.TarInfo):
    """A tar's member whose names are of a size that names have, and that has no holes."""

    def _proc_member(self, archive: tarfile.TarFile) -> Self:
        if self.type in _LONG and (self.size > HEADER or len(archive.pax_headers) > COMMON):
            raise _swollen()
        if self.type == tarfile.GNUTYPE_SPARSE:
            raise _holes()
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]

    def _proc_gnusparse_00(self, *_told: Any) -> None:
        raise _holes()

    _proc_gnusparse_01 = _proc_gnusparse_10 = _proc_gnusparse_00


class Short:
    """A zip of which no more is read at a time than a directory may have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or the rest; ``BadInput`` where that is more than a directory may have."""
        if size > DIRECTORY:
            raise _swollen()
        piece = self._stream.read(size if size >= 0 else DIRECTORY + 1)
        if len(piece) > DIRECTORY:
            raise _swollen()
        return piece


def _swollen() -> BadInput:
    return BadInput("The archive's list of its files is far longer than photographs need.", how=_HOW)


def _holes() -> BadInput:
    return BadInput("The archive has a file with holes, which no photograph has.", how=_HOW)
