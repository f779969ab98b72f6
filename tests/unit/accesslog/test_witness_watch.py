"""What follows when witnesses fall silent (464.5, 464.10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.accesslog.logs import BEGINNING
from workbench.accesslog.witness_watch import Limits, Standing, demand, standing
from workbench.errors import ConfigError, LogUnavailable

LIMITS = Limits()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        (timedelta(), Standing.SEEN),
        (15 * MINUTE, Standing.SEEN),
        (15 * MINUTE + timedelta(seconds=1), Standing.ALARM),
        (24 * HOUR, Standing.ALARM),
        (24 * HOUR + timedelta(seconds=1), Standing.STOPPED),
        (timedelta(days=900), Standing.STOPPED),
        (-15 * MINUTE, Standing.SEEN),
        (-16 * MINUTE, Standing.ALARM),
        (timedelta(days=-900), Standing.ALARM),
    ],
)
def test_an_alarm_after_a_quarter_of_an_hour_and_no_reads_after_a_day(silent: timedelta, expected: Standing) -> None:
    now = BEGINNING + timedelta(days=1000)
    assert standing(now - silent, BEGINNING, now, LIMITS) is expected


def test_a_log_that_was_never_cosigned_counts_from_its_beginning() -> None:
    assert standing(None, BEGINNING, BEGINNING + MINUTE, LIMITS) is Standing.SEEN
    assert standing(None, BEGINNING, BEGINNING + HOUR, LIMITS) is Standing.ALARM
    assert standing(None, BEGINNING, BEGINNING + 25 * HOUR, LIMITS) is Standing.STOPPED


def test_nothing_is_released_once_it_stopped_and_the_words_say_what_to_do() -> None:
    with pytest.raises(LogUnavailable, match=r"24 hours.*witnesses must be reached"):
        demand(BEGINNING, BEGINNING, BEGINNING + 25 * HOUR, LIMITS)
    assert demand(BEGINNING, BEGINNING, BEGINNING + HOUR, LIMITS) is Standing.ALARM


def test_the_limits_can_be_set_but_not_in_the_wrong_order() -> None:
    short = Limits(alarm=MINUTE, stop=2 * MINUTE)
    assert standing(BEGINNING, BEGINNING, BEGINNING + 3 * MINUTE, short) is Standing.STOPPED
    for alarm, stop in ((2 * MINUTE, MINUTE), (timedelta(), HOUR), (-MINUTE, HOUR)):
        with pytest.raises(ConfigError):
            Limits(alarm, stop)
