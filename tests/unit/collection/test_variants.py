"""The same formats as different products, versions and spreadsheets write them: read alike, or told why not (464.9)."""

from __future__ import annotations

import json

import pytest

from tests.unit.collection.ground import FULL, SAMPLES, entries
from workbench.collection.reading import Entry, Parsed
from workbench.wire.ingest import Rejected

GENETEC = "Plate;State;UTCDate;UTCTime;CameraName;Guid;LongitudeX;LatitudeY"
READ = "7SYN482;CA;2026:01:02;00:00:01.250;EC-04;11111111-1111-4111-8111-111111111111;-115.5631;32.792"
EVENT = (SAMPLES / "hikvision.xml").read_bytes()
PICTURE = b"\xff\xd8\xff\xe0\r\n--MIME\x00\x80 --MIME_boundary" * 50 + b"\xff\xd9"


def only(found: list[Entry]) -> Parsed:
    assert len(found) == 1, found
    assert isinstance(found[0], Parsed), found
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        f"{GENETEC}\n{READ}\n",
        f"\ufeff{GENETEC}\r\n{READ}\r\n",
        f"{GENETEC};\n{READ};\n",
        f"{GENETEC};;;\n{READ};;;\n",
        f"{GENETEC};Note;Note\n{READ};a;b\n",
        f'{GENETEC};Note\n{READ};"two\nlines; and a ""quote"""\n',
        f"{GENETEC}\n\n{READ}\n\n",
        f"{GENETEC}\n{READ.replace('EC-04', '  EC-04 ')}",
        f"{GENETEC.upper()}\n{READ}\n",
        f"{GENETEC}\n{READ}\n".replace(";", "\t"),
    ],
    ids=["plain", "BOM", "one end", "many ends", "own columns", "line break", "blanks", "spaces", "case", "tabs"],
)
def test_genetec_as_spreadsheets_leave_it(text: str) -> None:
    read = only(entries(text.encode()))
    assert (read.plate, read.camera, read.time.isoformat()) == ("7SYN482", "EC-04", "2026-01-02T00:00:01.250000+00:00")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026:01:02", "1/2/2026", "year first"),
        ("2026:01:02", "02.01.2026", "year first"),
        ("00:00:01.250", "12:00:01 AM", "UTCTime"),
        ("32.792", "32,792", "latitude is not a number"),
        ("-115.5631;32.792", "32.792;-115.5631", "swapped"),
        ("7SYN482", "=1+1", "plate can't be read"),
    ],
)
def test_what_another_country_writes_is_told_and_never_guessed(old: str, new: str, told: str) -> None:
    (found,) = entries(f"{GENETEC}\n{READ.replace(old, new)}\n".encode())
    assert isinstance(found, Rejected)
    assert told in found.reason


@pytest.mark.parametrize("given", ["7syn-482", "7 SYN 482", "\uff17SYN482", "7SYN\u00b7482", " 7SYN482 "])
def test_one_plate_in_many_spellings(given: str) -> None:
    read = only(entries(f"{GENETEC}\n{READ.replace('7SYN482', given)}\n".encode()))
    assert (read.plate, read.plate_as_given) == ("7SYN482", given.strip())


@pytest.mark.parametrize(
    "given", ["\u00d1AB123", "7SYN482\u200b", "\u2167A1", "\ufb01A", "\u013012", "\u00df12", "-", ""]
)
def test_what_is_no_plate_is_never_made_one(given: str) -> None:
    (found,) = entries(f"{GENETEC}\n{READ.replace('7SYN482', given)}\n".encode())
    assert isinstance(found, Rejected)


def form(*parts: tuple[str, bytes], boundary: str = "MIME_boundary", line: bytes = b"\r\n") -> bytes:
    cut = b"--" + boundary.encode()
    said = [cut + line + head.encode().replace(b"\n", line) + line * 2 + body + line for head, body in parts]
    return b"".join([*said, cut, b"--", line])


XML = 'Content-Disposition: form-data; name="anpr.xml"; filename="anpr.xml"\nContent-Type: application/xml', EVENT
JPEG = 'Content-Disposition: form-data; name="licensePlatePicture.jpg"\nContent-Type: image/jpeg', PICTURE


@pytest.mark.parametrize(
    "body",
    [
        form(XML, JPEG, JPEG),
        form(JPEG, XML),
        form((XML[0].replace("anpr.xml", "ANPR.xml"), EVENT)),
        form(
            ('Content-Disposition: form-data; name="Event_Type"\nContent-Type: text/xml; charset="UTF-8"', EVENT), JPEG
        ),
        form(('Content-Type: application/xml; charset="UTF-8"\nContent-Length: 1', EVENT)),
        b"\r\n" + form(XML, JPEG),
        form(XML, JPEG, boundary="--------7e13971310878"),
        form(XML, boundary="B"),
        form(XML, line=b"\n"),
        b"\xef\xbb\xbf" + EVENT,
        EVENT.replace(b"<EventNotificationAlert", b"<e:EventNotificationAlert xmlns:e='urn:x'", 1).replace(
            b"</EventNotificationAlert", b"</e:EventNotificationAlert"
        ),
    ],
    ids=["pictures", "picture first", "case", "by type", "mixed", "line", "dashes", "short", "LF", "BOM", "prefix"],
)
def test_hikvision_as_cameras_post_it(body: bytes) -> None:
    assert only(entries(body)).plate == "7SYN4B2"


def test_an_include_in_an_event_is_not_followed() -> None:
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/><deviceID>'
    assert only(entries(EVENT.replace(b"<deviceID>", include))).camera == "EC-04"


def test_a_group_of_an_early_agent_keeps_its_readings_in_best_plate() -> None:
    group = {
        "version": 1,
        "data_type": "alpr_group",
        "epoch_start": "1767312000000.0",
        "camera_id": 1414,
        "uuids": ["EXAMPLE-1"],
        "best_plate": {
            "plate": "7SYN482",
            "confidence": 92.0,
            "candidates": [{"plate": "7SYN482", "confidence": 92.0}, {"plate": "7SYN4B2", "confidence": 80.0}],
        },
    }
    read = only(entries(json.dumps(group).encode()))
    assert (read.plate, read.confidence, len(read.candidates)) == ("7SYN482", 0.92, 2)
    assert (read.camera, read.vendor_id, read.time.isoformat()) == ("1414", "EXAMPLE-1", "2026-01-02T00:00:00+00:00")


VEHICLES = """timestamp,file,source_url,position_sec,direction,plate,vehicle
2026-01-02 00:00:00.250000+00:00,a.jpg,,1.5,210,"{'type': 'Plate', 'props': {'plate': [{'value': '7syn482', \
'score': 0.91}, {'value': '7syn4b2', 'score': 0.5}], 'region': [{'value': 'us-ca'}]}}","{'type': 'Sedan', \
'props': {'color': [{'value': 'white', 'score': 0.8}], 'make_model': [{'make': 'Toyota', 'model': 'Camry'}]}}"
2026-01-02 00:00:01.250000+00:00,a.jpg,,1.5,,"{'props': None}",
2026-01-02 00:00:02.250000+00:00,a.jpg,,1.5,,"__import__('os').abort()",
"""


def test_plate_recognizers_csv_of_vehicles() -> None:
    read, *others = entries(VEHICLES.encode(), FULL)
    assert isinstance(read, Parsed)
    assert (read.plate, read.state, read.confidence, len(read.candidates)) == ("7SYN482", "CA", 0.91, 2)
    assert (read.make, read.model, read.colour, read.body_type) == ("Toyota", "Camry", "white", "sedan")
    assert [isinstance(other, Rejected) and other.reason for other in others] == ["the plate is empty"] * 2
