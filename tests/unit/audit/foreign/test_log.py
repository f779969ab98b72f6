"""Search logs of other systems, with all that is odd about them (464.6)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.foreign.log import ForeignLog, read
from workbench.audit.foreign.times import moment
from workbench.errors import FormatError

pytestmark = pytest.mark.section("464.6")
ZONE = "America/Los_Angeles"


def log(text: str, encoding: str = "utf-8") -> ForeignLog:
    return read("log.csv", text.encode(encoding), ZONE)


def test_a_published_log_is_read_with_its_persons_masked() -> None:
    found = log(
        '"id","userId","searchDate","networkCount","reason"\n'
        '"a1","***","2026-03-20T00:06:23.972Z","304","suspect vehicle"\n'
        '"a2","***","2026-03-20T10:40:35.868Z","1","[withheld]"\n'
    )
    assert [(row.index, row.user, row.reason) for row in found.rows] == [
        (1, "", "suspect vehicle"),
        (2, "", "[withheld]"),
    ]
    assert found.networks == (304, 1)
    assert (found.masked, len(found.sha256)) == (2, 64)
    assert found.told == ("All persons are masked: rules about a person's own habits can't look at these rows.",)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("1,304", 1304), ("9" * 12, 10**12 - 1), ("9" * 13, None), ("9" * 5000, None)],
    ids=["with a comma", "twelve", "thirteen", "five thousand"],
)
def test_a_count_of_too_many_digits_is_none(written: str, read_as: int | None) -> None:
    found = log(f'"id","userId","searchDate","networkCount"\n"a1","eve","2026-03-20T00:06:23.972Z","{written}"\n')
    assert found.networks == (read_as,)


def test_cells_of_several_lines_and_headers_again_and_again_are_put_up_with() -> None:
    found = log(
        "\ufeffUser Name,Search Time,License Plate,Case #,Reason\r\n"
        'rivera,"03/02/2026, 05:30:00 PM UTC",7abc-123,26-1,"Burglary,\nsecond line\n\n third"\r\n'
        ",,,,\r\n"
        "User Name,Search Time,License Plate,Case #,Reason\r\n"
        "okafor,2026-03-02 10:00:00,not a plate!,,inv\r\n"
    )
    first, second = found.rows
    assert first.reason == "Burglary, second line third"
    assert (first.user, first.plate, first.time) == ("rivera", "7ABC123", datetime(2026, 3, 2, 17, 30, tzinfo=UTC))
    assert (second.plate, second.time) == ("", datetime(2026, 3, 2, 18, tzinfo=UTC))
    assert found.told == ("The header stands 2 times; it was read once.",)


def test_a_row_that_was_exported_twice_counts_once_and_is_told() -> None:
    found = log("id,time,reason\n1,2026-03-02T10:00Z,a\n1,2026-03-02T10:00Z,a\n,2026-03-02T10:00Z,b\n")
    assert len(found.rows) == 2
    assert found.told[0] == "1 rows bear an id that came before and were left out."


def test_what_another_century_wrote_is_read_too() -> None:
    assert log("time,reason\n2026-03-02T10:00Z,Señor\u2019s\n", "cp1252").rows[0].reason == "Señor\u2019s"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 0, "no columns"),
        ("a,b\n1,2\n", 1, "does not begin with the names"),
        ("time,reason\nyesterday,x\n", 2, "The time can't be read: 'yesterday' is no time"),
        ('time,reason\n2026-03-02T10:00Z,"a\nb"\n13/13/2026 1:00 PM,x\n', 4, "The time can't be read"),
        ("time,reason\n2026-03-02T10:00Z,x,y\n", 2, "3 cells under 2 columns"),
        ('time,reason\n2026-03-02T10:00Z,"x"y\n', 2, "no CSV"),
    ],
)
def test_what_can_not_be_read_is_told_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(FormatError, match=why) as told:
        log(text)
    assert told.value.line == line


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-20T00:06:23.972Z", (2026, 3, 20, 0, 6, 23, 972000)),
        ("03/02/2026, 05:30:00 PM UTC", (2026, 3, 2, 17, 30)),
        ("3/2/2026 12:05 AM", (2026, 3, 2, 8, 5)),
        ("3/2/26 12:05 pm PST", (2026, 3, 2, 20, 5)),
        ("07/04/2026 13:00:01", (2026, 7, 4, 20, 0, 1)),
        ("2026-07-04 13:00:00", (2026, 7, 4, 20)),
        ("2026-07-04T13:00:00+02:00", (2026, 7, 4, 11)),
    ],
)
def test_times_are_read_in_the_zone_that_they_name_or_the_agencys(text: str, utc: tuple[int, ...]) -> None:
    assert moment(text, ZONE) == datetime(*utc, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("text", ["", "x", "3/2/2026 13:00 PM", "2/30/2026 1:00 PM", "3/2/2026 1:00 PM MARS"])
def test_what_is_no_time_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        moment(text, ZONE)


@given(st.text(max_size=200), st.binary(max_size=200))
def test_no_file_brings_it_down(text: str, raw: bytes) -> None:
    for each in (
        text.encode("utf-8", "surrogatepass"),
        raw,
        f"time,reason\n2026-03-02T10:00Z,{text}\n".encode("utf-8", "replace"),
    ):
        with suppress(FormatError):
            assert all(row.time.tzinfo for row in read("x", each, ZONE).rows)
