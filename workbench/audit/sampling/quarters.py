"""Quarters of the year in the agency's time zone (464.6): an audit covers one, from midnight to midnight there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workbench.errors import BadInput

_NAME = re.compile(r"([12][0-9]{3})-Q([1-4])")


class Quarter(NamedTuple):
    """A quarter of a year, e.g. 2026-Q3; ``number`` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, name: str) -> Quarter:
        """The quarter of this name; ``BadInput`` for what is none."""
        if not (found := _NAME.fullmatch(name.strip().upper())):
            raise BadInput(
                f"'{name[:40]}' is no quarter.", where="quarter", how="Write it like 2026-Q3.", section="464.6"
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, moment: datetime, zone: str) -> Quarter:
        """The quarter that a moment is in, on the agency's calendar."""
        local = moment.astimezone(ZoneInfo(zone))
        return cls(local.year, (local.month + 2) // 3)

    @property
    def name(self) -> str:
        """As people cite it."""
        return f"{self.year}-Q{self.number}"

    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def begin(self, zone: str) -> datetime:
        """Its first moment, UTC."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def end(self, zone: str) -> datetime:
        """The first moment after it, UTC."""
        return self.next().begin(zone)


def over(first: datetime, now: datetime, zone: str) -> Iterator[Quarter]:
    """The quarters that are over, from that of the ``first`` moment on, the oldest first."""
    quarter = Quarter.of(first, zone)
    while quarter.end(zone) <= now:
        yield quarter
        quarter = quarter.next()
