"""What is done again and again beside the calls (464.5): one thread, which runs for the time of a block."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 30.0


class Beside:
    """Calls ``round`` after each ``pause``, on a thread of that name, until its block ends.

    A round tells its own failures and raises none: the loop would end with it. ``patience`` is how many seconds a last
    round is waited for, None for as long as it takes.
    """

    def __init__(self, name: str, *, patience: float | None = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self.over = threading.Event()
        """Set once the block ends; a long round looks at it."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._thread.join(self._patience)
        if not self.at_work:
            self.last()

    @property
    def at_work(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def pause(self) -> float:
        """Seconds until the next round."""
        raise NotImplementedError

    def round(self) -> None:
        """Do it once."""
        raise NotImplementedError

    def last(self) -> None:
        """What is left to be done when the thread has ended."""

    def _run(self) -> None:
        while not self.over.wait(self.pause()):
            self.round()
