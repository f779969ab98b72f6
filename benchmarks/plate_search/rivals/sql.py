"""The queries in SQL, as far as DuckDB, PostgreSQL and SQLite agree on them; a dialect says the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from benchmarks.plate_search.classes import GAP_SECONDS, MEETINGS, READS, Around, Kind, Query
from workbench.store.segments.places import EARTH_RADIUS_M

Statement = Callable[[Query], str]

DICTIONARY = "SELECT plate, count(*) AS reads, max(time) AS last FROM reads GROUP BY plate"
_COUNTED = "SELECT plate, count(*) AS reads, max(time) AS last FROM reads WHERE {} GROUP BY plate ORDER BY reads DESC"
_LISTED = "SELECT plate, reads, last FROM plates WHERE {} ORDER BY reads DESC"
_WHOLE = f"SELECT {', '.join(READS)} FROM reads WHERE {{}}"
_HITS = "SELECT incoming.read_id, incoming.plate FROM incoming JOIN hotlist ON hotlist.plate = incoming.plate"
_PATTERNS = (Kind.PREFIX, Kind.INSIDE, Kind.FRAGMENT, Kind.STAR)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an engine calls things; ``pattern``, ``classes`` (sets, look-alikes) and ``edits`` are conditions."""

    pattern: Statement
    classes: Statement
    edits: Statement | None
    time: Callable[[datetime], str]
    gap: str = f"INTERVAL '{GAP_SECONDS} seconds'"
    least: str = "least"

    def plates(self, statement: str) -> Mapping[Kind, Statement]:
        """The classes that ask for plates."""

        def with_condition(condition: Statement) -> Statement:
            return lambda query: statement.format(condition(query))

        edits = dict.fromkeys((Kind.EDIT_1, Kind.EDIT_2), with_condition(self.edits)) if self.edits else {}
        return {
            **dict.fromkeys(_PATTERNS, with_condition(self.pattern)),
            **dict.fromkeys((Kind.SETS, Kind.LOOKALIKES), with_condition(self.classes)),
            **edits,
        }

    def around(self, query: Query) -> str:
        """The circle and the window."""
        around = query.around
        assert around
        window = f"time >= {self.time(around.start)} AND time < {self.time(around.end)}"
        return f"{window} AND {_circle(around, self.least)}"

    def co_travel(self, query: Query) -> str:
        """Who met the vehicle at how many of its reads."""
        assert query.start
        assert query.end
        start, end, gap = self.time(query.start), self.time(query.end), self.gap
        return f"""
            SELECT o.plate, count(DISTINCT s.read_id) AS meetings
            FROM reads s JOIN reads o
              ON o.camera = s.camera AND o.time BETWEEN s.time - {gap} AND s.time + {gap}
            WHERE s.plate = '{query.text}' AND s.time >= {start} AND s.time < {end}
              AND o.time BETWEEN {start} - {gap} AND {end} + {gap} AND o.plate <> s.plate
            GROUP BY o.plate HAVING count(DISTINCT s.read_id) >= {MEETINGS} ORDER BY meetings DESC"""


def on_reads(say: Dialect) -> dict[Kind, Statement]:
    """Everything on the reads alone."""
    return {
        **say.plates(_COUNTED),
        Kind.ONE_PLATE: lambda query: _WHOLE.format(f"plate = '{query.text}'"),
        Kind.ALL_READS: lambda query: _WHOLE.format(say.pattern(query)),
        Kind.CANVASS: lambda query: _WHOLE.format(say.around(query)),
        Kind.COMBINED: lambda query: _WHOLE.format(f"{say.pattern(query)} AND {say.around(query)}"),
        Kind.CO_TRAVEL: say.co_travel,
        Kind.HOTLIST: lambda _: _HITS,
    }


def on_dictionary(say: Dialect) -> dict[Kind, Statement]:
    """What a table of plates helps with."""

    def known(query: Query) -> str:
        return f"plate IN (SELECT plate FROM plates WHERE {say.pattern(query)})"

    return {
        **say.plates(_LISTED),
        Kind.ALL_READS: lambda query: _WHOLE.format(known(query)),
        Kind.COMBINED: lambda query: _WHOLE.format(f"{known(query)} AND {say.around(query)}"),
    }


def _circle(around: Around, least: str) -> str:
    """A box that an index or statistics can use, then the distance (haversine, metres)."""
    tall = math.degrees(around.radius_m / EARTH_RADIUS_M) * 1.001
    wide = tall / math.cos(math.radians(around.latitude))
    north = f"pow(sin(radians(latitude - {around.latitude}) / 2), 2)"
    east = f"pow(sin(radians(longitude - {around.longitude}) / 2), 2)"
    chord = f"{north} + cos(radians({around.latitude})) * cos(radians(latitude)) * {east}"
    return (
        f"latitude BETWEEN {around.latitude - tall} AND {around.latitude + tall} "
        f"AND longitude BETWEEN {around.longitude - wide} AND {around.longitude + wide} "
        f"AND 2 * {EARTH_RADIUS_M} * asin(sqrt({least}(1.0, {chord}))) <= {around.radius_m}"
    )
