"""What follows when witnesses fall silent (464.5, 464.10): an alarm first, then no more reads.

Records that no witness has seen could still be rewritten by whoever owns the machine; the longer, the more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workbench.errors import ConfigError, LogUnavailable


class Standing(StrEnum):
    """How the log stands with its witnesses."""

    SEEN = "seen"
    ALARM = "alarm"
    """Tell the ALPR administrator."""
    STOPPED = "stopped"
    """Nothing is released."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the log may go without a quorum's cosignature."""

    alarm: timedelta = timedelta(minutes=15)
    stop: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        if not timedelta() < self.alarm <= self.stop:
            raise ConfigError(
                "The alarm about silent witnesses must come before reads stop.",
                how="Set the alarm to more than nothing and to no more than the stop.",
                section="464.5",
            )


def standing(cosigned: datetime | None, began: datetime, now: datetime, limits: Limits) -> Standing:
    """How the log stands at ``now``, by the machine's clock; all times are UTC.

    ``cosigned`` is when a quorum last cosigned, None if it never did; then the log's beginning, ``began``, counts.
    A last time that lies ahead is an alarm: the clock was turned back.
    """
    last = began if cosigned is None else cosigned
    silent = now - last
    if silent > limits.stop:
        return Standing.STOPPED
    return Standing.ALARM if abs(silent) > limits.alarm else Standing.SEEN


def demand(cosigned: datetime | None, began: datetime, now: datetime, limits: Limits) -> Standing:
    """As ``standing``, but ``LogUnavailable`` once nothing may be released any more."""
    found = standing(cosigned, began, now, limits)
    if found is Standing.STOPPED:
        hours = limits.stop / timedelta(hours=1)
        raise LogUnavailable(
            f"No witness has seen the access log for more than {hours:g} hours, so nothing is released.",
            how="Tell the ALPR administrator: the witnesses must be reached again.",
            section="464.5",
            diagnostic=f"last quorum: {cosigned or 'never'}, log began {began}",
        )
    return found
