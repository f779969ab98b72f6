"""Whatever comes, an adapter yields entries or raises an error of the tree; the quick way agrees with the slow one."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.unit.collection.ground import BARE, FULL, SAMPLES
from workbench.collection.formats import own_csv
from workbench.collection.frames import PARSED_SCHEMA, table
from workbench.collection.reading import Ground, Parsed
from workbench.collection.recognise import FORMATS, choose
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())}


def survives(data: bytes, named: str | None, ground: Ground) -> None:
    stream = io.BytesIO(data)
    try:
        spoken = choose(stream, named)
        for chunk in spoken.chunks(stream, ground):
            assert chunk.reads["plate"].str.contains("^[A-Z0-9]{1,10}$").all()
            assert not chunk.reads["time"].null_count()
    except BadInput:
        return


@QUICK
@given(st.binary(max_size=2000), st.sampled_from([None, *FORMATS]))
def test_any_bytes(data: bytes, named: str | None) -> None:
    survives(data, named, FULL)


@QUICK
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_samples_with_bytes_changed(name: str, data: st.DataObject) -> None:
    seed = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(seed) - 1))
        seed[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=12))
    survives(bytes(seed), None, BARE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12) | st.just("7SYN482"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@QUICK
@given(st.sampled_from(["rekor.json", "axis.json", "platerecognizer.json"]), st.data())
def test_samples_with_values_changed(name: str, data: st.DataObject) -> None:
    whole = json.loads(SEEDS[name])
    places = list(_places(whole))
    for _ in range(data.draw(st.integers(1, 4))):
        holder, key = data.draw(st.sampled_from(places))
        if key in holder or isinstance(holder, list):
            holder[key] = data.draw(JSON)
    try:
        raw = json.dumps(whole, allow_nan=False).encode()
    except ValueError:
        return
    for named in (None, name.partition(".")[0]):
        survives(raw, named, FULL)


def _places(thing: Any) -> Any:
    for key in thing if isinstance(thing, dict) else range(len(thing)):
        yield thing, key
        if isinstance(thing[key], dict | list):
            yield from _places(thing[key])


CELLS = {
    "time": ["2026-01-02T00:00:00Z", "2026-01-02 00:00:00.123456-08:00", "2026-01-02T00:00:60Z", "",
             "2026-01-02T24:00:00Z", "2026-01-02T00:00:00+99:00", "2027-01-02T00:00:00Z", "0000-01-02T00:00:00Z",
             "2026-01-02T00:00:00.1234567Z", "2026-01-02T00:00:00z", " 2026-01-02T00:00:00Z",
             "1989-12-31T23:59:59Z", "2026-01-02T00:00:00"],
    "plate": ["7SYN482", "7syn482", "7SYN-482", "", "ABCDEFGHIJK", "7S\u0423N482", " 7SYN482 ", "1"],
    "camera": ["EC-04", "", " EC-04", "C" * 201, "Peña", "a  b", "\t", "x\u200b"],
    "latitude": ["32.792", "", "95", "-0", "0", "-1", "1e1", "+32.5", "nan", "inf", "32.", " 32.5", "90", "-90.0"],
    "longitude": ["-115.5631", "", "0", "-1", "-0.0", "181", "-180"],
    "state": ["CA", "us-ca", "", "Baja California", "zz", "Sonora", "MEX"],
    "confidence": ["0.9", "", "1", "0", "1.0001", "-0.1", "1.00005", "91", "0.123456789123", "1e-1"],
    "direction": ["N", "ne", "", "90", "360", "-1", "in", "unknown", "400"],
    "make": ["Toyota", "toyota", "", "bmw", "Mercedes-Benz", "unknown", "m" * 201],
    "vehicle_year": ["2019", "", "0", "2015-2019", "2019.5", "1e3"],
    "candidates": ["", "7SYN482:0.9", "7SYN482:0.9;7SYN4B2:0.5", "7SYN482", "7SYN482:", ":0.5", "7SYN482:2", ";",
                   ";".join(["7SYN482:0.5"] * 21), "7SYN482:0.9;", "7syn482:0.5"],
    "vendor_id": ["", "EX-1", " EX-1", "é"],
}  # fmt: skip
LINES = st.fixed_dictionaries({name: st.sampled_from(cells) | st.text(max_size=8) for name, cells in CELLS.items()})


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=6), st.sampled_from([BARE, FULL]), st.sampled_from(["\n", "\r\n"]))
@example([{name: cells[0] for name, cells in CELLS.items()}], BARE, "\n")
def test_the_quick_way_agrees_with_the_slow_one(lines: list[dict[str, str]], ground: Ground, end: str) -> None:
    names = list(CELLS)
    data = end.join([",".join(names), *(",".join(line[name] for name in names) for line in lines), ""]).encode()
    try:
        slow = list(own_csv.read(io.BytesIO(data), ground))
    except BadInput as error:
        slow = [Rejected(line=0, reason=error.message)]
    try:
        quick = list(own_csv.chunks(io.BytesIO(data), ground))
    except BadInput:
        assert slow[-1].line == 0
        return
    wanted = table(entry for entry in slow if isinstance(entry, Parsed))
    found = pl.concat([table([]), *(chunk.reads for chunk in quick)])
    order = [name for name in PARSED_SCHEMA.names() if name != "candidates"]
    assert_frame_equal(found.sort(order), wanted.sort(order))
    assert [e for chunk in quick for e in chunk.rejected] == [e for e in slow if isinstance(e, Rejected)]
