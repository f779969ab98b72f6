"""Batches of reads in every format that is taken in (464.9)."""

from __future__ import annotations

import io
from pathlib import Path

from tests.fuzz.names import MODULES
from tests.fuzz.target import Target, split
from tests.unit.collection.ground import BARE, FULL
from workbench.collection import envelope
from workbench.collection.reading import Parsed
from workbench.collection.recognise import FORMATS, choose
from workbench.errors import BadInput
from workbench.plates.normalise import is_normalised

_SAMPLES = Path(__file__).parents[2] / "data" / "formats"
_NAMES = (None, *FORMATS)


def run(data: bytes) -> None:
    """Each entry is a read that holds, or rejected with a reason; the first byte says under which name it is told."""
    case, rest = split(data)
    stream = io.BytesIO(rest)
    ground = FULL if case & 128 else BARE
    try:
        spoken = choose(stream, _NAMES[case % len(_NAMES)])
        for entry in spoken.read(stream, ground):
            _demand(entry)
        if spoken.quick is not None:
            list(spoken.chunks(stream, ground))
    except BadInput as error:
        assert error.message


def _demand(entry: object) -> None:
    if not isinstance(entry, Parsed):
        assert entry.reason  # type: ignore[attr-defined]
        return
    assert is_normalised(entry.plate)
    assert entry.time.utcoffset() is not None
    assert -90 <= entry.latitude <= 90
    assert -180 <= entry.longitude <= 180
    assert entry.camera.strip()
    assert entry.confidence is None or 0 <= entry.confidence <= 1
    assert all(is_normalised(each["plate"]) for each in entry.candidates)


def _form(sample: bytes) -> bytes:
    head = b'--bound\r\nContent-Disposition: form-data; name="json"\r\n\r\n'
    return head + sample + b"\r\n--bound--\r\n"


_BARE = [path.read_bytes() for path in sorted(_SAMPLES.iterdir())]
assert envelope.is_form(_form(b"{}"))

TARGET = Target(
    "reads",
    run,
    seeds=[bytes([case]) + sample for sample in _BARE for case in (0, 128)]
    + [bytes([128 + _NAMES.index(name)]) + sample for name in FORMATS for sample in _BARE[:1]]
    + [b"\x80" + _form(_BARE[0])],
    modules=MODULES["reads"],
    words=[
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&amp;",
        b'<?xml version="1.0" encoding="UTF-16"?>',
        b"NaN",
        b"1e999",
        b"null",
        b"\\ud800",
        b"2026-01-02T00:00:60Z",
        b"9999-12-31T23:59:59+14:00",
        b"0001-01-01T00:00:00-14:00",
        b"EventNotificationAlert",
        b'"results":',
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"\xef\xbb\xbf",
    ],
    longest=8192,
)
