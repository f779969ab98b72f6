"""Attempts that nobody vouches for (464.5, 464.10(a)): no valid token, a guessed credential, a forged report.

The first of a kind is on record at once; repetitions within the same span are one more record, with their
number, when it ends. While they go on the spans double, from a minute up to an hour, and no more than
sixty-four kinds are told apart: whoever has no sign-in can't fill the log's disk.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.accesslog.beside import Beside
from workbench.errors import LogUnavailable, WorkbenchError
from workbench.gate import Gate

SPAN = 60.0
"""Seconds in which the same attempt is told once."""
LONGEST_SPAN = 3600.0
MOST = 256
"""Kinds of attempts told apart at a time: more than there are routes, so that trying each hides nobody else."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One kind of attempt: what was tried, by whom as far as the operating system or the network tells."""

    action: str
    user: str
    asked: str
    address: str


@dataclass(slots=True)
class _Span:
    """Since when, until when and how often an attempt was repeated."""

    until: float
    seconds: float
    section: str
    client: Mapping[str, Any]
    repeated: int = 0


class Attempts(Beside):
    """Keeps count, and writes the counts of spans that are over, also while nobody calls."""

    def __init__(self, gate: Gate, organisation: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("attempts", patience=None)
        self._gate = gate
        self._organisation = organisation
        self._clock = clock
        self._spans: dict[Attempt, _Span] = {}
        self._lock = threading.Lock()

    def pause(self) -> float:
        """Always the same."""
        return SPAN / 4

    def round(self) -> None:
        """Write the counts of spans that are over."""
        self.settle()

    def last(self) -> None:
        """Write all counts."""
        self.settle(everything=True)

    def refused(self, attempt: Attempt, error: WorkbenchError, client: Mapping[str, Any]) -> None:
        """Put a refusal on record, or count it; it stays a refusal when the log can't be written."""
        self.settle()
        with self._lock:
            if len(self._spans) >= MOST and attempt not in self._spans:
                attempt, client = replace(attempt, user="others", asked="", address=""), {}
            if (standing := self._spans.get(attempt)) is not None:
                standing.repeated += 1
                return
            span = self._spans[attempt] = _Span(self._clock() + SPAN, SPAN, error.section, client)
        if not self._recorded(attempt, span, {}):
            with self._lock:
                span.repeated += 1

    def settle(self, *, everything: bool = False) -> None:
        """Write the counts of spans that are over; what can't be written is kept for the next time."""
        with self._lock:
            now = self._clock()
            over = {attempt: span for attempt, span in self._spans.items() if everything or span.until <= now}
            for attempt, span in over.items():
                del self._spans[attempt]
                if span.repeated and not everything:
                    longer = min(2 * span.seconds, LONGEST_SPAN)
                    self._spans[attempt] = _Span(now + longer, longer, span.section, span.client)
        for attempt, span in over.items():
            if span.repeated and not self._recorded(attempt, span, {"repeated": span.repeated}):
                with self._lock:
                    if attempt in self._spans:
                        self._spans[attempt].repeated += span.repeated

    def _recorded(self, attempt: Attempt, span: _Span, more: Mapping[str, Any]) -> bool:
        told = {"outcome": "refused", "section": span.section, "asked": attempt.asked, "client": span.client, **more}
        try:
            self._gate.event(attempt.action, attempt.user, self._organisation, told)
        except LogUnavailable as error:
            _log.warning("an attempt (%s) could not be recorded: %s", attempt.action, error.diagnostic)
            return False
        return True
