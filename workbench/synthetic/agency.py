"""Reads of a synthetic agency, any number of them, in the order of time (464.4.1: one learns on these).

The same seed, number, days and ``until`` give the same reads, chunk by chunk. A vehicle comes the more often the
lower its number (Zipf), and moves between home and work along the cameras on its way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.errors import BadInput
from workbench.synthetic import vehicles
from workbench.synthetic.chance import zipf
from workbench.synthetic.misreads import read
from workbench.synthetic.movement import Seen, seen
from workbench.synthetic.places import COMPASS, PATROL, cameras
from workbench.synthetic.stories import Plant, planted, reserved
from workbench.synthetic.traffic import Traffic
from workbench.wire.reads import READ_COLUMNS

CHUNK = 250_000
"""Reads of one chunk."""
LEAST = 1_000
"""Reads that an agency has at least, so that the stories stay a small part of them."""
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No read is older: the collection takes none that is."""
MOST_DAYS = 3_660
_NAMES = (
    "time plate state confidence latitude longitude camera direction "
    "make model colour body_type vehicle_year candidates"
)
SCHEMA = pl.Schema({name: READ_COLUMNS[name] for name in _NAMES.split()})
"""The columns of a chunk, each as in ``wire.reads``."""


def agency(
    seed: int, reads: int, days: int, until: date | datetime, plant: Sequence[Plant] = ()
) -> Iterator[pl.DataFrame]:
    """Exactly ``reads`` reads of the ``days`` days before ``until`` (UTC), in chunks as in ``SCHEMA``.

    ``plant`` are vehicles besides those of the stories; their plates are given to nobody else. Raises
    ``BadInput`` for fewer than 1,000 reads or less than 10 days, which would leave no room for the stories, and
    for plants that do not fit into either.
    """
    if reads < LEAST or days < 10:
        raise BadInput(f"An agency needs at least {LEAST:,} reads and 10 days.", where="reads")
    if seed < 0:
        raise BadInput("The seed is negative.", where="seed", how="Give 0 or more.")
    end = until.astimezone(UTC) if isinstance(until, datetime) else datetime.combine(until, time(), UTC)
    if days > MOST_DAYS or end - OLDEST < timedelta(days=days):
        raise BadInput(
            f"The reads would begin before {OLDEST:%Y}, or cover more than {MOST_DAYS:,} days.",
            where="days",
            how="Give fewer days or a later end.",
        )
    stories = planted(end, plant)
    _check_room(stories, reads, end - timedelta(days=days), end)
    return _chunks(seed, reads, Traffic(end, days), stories, reserved(plant))


def _check_room(stories: pl.DataFrame, reads: int, start: datetime, end: datetime) -> None:
    """Whether everything that is planted can be there; a story without its reads would have no answer."""
    if not stories["time"].is_between(start, end, closed="left").all():
        raise BadInput("A planted vehicle is seen before the first day or after the end.", where="plant")
    room = min(reads, CHUNK) // 2
    if len(stories) > room:
        raise BadInput(f"What is planted is seen {len(stories):,} times; there is room for {room:,}.", where="plant")


def _chunks(seed: int, total: int, traffic: Traffic, stories: pl.DataFrame, taken: list[str]) -> Iterator[pl.DataFrame]:
    parts = -(-total // CHUNK)
    population = max(200, total // 12)
    edges = [traffic.time(np.array([part / parts]))[0] for part in range(parts + 1)]
    story_times = stories["time"].dt.epoch("us").to_numpy()
    for part in range(parts):
        inside = (story_times >= edges[part]) & ((story_times < edges[part + 1]) | (part == parts - 1))
        told = stories.filter(pl.Series(inside))
        size = total * (part + 1) // parts - total * part // parts - len(told)
        rng = np.random.default_rng([seed, part])
        times = traffic.time((part + np.sort(rng.random(size))) / parts)
        chunk = pl.concat([_background(seed, times, population, rng, taken), _told(told, rng)])
        yield chunk.sort("time", maintain_order=True)


def _background(
    seed: int, times: NDArray[np.int64], population: int, rng: np.random.Generator, taken: list[str]
) -> pl.DataFrame:
    vehicle = zipf(rng.random(len(times)), population)
    keep = np.array([plate.encode().ljust(vehicles.WIDTH, b"\0") for plate in taken], f"S{vehicles.WIDTH}")
    true = vehicles.plates(vehicle, seed)
    clash = np.isin(_packed(true), keep)
    vehicle[clash] = (vehicle[clash] + 1) % population
    true[clash] = vehicles.plates(vehicle[clash], seed)
    looks = vehicles.looks(vehicle, seed)
    where = seen(vehicle, vehicles.habits(vehicle, looks.state, seed), times, seed, rng)
    readings = read(true, rng)
    as_read = np.where(np.isin(_packed(readings.plate), keep)[:, None], true, readings.plate)
    models = pl.DataFrame(
        [model[:3] for model in vehicles.MODELS], schema=["make", "model", "body_type"], orient="row"
    )[looks.model]
    frame = pl.DataFrame(
        {
            "time": pl.Series(times).cast(pl.Datetime("us", "UTC")),
            "plate": _text(as_read),
            "state": _named(vehicles.STATES, looks.state),
            "confidence": readings.confidence,
            "direction": _named(COMPASS, where.heading),
            "colour": _named(vehicles.COLOURS, looks.colour),
            "vehicle_year": looks.year,
            "second": _text(readings.second),
            "doubtful": readings.doubtful,
        }
    )
    return _finished(pl.concat([frame, models, _places(where)], how="horizontal"))


def _told(stories: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The planted reads: read well, or the answers would not be known."""
    sure = (0.88 + 0.11 * rng.random(len(stories))).round(4)
    return _finished(
        stories.with_columns(
            pl.Series("confidence", sure, dtype=pl.Float64), second=pl.lit(""), doubtful=pl.lit(value=False)
        )
    )


def _finished(frame: pl.DataFrame) -> pl.DataFrame:
    kind = SCHEMA["candidates"]
    first = pl.struct(plate=pl.col("plate"), confidence=pl.col("confidence").cast(pl.Float32))
    second = pl.struct(plate=pl.col("second"), confidence=(pl.col("confidence") * 0.88).round(4).cast(pl.Float32))
    both = pl.when("doubtful").then(pl.concat_list(first, second)).otherwise(pl.lit([], dtype=kind))
    return frame.with_columns(candidates=both).select(pl.col(name).cast(of) for name, of in SCHEMA.items())


def _places(where: Seen) -> pl.DataFrame:
    names = [*cameras()["camera"], *PATROL]
    return pl.DataFrame(
        {"camera": _named(names, where.camera), "latitude": where.latitude, "longitude": where.longitude}
    )


def _packed(letters: vehicles.Letters) -> NDArray[np.bytes_]:
    return np.ascontiguousarray(letters).view(f"S{vehicles.WIDTH}").ravel()


def _text(letters: vehicles.Letters) -> pl.Series:
    return pl.Series(_packed(letters).tolist(), dtype=pl.Binary).cast(pl.String)


def _named(names: Sequence[str], index: NDArray[np.integer]) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String)[index]
