"""Where events go: each sink knows which it takes next, also after a crash (464.6)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from workbench.accesslog.atomic import write_whole
from workbench.accesslog.events.event import Event
from workbench.errors import Unavailable


class Sink(Protocol):
    """One thread at a time uses a sink, but for ``next``."""

    name: str

    @property
    def next(self) -> int:
        """The index of the first event that it has not taken."""
        ...

    def take(self, events: Sequence[Event]) -> None:
        """Take events in the order of their indexes; those that don't continue at ``next`` are left out.

        Raises ``Unavailable``; ``next`` says then from where on they are wanted again.
        """
        ...

    def tend(self) -> None:
        """What is to be done also when there is nothing to take; raises ``Unavailable``."""
        ...

    def close(self) -> None:
        """Let go of what is open; what was taken is durable."""
        ...


class Place:
    """A file that holds the index of the next event, whole at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int:
        """0 where there is none yet; ``Unavailable`` when it holds something else."""
        try:
            text = self._path.read_text("ascii").strip()
        except FileNotFoundError:
            return 0
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable() from error
        if not (text.isascii() and text.isdigit()):
            raise self._unusable()
        return int(text)

    def write(self, index: int) -> None:
        """Durable when this returns; raises ``OSError``."""
        write_whole(self._path, f"{index}\n".encode(), 0o600)

    def _unusable(self) -> Unavailable:
        return Unavailable(
            f"{self._path} does not say which event is next.",
            how="Write the next index into it, or remove it: events are then sent again from the first.",
            section="464.6",
        )


def continuing(events: Sequence[Event], begin: int) -> Sequence[Event]:
    """Those from this index on; none when the first of them is a later one."""
    rest = [event for event in events if event.index >= begin]
    return rest if rest and rest[0].index == begin else ()
