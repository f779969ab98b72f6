"""Reads for the benchmark, 10 or 100 million of them: the agency of ``workbench.synthetic``, written fast.

The same seed and number give the same reads. A vehicle comes the more often the lower its number (Zipf), 6.5 % of
reads are misread, some vehicles travel together; the reads cover twelve months (fewer than 3.65 million reads fewer
days) in the order of time, a million a file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.plate_search.columns import identities, plate_texts
from benchmarks.plate_search.fleet import READS_EACH, Fleet
from workbench.synthetic.chance import zipf
from workbench.synthetic.misreads import RATE, mistaken
from workbench.synthetic.movement import Seen, seen
from workbench.synthetic.places import COMPASS, PATROL, cameras
from workbench.synthetic.traffic import Traffic
from workbench.synthetic.vehicles import COLOURS, MODELS, STATES
from workbench.wire.reads import READ_COLUMNS

UNTIL = datetime(2026, 3, 2, tzinfo=UTC)
MOST_DAYS = 365
_READS_A_DAY = 10_000
"""Fewer reads cover fewer days, so that vehicles still meet; ten days at least."""
_COMPANY, _TOGETHER = 3, 0.5
"""Every third vehicle has a companion, which follows it at so many of its reads."""
FILE_ROWS = 1_000_000
ROW_GROUP = 131_072
_NAMES = (
    "read_id time plate state confidence latitude longitude camera source direction make model colour body_type "
    "vehicle_year"
)
SCHEMA = pl.Schema({name: READ_COLUMNS[name] for name in _NAMES.split()})
"""The columns of a read that searches look at, each as in ``wire.reads``."""


def write_reads(folder: Path, rows: int, seed: int) -> list[Path]:
    """Write ``rows`` reads as Parquet files, in the order of time, and name them."""
    folder.mkdir(parents=True, exist_ok=True)
    fleet = Fleet.of(max(200, rows // READS_EACH), seed)
    traffic = Traffic(UNTIL, min(MOST_DAYS, max(10, rows // _READS_A_DAY)))
    parts = -(-rows // FILE_ROWS)
    paths = []
    for part in range(parts):
        first, end = rows * part // parts, rows * (part + 1) // parts
        reads = _reads(fleet, traffic, np.arange(first, end), (part, parts), seed)
        paths.append(folder / f"reads-{part:04}.parquet")
        reads.write_parquet(paths[-1], row_group_size=ROW_GROUP, statistics=True)
    return paths


def _reads(fleet: Fleet, traffic: Traffic, rows: NDArray[np.int64], part: tuple[int, int], seed: int) -> pl.DataFrame:
    rng = np.random.default_rng([seed, part[0]])
    times = traffic.time((part[0] + np.sort(rng.random(len(rows)))) / part[1])
    vehicle = zipf(rng.random(len(rows)), len(fleet.plates))
    led = _followed(vehicle, len(fleet.plates), rng)
    looks = fleet.looks_of(vehicle)
    where = seen(vehicle, fleet.habits_of(vehicle), times, seed, rng)
    for column in (where.camera, where.latitude, where.longitude, where.heading):
        column[led + 1] = column[led]
    letters, sure = fleet.plates[vehicle], 0.62 + 0.37 * np.sqrt(rng.random(len(rows)))
    wrong = np.flatnonzero(rng.random(len(rows)) < RATE)
    letters[wrong] = mistaken(letters[wrong], rng)
    sure[wrong] -= 0.2
    frame = pl.DataFrame(
        {
            "read_id": identities(rows, seed),
            "time": pl.Series(times).cast(READ_COLUMNS["time"]),
            "plate": plate_texts(letters),
            "state": _named(STATES, looks.state),
            "confidence": sure.round(4),
            "direction": _named(COMPASS, where.heading),
            "colour": _named(COLOURS, looks.colour),
            "vehicle_year": looks.year,
            **{
                name: _named([str(model[place]) for model in MODELS], looks.model)
                for place, name in enumerate(("make", "model", "body_type"))
            },
            **_places(where),
        }
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _followed(vehicle: NDArray[np.int64], fleet: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Let companions follow some vehicles in the next read; the places of the reads that they follow."""
    leads = (vehicle[:-1] % _COMPANY == 0) & (vehicle[:-1] + 1 < fleet) & (rng.random(len(vehicle) - 1) < _TOGETHER)
    leads[1:] &= ~leads[:-1]
    led = np.flatnonzero(leads)
    vehicle[led + 1] = vehicle[led] + 1
    return led


def _places(where: Seen) -> dict[str, pl.Series]:
    """Cameras in town and patrol cars are the department's, the others the county's."""
    names = [*cameras()["camera"], *PATROL]
    owners = ["department" if name.startswith(("EC-", "PATROL")) else "county" for name in names]
    return {
        "camera": _named(names, where.camera),
        "source": _named(owners, where.camera),
        "latitude": pl.Series(where.latitude),
        "longitude": pl.Series(where.longitude),
    }


def _named(names: tuple[str, ...] | list[str], index: NDArray[np.integer]) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String)[index]
