"""Asking for reads by a partial plate (464.7(d)), and the head of the answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from workbench.policy.caller import Realm
from workbench.wire.base import Context, Message, Short, Time

PatternText = Annotated[str, StringConstraints(max_length=1000)]
QueryId = Annotated[str, StringConstraints(pattern="^([0-9a-f]{32})?$")]
"""Made by the asker, who asks for progress or calls the search off by it; empty for none."""
Values = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]], Field(max_length=20)
]


class Window(Message):
    """Reads with ``start <= time < end``."""

    start: Time
    end: Time


class Circle(Message):
    """Centre in degrees (WGS 84), radius in metres."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    radius_m: float = Field(gt=0, le=200_000)


class Vehicle(Message):
    """What the reads say of the vehicle: for each, the values that fit, compared without regard to case.

    Nothing is asked of what has no values; a read that doesn't tell what is asked does not fit.
    """

    make: Values = []
    model: Values = []
    colour: Values = []
    body_type: Values = []
    direction: Values = []
    """As the camera gives it: a compass point, in or out, forward ..."""
    state: Values = []

    def asked(self) -> dict[str, list[str]]:
        """What is asked for, by column."""
        return {name: sorted(set(values)) for name, values in self if values}


class PlateSearch(Message):
    """Reads whose plate fits ``pattern``: ``?`` one character, ``*`` any run, ``[AB7]`` a set, ``~`` look-alikes.

    ``lookalikes`` folds 0/O, 1/I ... everywhere; ``distance`` characters may be wrong, missing or too many.
    """

    purpose_id: Short
    pattern: PatternText
    lookalikes: bool = False
    distance: int = Field(default=0, ge=0, le=2)
    candidates: bool = False
    """Whether the other readings that the cameras gave are searched too."""
    window: Window | None = None
    area: Circle | None = None
    vehicle: Vehicle = Vehicle()
    sources: list[Short] | None = None
    """None: every source granted to the caller (464.7(f))."""
    limit: int = Field(default=500, ge=1, le=100_000)
    query_id: QueryId = ""
    context: Context = Context()


class Found(Message):
    """The head of an answer; it travels in the Arrow schema's metadata under ``alpr``."""

    record: int
    """Index of the intent record, written before the search."""
    result_record: int
    """Index of the result record, written before the answer went out."""
    time: Time
    realm: Realm
    count: int
    """Reads in this answer."""
    total: int
    """Reads that fit; more than ``count`` when ``limit`` cut the answer."""
    plates: int
    sources_searched: list[str]
    sources_left_out: list[str]
    notes: list[str] = []
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof); it can be checked anywhere, later."""
    extra: dict[str, Any] = {}
