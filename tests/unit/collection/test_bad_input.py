"""What can't be read gets a clear error; what is no read gets its line and its reason; nothing is guessed."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.unit.collection.ground import BARE, FULL, OWN_HEADER, SAMPLES, entries
from workbench.collection.reading import Parsed
from workbench.errors import BadInput, FormatError
from workbench.wire.ingest import Rejected

ROW = "2026-01-02T00:00:00Z,7SYN482,CA,0.9,32.792,-115.5631,EC-04,,,,,,,,\n"
REKOR = json.loads((SAMPLES / "rekor.json").read_text())

WHOLE_FILE = {
    "empty": (b"", "empty"),
    "only spaces": (b" \r\n \n", "empty"),
    "truncated JSON object": ((SAMPLES / "rekor.json").read_bytes()[:400], "cut off"),
    "truncated JSON list": (b"[" + (SAMPLES / "rekor.json").read_bytes() + b",", "cut off"),
    "broken JSON": (b'{"best_plate_number": 7SYN482}', "broken on line 1"),
    "last line of JSON lines cut off": ((SAMPLES / "rekor.jsonl").read_bytes()[:-40], "middle of line 4"),
    "JSON nested too deeply": (b'{"results":' + b"[" * 200_000, "nested"),
    "JSON number too long": (b'{"results": ' + b"9" * 6000 + b"}", "can't be read"),
    "NaN": (b'{"results": NaN}', "NaN"),
    "JSON of something else": (b'{"temperature": 21}', "not recognised"),
    "latin-1 CSV": (OWN_HEADER.encode() + ROW.replace("EC-04", "Peña").encode("latin-1"), "byte 182 on line 2 is 0xF1"),
    "Windows-1252 CSV": (OWN_HEADER.encode() + ROW.replace("EC-04", "\u20ac").encode("cp1252"), "Windows-1252"),
    "UTF-16 CSV": ((OWN_HEADER + ROW).encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": ((OWN_HEADER + ROW).encode("utf-16-le"), "NUL byte"),
    "NUL bytes": (OWN_HEADER.encode() + b"\0\0\0\n", "NUL byte"),
    "gzip": (gzip.compress(OWN_HEADER.encode()), "a gzip archive"),
    "a spreadsheet": (b"PK\x03\x04" + bytes(60), "ZIP archive or a spreadsheet"),
    "lines of an old Macintosh": ((OWN_HEADER + ROW).replace("\n", "\r").encode(), "carriage returns alone"),
    "divided by semicolons": ((OWN_HEADER + ROW).replace(",", ";").encode(), "divided by ';' where"),
    "divided by tabs": ((OWN_HEADER + ROW).replace(",", "\t").encode(), "divided by tabs"),
    "wrong column": (OWN_HEADER.replace("plate", "plaet", 1).encode() + ROW.encode(), "lacks 'plate'"),
    "wrong column is named": (OWN_HEADER.replace("plate", "plaet", 1).encode() + ROW.encode(), "'plaet'"),
    "unknown column": (OWN_HEADER.replace("make", "maker").encode() + ROW.encode(), "'maker'"),
    "column twice": (OWN_HEADER.replace("make", "model").encode() + ROW.encode(), "'model' more than once"),
    "no header": (ROW.encode(), "not recognised"),
    "Genetec without Guid": (b"Plate;State;UTCDate;UTCTime;CameraName;LongitudeX;LatitudeY\n", "lacks 'Guid'"),
    "quotes that never close": (
        b'Plate;State;UTCDate;UTCTime;CameraName;Guid;LongitudeX;LatitudeY\n"7SYN482;CA\n',
        "CSV is broken",
    ),
    "XML cut off": ((SAMPLES / "hikvision.xml").read_bytes()[:300], "broken or cut off"),
    "XML of something else": (b"<html><body>404</body></html>", "no EventNotificationAlert"),
    "entity bomb": (
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><EventNotificationAlert>&b;</EventNotificationAlert>',
        "entities",
    ),
    "outside entity": (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><EventNotificationAlert>&a;</EventNotificationAlert>',
        "entities",
    ),
    "XML in another encoding": (b'<?xml version="1.0" encoding="GB2312"?><EventNotificationAlert/>', "GB2312"),
    "form cut off": (b'--b0\r\nContent-Disposition: form-data; name="json"\r\n\r\n{"results": [', "cut off"),
    "form of too many parts": (
        b'--b0\r\nContent-Disposition: form-data; name="x"\r\n\r\n{"results": []}' + b"\r\n--b0\r\n\r\nx" * 65,
        "more than 64 parts",
    ),
    "form without an event": (
        b'--b0\r\nContent-Disposition: form-data; name="x"\r\n\r\n{"results": []}\r\n--b0--\r\n',
        "no field",
    ),
    "line of more than 1 MiB": (OWN_HEADER.encode() + b"7" * (1 << 20) + b"x\n", "longer than 1 MiB"),
}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(case: str) -> None:
    data, told = WHOLE_FILE[case]
    with pytest.raises(FormatError) as caught:
        entries(data)
    assert told in str(caught.value)
    assert caught.value.how


LINE = {
    "latitude 95": (ROW.replace("32.792", "95"), "latitude 95"),
    "longitude -190": (ROW.replace("-115.5631", "-190"), "longitude -190"),
    "latitude and longitude swapped": (ROW.replace("32.792,-115.5631", "-115.5631,32.792"), "look swapped"),
    "latitude alone": (ROW.replace("-115.5631", ""), "only one"),
    "decimal comma": (ROW.replace("32.792", '"32,792"'), "latitude is not a number"),
    "confidence 91": (ROW.replace("0.9", "91"), "confidence 91"),
    "confidence nan": (ROW.replace("0.9", "nan"), "confidence is not a number"),
    "empty plate": (ROW.replace("7SYN482", ""), "plate is empty"),
    "plate of dashes": (ROW.replace("7SYN482", "---"), "can't be read"),
    "plate too long": (ROW.replace("7SYN482", "7SYN4827SYN482"), "can't be read"),
    "homoglyph": (ROW.replace("7SYN482", "7S\u0423N482"), "can't be read"),
    "emoji": (ROW.replace("7SYN482", "\U0001f697"), "can't be read"),
    "direction mark": (ROW.replace("7SYN482", "7SYN\u202e482"), "invisible"),
    "no time": (ROW.replace("2026-01-02T00:00:00Z", ""), "no time"),
    "time of no calendar": (ROW.replace("2026-01-02", "2026-02-30"), "no such time: 2026-02-30"),
    "time in the American way": (ROW.replace("2026-01-02T00:00:00Z", "1/2/2026 4:00 PM"), "not written like"),
    "the day after tomorrow": (ROW.replace("2026-01-02", "2026-01-12"), "future"),
    "clock never set": (ROW.replace("2026-01-02", "1970-01-01"), "never set"),
    "too few cells": ("2026-01-02T00:00:00Z,7SYN482\n", "2 cells where the header has 15"),
    "open quote": (ROW.replace("7SYN482", '"7SYN482'), "quotes do not match"),
    "the header again": (OWN_HEADER, "header is repeated"),
    "long camera": (ROW.replace("EC-04", "C" * 201), "201 characters"),
}


@pytest.mark.parametrize("case", LINE)
def test_a_line_that_is_no_read_is_listed_with_its_reason_and_the_others_are_taken(case: str) -> None:
    line, told = LINE[case]
    found = entries(f"{OWN_HEADER}{ROW}{line}{ROW}".encode())
    assert [type(entry) for entry in found] == [Parsed, Rejected, Parsed]
    assert isinstance(found[1], Rejected)
    assert found[1].line == 3
    assert told in found[1].reason
    assert "7SYN482" not in found[1].reason, "a receipt outlives the reads: no plate in it"


def test_a_time_without_offset_needs_the_zone_of_the_batch() -> None:
    data = (OWN_HEADER + ROW.replace("T00:00:00Z", "T00:00:00")).encode()
    read = entries(data, FULL)[0]
    assert isinstance(read, Parsed)
    assert read.time.isoformat() == "2026-01-02T08:00:00+00:00"
    rejected = entries(data, BARE)[0]
    assert isinstance(rejected, Rejected)
    assert "no offset and no time zone" in rejected.reason


def test_an_hour_that_the_clocks_showed_twice_or_never_is_not_guessed() -> None:
    for moment in ("2025-11-02T01:30:00", "2025-03-09T02:30:00"):
        (found,) = entries((OWN_HEADER + ROW.replace("2026-01-02T00:00:00Z", moment)).encode(), FULL)
        assert isinstance(found, Rejected)
        assert "clocks were changed" in found.reason


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"best_plate_number": None}, "plate is empty"),
        ({"best_plate_number": {"a": 1}}, "plate is not a text"),
        ({"epoch_start": "soon"}, "time is not a number"),
        ({"epoch_start": 10**400}, "time"),
        ({"epoch_start": True}, "time is not a number"),
        ({"gps_latitude": 95}, "latitude 95"),
        ({"best_confidence": 250}, "confidence 250"),
        ({"best_confidence": 0.91}, "counts to 1 where this format counts to 100"),
        ({"best_region": ["us-ca"]}, "state is not a text"),
        ({"camera_id": {"id": 4}}, "camera is not a text"),
        ({"data_type": "heartbeat", "best_plate_number": ""}, "plate is empty"),
    ],
)
def test_a_group_with_a_wrong_value_is_rejected_with_its_reason(change: dict[str, object], told: str) -> None:
    (found,) = entries(json.dumps({**REKOR, **change}).encode())
    assert isinstance(found, Rejected)
    assert told in found.reason


def test_lone_surrogates_in_json_are_no_text() -> None:
    (found,) = entries(json.dumps({**REKOR, "camera_id": "\ud800"}).encode())
    assert isinstance(found, Rejected)


def test_a_format_that_was_named_wrongly_is_said_so() -> None:
    with pytest.raises(FormatError, match="looks like Rekor"):
        entries((SAMPLES / "rekor.json").read_bytes(), named="axis")
    with pytest.raises(BadInput, match="no format that is taken in"):
        entries((SAMPLES / "rekor.json").read_bytes(), named="word")


@pytest.mark.parametrize("name", ["hikvision", "axis", "genetec-csv", "platerecognizer-csv"])
def test_a_named_format_tells_what_it_misses(name: str) -> None:
    with pytest.raises(FormatError):
        entries(b"name,size\na,1\n", named=name)
