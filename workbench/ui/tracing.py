"""What the canvass and one-vehicle panels ask of a client (464.7(d)): one port each, and the way to one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from workbench.ui.port import Answer, Exporter, Followed, Grounds, Identity, Reviewer, Searcher
from workbench.wire.movement import Place, Residents
from workbench.wire.search import Vehicle


class Canvasser(Identity, Exporter, Followed, Grounds, Protocol):
    """Finds who was around scenes; every call is a logged query."""

    def canvass(
        self,
        *scenes: Place,
        vehicle: Vehicle | None = None,
        seen_at_least: int = 1,
        residents: Residents | None = None,
        limit: int = 500,
        query_id: str = "",
    ) -> Answer:
        """Everybody's reads around scenes, with how usual these are for each vehicle where ``residents`` asks."""
        ...


class Tracer(Searcher, Protocol):
    """Finds where one vehicle was; every call is a logged query. Times are UTC."""

    def vehicle(
        self,
        plate: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int = 500,
        query_id: str = "",
    ) -> Answer:
        """Its reads, the newest first."""
        ...

    def places(
        self, plate: str, *, start: datetime | None = None, end: datetime | None = None, query_id: str = ""
    ) -> Answer:
        """Where it was read again and again, with its reads by hour of the week."""
        ...

    def convoy(
        self, plate: str, *, start: datetime | None = None, end: datetime | None = None, query_id: str = ""
    ) -> Answer:
        """Who was read near it, the least likely to be chance first."""
        ...

    def gaps(
        self, plate: str, *, start: datetime | None = None, end: datetime | None = None, query_id: str = ""
    ) -> Answer:
        """When it was not read although it usually is."""
        ...

    def base_rates(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        vehicle: Vehicle | None = None,
        query_id: str = "",
    ) -> Answer:
        """How common reads are by camera and hour of the week; no plate is shown."""
        ...


class Finder(Tracer, Reviewer, Protocol):
    """A search by a partial plate, a look at one vehicle that it found, and a word on one of its reads."""


class Investigator(Canvasser, Finder, Protocol):
    """A canvass, a look at one vehicle that it found, and a word on one of its reads."""


def tracing() -> Investigator:
    """The client of this session."""
    from workbench.client import Client

    return Client.from_environment()
