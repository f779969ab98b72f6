"""Encryption in the age format (C2SP age, X25519), streamed; the ``age`` program opens it too (464.10)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from workbench.accesslog.atomic import write_whole
from workbench.errors import BadInput, ConfigError, StoreUnavailable

_CHUNK = 1 << 20
_Said = TypeVar("_Said")


def recipients_of(names: Sequence[str]) -> list[Any]:
    """Those to whom something is encrypted; ``ConfigError`` for one that is no X25519 recipient of age."""
    try:
        return [x25519.Recipient.from_str(name) for name in names]
    except RecipientError:
        raise ConfigError(
            "A recipient of backups is not one of age (age1...).",
            how="Make an identity with age-keygen, on another machine, and name its public key.",
            section="464.10",
        ) from None


def identities_of(files: Sequence[Path]) -> list[Any]:
    """The identities in files as age-keygen writes them; ``BadInput`` for a file that holds none."""
    found = []
    for file in files:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        try:
            held = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        except IdentityError:
            held = []
        if not held:
            raise BadInput(f"{file} holds no identity of age.", how="It is what age-keygen wrote.", section="464.10")
        found += held
    return found


def own_key(path: Path) -> Any:
    """The identity kept in this file, made when there is none; what is sealed for the escrow is sealed for it."""
    if not path.exists():
        write_whole(path, f"{x25519.Identity.generate()}\n".encode(), mode=0o600)
    return identities_of([path])[0]


@contextmanager
def encrypting(target: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """A file to write into, which comes out encrypted in ``target``; ``OSError`` when that can't be written."""
    noted = _Noting(target)
    with _piped(lambda reader, _: encrypt_io(reader, noted, recipients), noted, writes=True) as file:
        yield file


@contextmanager
def decrypting(source: IO[bytes], identities: Sequence[Any]) -> Iterator[IO[bytes]]:
    """A file to read what ``source`` holds from; ``BadInput`` once it doesn't open, at the latest at its end."""
    noted = _Noting(source)
    with _piped(lambda _, writer: decrypt_io(noted, writer, identities), noted, writes=False) as file:
        yield file
        while file.read(_CHUNK):  # the end is checked too
            pass


def seal(source: Path, target: Path, recipient: Any) -> None:
    """Encrypt a file for one recipient."""
    with source.open("rb") as plain, target.open("wb") as out, encrypting(out, [recipient]) as sealed:
        while piece := plain.read(_CHUNK):
            sealed.write(piece)


def unseal(source: Path, target: Path, identity: Any) -> None:
    """Decrypt a file; ``BadInput`` when it doesn't open."""
    with source.open("rb") as sealed, target.open("xb") as out, decrypting(sealed, [identity]) as plain:
        while piece := plain.read(_CHUNK):
            out.write(piece)


class _Noting:
    """A file, and what the system said of it: the library repeats only its words."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.problem: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        return self._noted(lambda: self._file.read(size))

    def write(self, data: bytes) -> int:
        return self._noted(lambda: self._file.write(data))

    def flush(self) -> None:
        self._noted(self._file.flush)

    def _noted(self, call: Callable[[], _Said]) -> _Said:
        try:
            return call()
        except OSError as problem:
            self.problem = problem
            raise


@contextmanager
def _piped(work: Callable[[IO[bytes], IO[bytes]], None], noted: _Noting, *, writes: bool) -> Iterator[IO[bytes]]:
    """One end of a pipe, while a thread works at the other."""
    ends = os.pipe()
    reader, writer = os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb")
    mine, theirs = (writer, reader) if writes else (reader, writer)

    def run() -> None:
        try:
            work(reader, writer)
        finally:
            with suppress(BrokenPipeError):
                theirs.close()

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(run)
        try:
            yield mine
        except BaseException:
            with suppress(OSError):
                mine.close()
            _demand(done, noted, quiet=True)
            raise
        with suppress(BrokenPipeError):
            mine.close()
        _demand(done, noted)


def _demand(done: Future[None], noted: _Noting, *, quiet: bool = False) -> None:
    """Raise what went wrong at the other end; ``quiet`` when something goes wrong here that may be for its sake."""
    problem = done.exception()
    if noted.problem is not None:
        raise noted.problem
    if isinstance(problem, EncryptError) and not quiet:
        raise StoreUnavailable("A backup can't be encrypted.", diagnostic=str(problem)) from None
    if problem is None or (quiet and isinstance(problem, OSError) and "pipe" in str(problem).lower()):
        return
    if isinstance(problem, DecryptError | OSError):
        raise unopened(str(problem)) from None
    if not quiet:
        raise problem


def unopened(why: str) -> BadInput:
    """The error for an archive that does not open."""
    return BadInput(
        f"The archive does not open: {why}.",
        how="It was changed or cut off, or the identity is another one's. Nothing was restored.",
        section="464.10",
    )
