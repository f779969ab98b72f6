"""Installing a hotlist (464.7(f), 464.7(g)), and the receipt for it; no message here but the file holds a plate."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from workbench.wire.base import Message, Short, Time
from workbench.wire.ingest import Rejected

HOTLIST_FORMATS = {
    "csv": "the workbench's own hotlist CSV",
    "ca-doj": "California DOJ SVS / SFR / SLR extract",
    "ncic": "NCIC extract",
    "genetec": "Genetec AutoVu hotlist",
}
"""What a list may be (docs/formats.md), by the name that an offer gives."""

YEARS = range(1991, 2099)
"""Years of entry dates and expiries: in every zone within those of ``wire.base.Time``."""


def _of_these_years(day: date) -> date:
    """A schema has no word for the first and the last day."""
    if day.year not in YEARS:
        raise ValueError(f"must be a day from {YEARS[0]} to {YEARS[-1]}")
    return day


Day = Annotated[date, AfterValidator(_of_these_years)]
ListName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._()/-]{0,79}$")]


OWN_LIST = "Own entries"
"""The list of entries that are typed in one by one; no file is installed under this name."""


class ListState(StrEnum):
    """Where a version of a list stands; reads are matched with active ones alone."""

    LOADING = "loading"
    ACTIVE = "active"
    REPLACED = "replaced"
    RETIRED = "retired"


class HotlistOffer(Message):
    """What comes with the bytes of a list. The terms from ``reason`` on hold for entries that do not say it."""

    name: ListName
    """A new version replaces the one of the same name whole."""
    source: Short
    """Whose data it is (464.7(f))."""
    format: Short | None = None
    """None: recognised from the content."""
    reason: Short = ""
    case_number: Short = ""
    """Of the case or matter, or of the request or message with which the list came."""
    entry_date: Day | None = None
    expiry: Day | None = None
    """The last day, in the agency's time zone, on which an entry counts."""
    replaces: int | None = Field(default=None, ge=0)
    """The version that has to be in force, 0 for none: what a preview was compared with."""


class HotlistReceipt(Message):
    """What became of a list; ``accepted + duplicate + rejected`` is the number of entries in it."""

    name: str
    version: int
    """Counts the versions of this name from 1."""
    source: str
    format: str
    sha256: str
    accepted: int
    duplicate: int
    rejected: int
    problems: list[Rejected]
    """The first thousand rejected entries."""
    repeated: bool
    """The same bytes on the same terms are installed already: nothing was changed."""
    record: int
    installed: Time


class HotlistLine(Message):
    """One version of a list, as an administrator sees it."""

    number: int
    name: str
    version: int
    source: str
    format: str
    state: ListState
    entries: int
    installed_by: str
    installed: Time
    record: int
    ended_by: str
    ended: Time | None
    hits: int
    """Hits of all versions of this name."""
    expiring: int = 0
    """Entries of the version in force that expire within the days of ``expiring_days``."""
    expired: int = 0
    """Entries of it that match nothing any more."""


class HotlistPage(Message):
    """Versions of lists, the newest first. ``before`` is what to ask for as the next page, or None at the end."""

    lists: list[HotlistLine]
    before: int | None
    record: int
    stale_hours: int = 24
    """A version that is older is stale; our own entries have dates of their own instead."""
    expiring_days: int = 7
    own_days: int = 90
    """How long an entry of our own may last."""
    sources: list[str] = []
    """The agency's sources, of which a list names one (464.7(f))."""


class HotlistQuery(Message):
    """Which page of the lists."""

    before: int | None = Field(default=None, ge=1, le=2**31 - 1)
    limit: int = Field(default=100, ge=1, le=500)


class HotlistRetired(Message):
    """A list that reads are no longer matched with."""

    name: ListName
