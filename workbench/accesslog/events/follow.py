"""Following the log (464.6): a thread for each sink, which never holds up the log and says when it lags behind."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.accesslog.beside import Beside
from workbench.accesslog.events.event import Event
from workbench.accesslog.events.sink import Sink
from workbench.accesslog.record import Record
from workbench.errors import Unavailable, WorkbenchError

PAUSE = 1.0
"""Seconds between two looks at the log."""
LONGEST_PAUSE = 60.0
AT_ONCE = 256
"""Events that are handed over together."""
BREATH = 0.005
"""Seconds left to others between two batches of a backlog."""
_log = logging.getLogger(__name__)

Between = Callable[[int, int], Sequence[Record]]
"""The records from one index to before another, in their order."""
Alarm = Callable[[str, int], object]
"""Told the name of a sink and how many events wait for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """The log as it is followed: how many records stand, which they are, and their events."""

    size: Callable[[], int]
    between: Between
    event: Callable[[Record], Event]


class Follower(Beside):
    """Hands a sink every record's event. ``late`` seconds behind, it alarms, once until it has caught up."""

    def __init__(
        self,
        sink: Sink,
        source: Source,
        alarm: Alarm,
        late: float,
        *,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(f"events-{sink.name}")
        self.sink = sink
        self._source = source
        self._alarm = alarm
        self._late = late
        self._pause = pause
        self._clock = clock
        self._behind: float | None = None
        self._alarmed = False
        self._failed = 0

    def last(self) -> None:
        """Hand over what came last, and let the sink go."""
        if not self._failed:
            self.round()
        self.sink.close()

    def caught_up(self, size: int) -> bool:
        """Whether the sink has taken the events of the first ``size`` records."""
        return self.sink.next >= size

    def round(self) -> None:
        """Hand over what there is; a sink that can't take it is tried again in the next round."""
        try:
            self._hand_over()
            self._failed = 0
        except WorkbenchError as error:
            self._fail(f"{error.message} {error.diagnostic}".strip())
        except Exception as error:  # noqa: BLE001 - one bad round must not end the watch; its words may hold a plate
            self._fail(f"unexpected {type(error).__name__}")
        self._watch()

    def _hand_over(self) -> None:
        self.sink.tend()
        if self.sink.next > self._source.size():
            raise Unavailable(
                f"Events up to {self.sink.next} were handed over before, and the log is shorter.",
                how="Find out which log this is, and report it as a breach if records are missing (464.10).",
                section="464.6",
            )
        while (begin := self.sink.next) < (size := self._source.size()):
            records = self._source.between(begin, min(size, begin + AT_ONCE))
            self.sink.take([self._source.event(record) for record in records])
            if self.sink.next == begin:
                raise Unavailable("The events that come next could not be handed over.", section="464.6")
            if self.over.wait(BREATH):
                return

    def _fail(self, told: str) -> None:
        if not self._failed:
            _log.warning("events to %s: %s", self.sink.name, told)
        self._failed += 1

    def _watch(self) -> None:
        """Alarm when the sink has not been at the log's end for too long."""
        if (waiting := self._source.size() - self.sink.next) == 0:
            self._behind, self._alarmed = None, False
            return
        now = self._clock()
        self._behind = now if self._behind is None else self._behind
        if now - self._behind < self._late or self._alarmed:
            return
        _log.error("events to %s are late: %d wait", self.sink.name, waiting)
        try:
            self._alarm(self.sink.name, max(0, waiting))
            self._alarmed = True
        except WorkbenchError as error:
            _log.warning("the alarm about late events could not be recorded: %s", error.diagnostic)

    def pause(self) -> float:
        """Longer after each failure, up to a minute."""
        return float(min(LONGEST_PAUSE, self._pause * 2 ** min(self._failed, 10)))
