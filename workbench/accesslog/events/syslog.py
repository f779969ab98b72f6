"""Events as syslog messages over TLS (464.6): RFC 5424, framed by RFC 5425, sent again until they surely arrived.

Syslog has no receipt. An event counts as arrived when the receiver's machine acknowledged its bytes and the
connection still held some seconds later, or when the receiver answered the connection's orderly end. What a broken
connection leaves open goes out again: an event may come twice, with the same ``metadata.uid``, and none is left out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from socket import gethostname
from typing import NamedTuple

from workbench.accesslog.events.event import Event, Severity
from workbench.accesslog.events.sink import Place, continuing
from workbench.accesslog.events.tls import Line, Target
from workbench.errors import Unavailable

SETTLE_SECONDS = 10.0
"""How long a connection has to hold after everything sent was acknowledged."""
_LOG_AUDIT = 13
_SEVERITIES = dict(zip(Severity, (6, 5, 4, 3, 2), strict=True))
"""From OCSF's to syslog's: informational, notice, warning, error, critical."""
APP = "alpr-workbench"


class _Acknowledged(NamedTuple):
    """Up to which index the receiver's machine had everything, and since when (seconds of the clock)."""

    upto: int
    since: float


class Syslog:
    """Sends to one receiver; ``place`` keeps the index of the first event that may not have arrived."""

    name = "syslog"

    def __init__(
        self,
        target: Target,
        place: Path,
        *,
        settle: float = SETTLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._target = target
        self._place = Place(place)
        self._settle = settle
        self._clock = clock
        self._host = _printable(gethostname())
        self._line: Line | None = None
        self._arrived = self._sent = self._place.read()
        self._acknowledged: deque[_Acknowledged] = deque()

    @property
    def next(self) -> int:
        """The index of the event that is sent next."""
        return self._sent

    def take(self, events: Sequence[Event]) -> None:
        """Send events; raises ``Unavailable`` when there is no receiver that can be trusted."""
        line = self._connected()
        if not (fresh := continuing(events, self._sent)):
            return
        try:
            line.send(b"".join(framed(event, self._host) for event in fresh))
        except OSError as error:
            self._drop()
            raise self._target.unreachable(error) from error
        self._sent = fresh[-1].index + 1

    def tend(self) -> None:
        """Note what has arrived by now; a connection that broke is noticed here, and what it left open."""
        if self._line is None:
            return
        if not self._line.holds():
            self._drop()
            raise self._target.unreachable(ConnectionResetError("the receiver ended the connection"))
        now, last = self._clock(), self._acknowledged[-1].upto if self._acknowledged else self._arrived
        if self._sent > last and not self._line.unacknowledged():
            self._acknowledged.append(_Acknowledged(self._sent, now))
        while self._acknowledged and now - self._acknowledged[0].since >= self._settle:
            self._arrive(self._acknowledged.popleft().upto)

    def close(self) -> None:
        """End the connection; what the receiver confirms by its own end of it has arrived."""
        if self._line is not None and self._line.ended():
            with suppress(Unavailable):
                self._arrive(self._sent)
        self._drop()

    def _connected(self) -> Line:
        if self._line is None:
            self._line = Line(self._target)
        return self._line

    def _arrive(self, upto: int) -> None:
        if upto <= self._arrived:
            return
        try:
            self._place.write(upto)
        except OSError as error:
            raise Unavailable(
                "What was sent to the syslog receiver can't be kept.",
                how="Tell the operator: is the disk full? Until then events may be sent twice.",
                section="464.6",
                diagnostic=str(error.strerror),
            ) from error
        self._arrived = upto

    def _drop(self) -> None:
        """Without a connection: what may not have arrived is sent again."""
        if self._line is not None:
            self._line.close()
            self._line = None
        self._sent = self._arrived
        self._acknowledged.clear()


def framed(event: Event, host: str) -> bytes:
    """One message behind its length in octets (RFC 5425, section 4.3). JSON in ASCII needs no byte order mark."""
    moment = event.time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    priority = _LOG_AUDIT * 8 + _SEVERITIES[event.severity]
    message = f"<{priority}>1 {moment} {host} {APP} - {int(event.of)} - ".encode("ascii") + event.text
    return b"%d %b" % (len(message), message)


def _printable(name: str) -> str:
    """A host's name as RFC 5424 allows it, or its sign for none."""
    kept = "".join(char for char in name if "!" <= char <= "~")
    return kept[:255] or "-"
