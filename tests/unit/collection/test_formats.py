"""Each format's sample becomes the read that it stands for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.collection.ground import BARE, FULL, SAMPLES, entries, sample
from workbench.collection.reading import Parsed
from workbench.collection.recognise import FORMATS

FIRST = datetime(2026, 1, 2, 0, 0, 0, 250_000, tzinfo=UTC)
PLACE = (pytest.approx(32.792), pytest.approx(-115.5631))

EXPECTED = {
    "rekor.json": ("7SYN482", "CA", 0.9125, "41207", "S", "Toyota", "Camry", "silver-grey", "sedan-standard"),
    "rekor.jsonl": ("7SYN482", "CA", 0.9125, "41207", None, None, None, None, None),
    "platerecognizer.json": ("7SYN482", "CA", 0.839, "camera-1", "E", "Ford", "F-150", "white", "pickup truck"),
    "platerecognizer.csv": ("7SYN482", "CA", 0.839, "OFFERED", "S", "Ford", "F-150", "white", "pickup truck"),
    "axis.json": ("7SYN482", "CA", 0.869034, "EXAMPLE00001", "in", "Toyota", "Camry", "grey", "car"),
    "hikvision.xml": ("7SYN4B2", "USA", 0.97, "EC-04", "reverse", None, None, "white", "pickuptruck"),
    "genetec.csv": ("7SYN482", "CA", 0.91, "EC-04", None, None, None, None, None),
    "own.csv": ("7SYN482", "CA", 0.9125, "EC-04", "S", "Toyota", "Camry", "silver", "sedan"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_first_read_of_a_sample_has_every_field_in_our_terms(name: str) -> None:
    read = sample(name)[0][0]
    plate, state, confidence, camera, direction, make, model, colour, body = EXPECTED[name]
    assert (read.plate, read.state, read.camera, read.direction) == (plate, state, camera, direction)
    assert (read.make, read.model, read.colour, read.body_type) == (make, model, colour, body)
    assert read.confidence == pytest.approx(confidence)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "platerecognizer.csv"])
def test_time_and_place_are_in_utc_and_degrees(name: str) -> None:
    read = sample(name)[0][0]
    wanted = FIRST.replace(microsecond=0) if name == "hikvision.xml" else FIRST
    assert read.time == wanted
    assert (read.latitude, read.longitude) == (PLACE if "platerec" not in name else (32.7, -115.5))


def test_every_format_has_a_sample_here() -> None:
    assert len(EXPECTED) >= len(FORMATS)
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)


def test_candidates_are_kept_with_their_confidence() -> None:
    read = sample("rekor.json")[0][0]
    assert [item["plate"] for item in read.candidates] == ["7SYN482", "7SYN4B2"]
    assert [item["confidence"] for item in read.candidates] == pytest.approx([0.9125, 0.785])


def test_the_plate_is_kept_as_it_was_given() -> None:
    read = sample("own.csv")[0][1]
    assert (read.plate, read.plate_as_given, read.state) == ("AGX1234", "agx-12-34", "MX-BCN")
    assert sample("platerecognizer.json")[0][0].plate_as_given == "7syn482"


def test_json_lines_hold_groups_alerts_and_what_is_no_read() -> None:
    reads, rejected = sample("rekor.jsonl")
    assert [read.plate for read in reads] == ["7SYN482", "AGX1234", "12345T1"]
    assert [read.state for read in reads] == ["CA", "MX-BCN", "CA"]
    assert [(entry.line, entry.reason) for entry in rejected] == [(2, "a heartbeat of the agent, no read")]


def test_a_camera_that_has_no_position_takes_the_one_of_the_batch_or_is_rejected() -> None:
    assert sample("rekor.jsonl")[0][1].latitude == FULL.latitude
    rejected = sample("rekor.jsonl", BARE)[1]
    told = "no place is given, neither here nor with the batch, and its camera is not registered"
    assert (3, told) in [(e.line, e.reason) for e in rejected]


def test_a_missing_camera_is_never_guessed() -> None:
    reads, rejected = sample("platerecognizer.csv", BARE)
    assert not reads
    assert "no place" in rejected[0].reason or "no camera" in rejected[0].reason


def test_both_shapes_of_plate_recognizer_are_read() -> None:
    second = sample("platerecognizer.json")[0][1]
    assert (second.plate, second.state, second.colour, second.make, second.model) == (
        "AGX1234",
        "MX-BCN",
        "grey",
        "Nissan",
        "Versa",
    )


def test_a_list_of_groups_is_numbered_by_element() -> None:
    whole = (SAMPLES / "rekor.json").read_bytes()
    found = entries(b"[" + whole + b", 7, " + whole + b"]")
    assert [type(entry) is Parsed for entry in found] == [True, False, True]
    assert [entry.line for entry in found] == [1, 2, 3]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_genetec_is_read_with_each_delimiter(sign: str) -> None:
    data = (SAMPLES / "genetec.csv").read_text().replace(";", sign).encode()
    assert [entry.plate for entry in entries(data) if isinstance(entry, Parsed)] == ["7SYN482", "AGX1234"]


def test_genetec_is_read_with_colons_when_the_times_are_quoted_or_plain() -> None:
    data = (
        b"Plate:State:UTCDate:UTCTime:CameraName:Guid:LongitudeX:LatitudeY\n"
        b'7SYN482:CA:"2026:01:02":"00:00:00.250":EC-04:g1:-115.5631:32.792\n'
        b"7SYN483:CA:20260102:000000.250:EC-04:g2:-115.5631:32.792\n"
    )
    assert [entry.time for entry in entries(data) if isinstance(entry, Parsed)] == [FIRST, FIRST]


def test_a_day_that_may_be_a_month_is_rejected() -> None:
    rejected = sample("genetec.csv")[1]
    assert [(entry.line, "year first" in entry.reason) for entry in rejected] == [(4, True)]


@pytest.mark.parametrize("name", ["platerecognizer.json", "axis.json", "hikvision.xml"])
def test_a_webhook_form_is_unwrapped(name: str) -> None:
    body = (SAMPLES / name).read_bytes()
    field = {"platerecognizer.json": "json", "axis.json": "event", "hikvision.xml": "anpr.xml"}[name]
    form = (
        b'--b0\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n\r\n\xff\xd8\xff\x00\r\n'
        b'--b0\r\nContent-Disposition: form-data; name="' + field.encode() + b'"\r\n\r\n' + body + b"\r\n--b0--\r\n"
    )
    assert entries(form) == entries(body)


def test_a_byte_order_mark_is_dropped() -> None:
    for name in EXPECTED:
        data = (SAMPLES / name).read_bytes()
        assert entries(b"\xef\xbb\xbf" + data) == entries(data), name
