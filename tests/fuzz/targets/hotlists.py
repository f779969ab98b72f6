"""Hotlists in every format (464.7(g), 464.7.1(c))."""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, split
from tests.policy.people import NOW
from tests.unit.collection.hotlists.lists import HEADER, TERMS
from workbench.collection.hotlists.entry import Terms, settle
from workbench.collection.hotlists.formats import ADAPTERS, choose
from workbench.errors import FormatError
from workbench.plates.normalise import is_normalised
from workbench.store.registers.hotlists import Entry
from workbench.wire.hotlists import HotlistOffer
from workbench.wire.ingest import Rejected

_SAMPLES = Path(__file__).parents[2] / "data" / "hotlists"
_NAMES = (None, *ADAPTERS)
_PACIFIC = ZoneInfo("America/Los_Angeles")
_FULL = Terms(HotlistOffer.model_validate(TERMS), _PACIFIC, NOW)
_BARE = Terms(HotlistOffer(name="stolen", source="department"), _PACIFIC, NOW)


def run(data: bytes) -> None:
    """Each entry holds, or is rejected with a reason; the first byte says under which name the list is offered."""
    case, rest = split(data)
    stream = io.BytesIO(rest)
    terms = _FULL if case & 128 else _BARE
    try:
        spoken = choose(stream, _NAMES[case % len(_NAMES)])
        for found in ADAPTERS[spoken](stream):
            _demand(found if isinstance(found, Rejected) else settle(*found, terms))
    except FormatError as error:
        assert error.message


def _demand(entry: Entry | Rejected) -> None:
    if isinstance(entry, Rejected):
        assert entry.reason
        return
    assert is_normalised(entry.plate)
    assert entry.entered < entry.expires
    assert entry.reason.strip()
    assert entry.case_number.strip()
    assert entry.expires > NOW or entry.expires.utcoffset() is not None


_SEEDS = [path.read_bytes() for path in sorted(_SAMPLES.iterdir())]

TARGET = Target(
    "hotlists",
    run,
    seeds=[bytes([case]) + sample for sample in _SEEDS for case in (0, 128)]
    + [b"\x80" + HEADER.encode() + b"7SYN482,CA,stolen vehicle,26-118,2026-01-01,2026-12-31,note\n"],
    modules=MODULES["hotlists"],
    words=[b"DATE01/31/2026", b"TOTAL RECORD 0000001", b"2026-12-31", b"20260131", b"9999-12-31", b"0001-01-01", b"CA"],
    longest=4096,
)
