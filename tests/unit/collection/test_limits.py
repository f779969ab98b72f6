"""Size costs time, not memory: a line of 2 GB, a document of 2 GB and two million lines stay within bounds."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.collection.ground import BARE, OWN_HEADER
from workbench.collection.formats import own_csv
from workbench.collection.take import MOST

ROOT = Path(__file__).parents[3]
HUGE = 2 << 30
ALLOWED = 1024 << 20
"""Bytes of address space beyond what the imports took."""

_CHILD = """
import resource, sys
from datetime import UTC, datetime
from workbench.collection.intake import content_sha256, opened
from workbench.collection.reading import Ground
from workbench.collection.recognise import choose
from workbench.errors import FormatError
from pathlib import Path
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]),) * 2)
with opened(Path(sys.argv[1])) as stream:
    try:
        spoken = choose(stream, sys.argv[3] or None)
        entries = 0
        for chunk in spoken.chunks(stream, Ground(datetime(2026, 1, 10, tzinfo=UTC))):
            entries += len(chunk.reads) + len(chunk.rejected)
            if entries > int(sys.argv[4]):
                break
    except FormatError as error:
        print("FormatError", error)
"""


def read_within_bounds(path: Path, named: str = "") -> str:
    """What the reader says of a file when it may use no more memory than ``ALLOWED``."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(ALLOWED), named, str(MOST)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "2"},
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def sparse(path: Path, start: bytes) -> Path:
    """A file of 2 GB that takes no room: the start, then one line without an end."""
    with path.open("wb") as file:
        file.write(start)
        file.write(b"7" * (2 << 20))
        file.truncate(HUGE)
    return path


CASES = {
    "own CSV": (OWN_HEADER.encode(), "", "longer than 1 MiB"),
    "Genetec": (b"Plate;State;UTCDate;UTCTime;CameraName;Guid;LongitudeX;LatitudeY\n", "", "longer than 1 MiB"),
    "JSON document": (b'[{"best_plate_number": "', "", "larger than 64 MiB"),
    "JSON lines": (b'{"best_plate_number": "7SYN482"}\n{"best_plate_number": "', "", "longer than 1 MiB"),
    "XML": (b"<EventNotificationAlert><a>", "", "larger than 16 MiB"),
    "form": (b'--b0\r\nContent-Disposition: form-data; name="json"\r\n\r\n{"results":', "", "larger than 64 MiB"),
    "no line end at all": (b"7", "csv", "longer than 1 MiB"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_line_of_2_gb_is_refused_within_bounded_memory(case: str, tmp_path: Path) -> None:
    start, named, told = CASES[case]
    assert told in read_within_bounds(sparse(tmp_path / "huge", start), named)


AMPLIFIED = {
    "a header of a million columns": (b"time,plate", b",", 1_000_000, "columns that are not known"),
    "a list of empty objects": (b'{"results":[', b"{},", 20_000_000, "more than 6,000,000 values"),
    "a list of small objects": (b'{"results":[', b'{"a":1},', 8_000_000, "more than 6,000,000 values"),
    "lists within lists": (b'{"results":', b"[", 60_000_000, "more than 6,000,000 values"),
    "elements within elements": (b"<EventNotificationAlert>", b"<a>", 5_000_000, "more than 1,000,000 tags"),
    "elements with attributes": (b"<EventNotificationAlert>", b"<a b=''/>", 1_800_000, "more than 1,000,000 tags"),
}


@pytest.mark.parametrize("case", AMPLIFIED)
def test_small_things_in_great_numbers_stay_within_bounded_memory(case: str, tmp_path: Path) -> None:
    start, again, times, told = AMPLIFIED[case]
    (tmp_path / "many").write_bytes(start + again * times)
    assert told in read_within_bounds(tmp_path / "many")


def test_lines_that_are_no_reads_are_held_a_few_at_a_time() -> None:
    given = io.BytesIO(OWN_HEADER.encode() + b"x\n" * (own_csv.LINES + 10_000))
    chunks = [len(chunk.rejected) for chunk in own_csv.chunks(given, BARE)]
    assert sum(chunks) == own_csv.LINES + 10_000
    assert max(chunks) <= own_csv.LINES


def test_many_lines_are_read_within_bounded_memory(tmp_path: Path) -> None:
    """300,000 lines pass through in blocks; the bound is the same for any number."""
    row = "2026-01-02T00:00:00.%06dZ,7SYN%03d,CA,0.9,32.792,-115.5631,EC-04,N,Toyota,Camry,white,sedan,2019,,\n"
    with (tmp_path / "many.csv").open("w") as file:
        file.write(OWN_HEADER)
        for start in range(0, 300_000, 10_000):
            file.write("".join(row % (n, n % 1000) for n in range(start, start + 10_000)))
    assert read_within_bounds(tmp_path / "many.csv") == ""
