"""Saved searches (464.5, 464.7(d)): what a person asks with again and again; no read, no purpose, nothing narrated."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.base import Context, Message, Time
from workbench.wire.search import Circle, Vehicle

MOST = 50
"""Searches that one person may keep."""
LONGEST_NAME = 60
LONGEST_MINUTES = 60 * 24 * 366 * 20
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class SavedForm(Message):
    """The form of a partial-plate search. ``minutes`` is how far back from whenever it is opened; None for all."""

    pattern: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    lookalikes: bool = False
    distance: int = Field(default=0, ge=0, le=2)
    candidates: bool = False
    minutes: int | None = Field(default=None, ge=1, le=LONGEST_MINUTES)
    area: Circle | None = None
    vehicle: Vehicle = Vehicle()


class KeepSearch(Message):
    """Keep a form under a name, instead of what stood there."""

    name: Name
    form: SavedForm
    context: Context = Context()


class ForgetSearch(Message):
    """Delete what is kept under a name."""

    name: Name
    context: Context = Context()


class SavedSearch(Message):
    """What somebody keeps, and the record that it was kept under."""

    name: str
    form: SavedForm
    kept_at: Time
    record: int


class SavedSearches(Message):
    """The caller's own, by name, and the records of this look."""

    searches: list[SavedSearch]
    record: int
    result_record: int
