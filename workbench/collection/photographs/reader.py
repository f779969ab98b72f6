"""Asking the reader of photographs (464.10(a)), a process apart: a picture goes out, and what comes back is checked.

This process unpacks no picture. Who answers is asked of the operating system, and nothing in the answer is believed
beyond its types and limits.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.errors import Unavailable
from workbench.settings import Settings
from workbench.wire.look import Look, Looked, exactly, packed, unpacked
from workbench.wire.photographs import Medium, Region

PATIENCE = 400.0
"""Seconds to wait for the next word of the reader, which gives a picture up long before."""
_CREDENTIALS = struct.Struct("3i")


class ReaderClient:
    """The reader at a socket; any number of threads may ask. ``uid`` is the OS user that it must run under."""

    def __init__(self, path: Path, uid: int | None, settings: Settings) -> None:
        self._path = path
        self._uid = uid
        self._ocr = settings.ocr

    def demand(self) -> None:
        """Return when the reader can be reached; ``Unavailable`` when it can't."""
        with self._called():
            return

    def look(
        self, medium: Medium, octets: int, pieces: Iterable[bytes], region: Region | None
    ) -> tuple[Looked, list[bytes]]:
        """What the reader says of a picture of so many bytes, with the pictures that it cut out.

        Raises ``Unavailable`` when it can't be reached, ends meanwhile, answers what was not agreed, or can't use the
        engine that is configured.
        """
        asked = Look(
            medium=medium,
            region=region or self._ocr.region,
            engine=self._ocr.engine,
            profile=self._ocr.profile,
            least=self._ocr.least,
            sizes=[octets],
        )
        with self._called() as call:
            try:
                for part in packed(asked):
                    call.sendall(part)
                self._send(call, pieces)
                return self._answer(call)
            except (OSError, EOFError, ValueError) as error:
                raise _unavailable(f"{type(error).__name__}: {error}") from None

    def _send(self, call: socket.socket, pieces: Iterable[bytes]) -> None:
        try:
            for piece in pieces:
                call.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has said already why it wants no more of it

    def _answer(self, call: socket.socket) -> tuple[Looked, list[bytes]]:
        while True:
            told = unpacked(Looked, lambda size: exactly(call.recv, size))
            if told.alive:
                continue
            if told.unable:
                raise _without_engine(told.unable)
            pictures = [exactly(call.recv, size) for size in told.sizes]
            _demand_whole(told, pictures)
            return told, pictures

    @contextlib.contextmanager
    def _called(self) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as call:
            call.settimeout(PATIENCE)
            try:
                call.connect(str(self._path))
            except OSError as error:
                raise _unavailable(str(error.strerror)) from None
            _pid, uid, _gid = _CREDENTIALS.unpack(
                call.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            )
            if uid != self._uid:
                raise _unavailable(f"uid {uid} answers, not {self._uid}")
            yield call


def _demand_whole(told: Looked, pictures: list[bytes]) -> None:
    """Raise ``ValueError`` unless each picture that is named came."""
    for one in told.photographs:
        places = [one.thumbnail, *(plate.crop for plate in one.plates)]
        places += [] if one.picture is None else [one.picture]
        if max(places) >= len(pictures):
            raise ValueError("a picture is named that did not come")
    if not told.error and told.engine is None:
        raise ValueError("no engine is named")


def _without_engine(why: str) -> Unavailable:
    return Unavailable(
        f"The engine that reads photographs can't be used; photographs wait until it can: {why}",
        how="The operator asks `workbench models status`, and installs it or chooses another ([ocr] engine).",
        section="464.7(d)",
        diagnostic=why,
    )


def _unavailable(diagnostic: str) -> Unavailable:
    return Unavailable(
        "The reader of photographs can't be reached; photographs wait until it can.",
        how="It is started again by itself; if it lasts, the operator looks at the Hub's log.",
        section="464.10(a)",
        diagnostic=diagnostic,
    )
