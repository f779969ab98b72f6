"""The quarters of a year that audits and reports are of (464.6, 464.8), by the agency's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

_NAME = re.compile(r"([12][0-9]{3})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter; its name is as in ``2026-Q3``."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day falls into."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def named(cls, name: str) -> Self:
        """The quarter of a name; ``ValueError`` when it is none."""
        found = _NAME.fullmatch(name)
        if found is None:
            raise ValueError("must be a quarter such as 2026-Q3")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def at(cls, moment: datetime, zone: str) -> Self:
        """The quarter that a moment is in, by the clock of the zone (IANA)."""
        return cls.of(moment.astimezone(ZoneInfo(zone)).date())

    @property
    def name(self) -> str:
        """As people cite it."""
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The one before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def begins(self, zone: str) -> datetime:
        """Its first moment in the agency's zone (IANA)."""
        return datetime.combine(self.first, time(), ZoneInfo(zone))

    def ends(self, zone: str) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.begins(zone)

    def over(self, now: datetime, zone: str) -> bool:
        """Whether it has ended."""
        return now >= self.ends(zone)


def over(first: datetime, now: datetime, zone: str) -> Iterator[Quarter]:
    """The quarters that are over, from that of the ``first`` moment on, the oldest first."""
    quarter = Quarter.at(first, zone)
    while quarter.over(now, zone):
        yield quarter
        quarter = quarter.next
