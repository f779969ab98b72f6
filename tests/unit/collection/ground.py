"""What the tests of this folder stand on."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from workbench.collection.reading import Entry, Ground, Parsed
from workbench.collection.recognise import choose
from workbench.wire.ingest import Rejected

SAMPLES = Path(__file__).parents[2] / "data" / "formats"
NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
BARE = Ground(NOW)
FULL = Ground(NOW, camera="OFFERED", latitude=32.7, longitude=-115.5, time_zone="America/Los_Angeles")

OWN_HEADER = (
    "time,plate,state,confidence,latitude,longitude,camera,direction,make,model,colour,body_type,"
    "vehicle_year,candidates,vendor_id\n"
)


def entries(data: bytes, ground: Ground = FULL, named: str | None = None) -> list[Entry]:
    """All entries of a batch, the slow way."""
    stream = io.BytesIO(data)
    spoken = choose(stream, named)
    return list(spoken.read(stream, ground))


def sample(name: str, ground: Ground = FULL) -> tuple[list[Parsed], list[Rejected]]:
    """The reads and the rejected entries of a sample."""
    found = entries((SAMPLES / name).read_bytes(), ground)
    return [e for e in found if isinstance(e, Parsed)], [e for e in found if isinstance(e, Rejected)]
