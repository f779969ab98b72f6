"""Taking networks' files from a folder or an archive, each only when it is what was published (464.7(d)).

A file of PyTorch runs code when it is opened carelessly: nothing is opened here, and what does not match by its
SHA-256 does not get into the folder. Of an archive only the named members are read, by their last name, and no more
of each than it should have; paths, links and everything else in it are ignored.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from workbench.errors import BadInput
from workbench.ocr.models.files import FILES, ModelFile

_BLOCK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What damaged and locked archives raise once they are read; damaged gzip and bzip2 an ``OSError`` without a number."""


def install(source: Path, folder: Path, files: Sequence[ModelFile] = FILES) -> list[str]:
    """Put what the source has of the files into the folder, whole and checked; returns their names.

    Raises ``BadInput`` when it has none of them, or one that is not what was published: then nothing is installed.
    """
    with tempfile.TemporaryDirectory(dir=_made(folder), prefix=".incoming-") as incoming:
        taken = [known for known in files if _whole(source, known, Path(incoming))]
        if not taken:
            names = ", ".join(known.name for known in files)
            raise BadInput("There is no model in it.", where=str(source), how=f"Looked for {names}.")
        for known in taken:
            (Path(incoming) / known.name).replace(folder / known.name)
    return [known.name for known in taken]


def _whole(source: Path, known: ModelFile, incoming: Path) -> bool:
    try:
        return _taken(source, known, incoming)
    except (*_BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BadInput(
            "The archive is damaged, cut off, or locked by a password.",
            where=str(source),
            how="Get it from its source again. Nothing was installed.",
            diagnostic=type(error).__name__,
        ) from None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _taken(source: Path, known: ModelFile, incoming: Path) -> bool:
    with _member(source, known.name) as member:
        if member is None:
            return False
        target = incoming / known.name
        if _copied(member, target, known.octets) != known.sha256:
            raise BadInput(
                f"{known.name} is not the file that was published.",
                where=str(source),
                how=f"Its SHA-256 must be {known.sha256}. Nothing was installed.",
            )
        target.chmod(0o644)
        return True


def _copied(member: IO[bytes], target: Path, octets: int) -> str:
    """The SHA-256 of what was copied, which is at most one byte more than there should be."""
    hashed, left = hashlib.sha256(), octets + 1
    with target.open("wb") as file:
        while left and (block := member.read(min(_BLOCK, left))):
            hashed.update(block)
            file.write(block)
            left -= len(block)
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest()


@contextmanager
def _member(source: Path, name: str) -> Iterator[IO[bytes] | None]:
    """The first regular file of that name in a folder, a zip (a wheel is one) or a tar; None when there is none."""
    if source.is_dir():
        found = next((path for path in sorted(source.rglob(name)) if path.is_file()), None)
        if found is None:
            yield None
            return
        with found.open("rb") as file:
            yield file
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            inside = next((each for each in archive.infolist() if PurePosixPath(each.filename).name == name), None)
            if inside is None:
                yield None
                return
            with archive.open(inside) as file:
                yield file
    else:
        with _tar(source) as tape:
            entry = next((each for each in tape if each.isfile() and PurePosixPath(each.name).name == name), None)
            yield tape.extractfile(entry) if entry else None


@contextmanager
def _tar(source: Path) -> Iterator[tarfile.TarFile]:
    if not source.is_file():
        source.stat()
    try:
        with tarfile.open(source) as tape:
            yield tape
    except tarfile.TarError:
        raise BadInput(
            "This is neither a folder nor an archive (zip, wheel, tar).", where=str(source), how="Give one of these."
        ) from None
