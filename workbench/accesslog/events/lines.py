"""Events as JSON Lines (464.6): appended, flushed to disk, and gone on with after a crash where the file ends.

The file may be renamed at any time, as log rotation does; a new one is begun then. Its own last line says which event
is next; a new file's, that of the renamed ones beside it, or the place that is kept besides.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from workbench.accesslog.atomic import flush_folder
from workbench.accesslog.events.event import Event
from workbench.accesslog.events.kept import heal, last_index, rotated
from workbench.accesslog.events.sink import Place, continuing
from workbench.errors import Unavailable

PLACE = ".next"


class Lines:
    """The file at ``path``, readable by its owner alone unless it was made otherwise beforehand."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = Place(path.with_name(path.name + PLACE))
        self._file: int | None = None
        self._next = 0
        with suppress(Unavailable):  # it is tried again with the first event
            self.tend()

    @property
    def next(self) -> int:
        """The index of the first event that the file does not hold."""
        return self._next

    def take(self, events: Sequence[Event]) -> None:
        """Append them; they are on disk when this returns."""
        file = self._current()
        if not (fresh := continuing(events, self._next)):
            return
        try:
            _write(file, b"".join(event.text + b"\n" for event in fresh))
            os.fsync(file)
            self._next = fresh[-1].index + 1
            self._place.write(self._next)
        except OSError as error:
            self.close()
            raise self._failed(error) from error

    def tend(self) -> None:
        """See to it that the file is there."""
        self._current()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            file, self._file = self._file, None
            os.close(file)

    def _current(self) -> int:
        """The file under this name, opened anew when it was renamed or removed."""
        if self._file is not None and self._is_named(self._file):
            return self._file
        self.close()
        try:
            self._file = self._opened()
        except OSError as error:
            raise self._failed(error) from error
        return self._file

    def _opened(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            flush_folder(self._path.parent)
            heal(file, self._path)
            self._next = self._resumed()
        except BaseException:
            os.close(file)
            raise
        return file

    def _resumed(self) -> int:
        if (last := last_index(self._path)) is not None:
            return last + 1
        before = [last for path in rotated(self._path) if (last := last_index(path)) is not None]
        return max(self._next, self._place.read(), *(last + 1 for last in before), 0)

    def _is_named(self, file: int) -> bool:
        try:
            return os.path.samestat(self._path.stat(), os.fstat(file))
        except OSError:
            return False

    def _failed(self, error: OSError) -> Unavailable:
        return Unavailable(
            "The file of events can't be written.",
            how="Tell the operator: is the disk full, does the folder belong to the custodian?",
            section="464.6",
            diagnostic=f"{self._path}: {error.strerror}",
        )


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
