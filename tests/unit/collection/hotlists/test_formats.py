"""Each format of a list, and what is wrong with a file, told with its line (464.7(g), 464.7.1(c))."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.people import NOW
from tests.unit.collection.hotlists.lists import HEADER, TERMS
from workbench.collection.hotlists.entry import Given, Terms, settle
from workbench.collection.hotlists.formats import ADAPTERS, choose
from workbench.collection.hotlists.ncic import REASONS
from workbench.errors import FormatError
from workbench.store.registers.hotlists import Entry
from workbench.wire.hotlists import HOTLIST_FORMATS, HotlistOffer
from workbench.wire.ingest import Rejected

pytestmark = pytest.mark.section("464.7(g)")

SAMPLES = Path(__file__).parents[3] / "data" / "hotlists"
PACIFIC = ZoneInfo("America/Los_Angeles")
FULL = Terms(HotlistOffer.model_validate(TERMS), PACIFIC, NOW)
BARE = Terms(HotlistOffer(name="stolen", source="department"), PACIFIC, NOW)
DOJ = b"DATE01/31/2026 09:00\n7SYN482 CA1320260119\n8SYN4831AZ  20260118\nTOTAL RECORD 0000002\n"


def found(data: bytes, named: str | None = None, terms: Terms = FULL) -> list[Entry | Rejected]:
    stream = io.BytesIO(data)
    spoken = choose(stream, named)
    return [each if isinstance(each, Rejected) else settle(*each, terms) for each in ADAPTERS[spoken](stream)]


def entry(data: bytes, named: str | None = None, terms: Terms = FULL) -> Entry:
    (only,) = found(data, named, terms)
    assert isinstance(only, Entry), only
    return only


def test_every_format_that_is_named_is_read() -> None:
    assert set(ADAPTERS) == set(HOTLIST_FORMATS)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_sample_is_recognised_and_read(path: Path) -> None:
    data = path.read_bytes()
    assert choose(io.BytesIO(data), None) == path.stem
    entries = found(data)
    assert len(entries) >= 2
    assert all(isinstance(each, Entry) for each in entries), entries


def test_our_own_csv_has_its_columns_in_any_order_and_takes_what_is_missing_from_the_terms() -> None:
    whole = entry(
        b"Expiry,plate,state,reason,case_number,entry_date,note\n"
        b"2026-04-01,7syn 482,California,wanted,26-9,2026-02-03,two doors\n",
        terms=BARE,
    )
    assert (whole.plate, whole.state, whole.reason, whole.case_number) == ("7SYN482", "CA", "wanted", "26-9")
    assert whole.note == "two doors"
    assert whole.entered == datetime(2026, 2, 3, 8, tzinfo=UTC), "the day begins in the agency's zone"
    assert whole.expires == datetime(2026, 4, 2, 6, 59, 59, 999_999, tzinfo=UTC), "and the last day is one of them"
    short = entry(b"plate\n7SYN482\n")
    assert (short.reason, short.case_number, short.state) == ("stolen vehicle", "26-118", None)


@pytest.mark.section("464.7.1(c)")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7SYN482,CA,stolen,,2026-02-03,2026-04-01,", "no case number"),
        ("7SYN482,CA,stolen,none,2026-02-03,2026-04-01,", "the case number is none"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,,", "no expiry"),
        ("7SYN482,CA,,26-9,2026-02-03,2026-04-01,", "no reason"),
        ("7SYN482,CA,stolen,26-9,,2026-04-01,", "no entry date"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,2026-02-28,", "has expired"),
        ("7SYN482,CA,stolen,26-9,2026-03-09,2026-04-01,", "lies in the future"),
        ("7SYN482,CA,stolen,26-9,03/02/2026,2026-04-01,", "not written year first"),
        ("7SYN482,CA,stolen,26-9,2026-02-30,2026-04-01,", "no such entry date"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,9999-12-31,", "not of our time"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,2099-12-31,", "not of our time"),
        ("7SYN482,CA,stolen,26-9,1990-12-31,2026-04-01,", "not of our time"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,0001-01-01T00:00:00+14:00,", "no such expiry"),
        ("7SYN482,CA,stolen,26-9,2026-03-03,2026-03-02T12:00:01Z,", "expires before it begins"),
        (",CA,stolen,26-9,2026-02-03,2026-04-01,", "the plate is empty"),
        ("7SYN48212345,CA,stolen,26-9,2026-02-03,2026-04-01,", "the plate can't be read"),
        ("7\u0410YN482,CA,stolen,26-9,2026-02-03,2026-04-01,", "the plate can't be read"),
        ("7SYN482,CA,stolen,26-9,2026-02-03,2026-04-01,x\u202ey", "invisible"),
        ("7SYN482,CA", "there are 2 cells"),
    ],
)
def test_an_entry_that_is_none_is_rejected_with_its_line_and_without_its_plate(line: str, reason: str) -> None:
    (rejected,) = found(f"{HEADER}{line}\n".encode(), terms=BARE)
    assert isinstance(rejected, Rejected)
    assert rejected.line == 2
    assert reason in rejected.reason
    assert "SYN" not in rejected.reason


def test_an_expiry_may_be_a_moment() -> None:
    until = entry(f"{HEADER}7SYN482,,,,,2026-03-05T18:00-08:00,\n".encode()).expires
    assert until == datetime(2026, 3, 6, 2, tzinfo=UTC)


@pytest.mark.parametrize("day", ["0001-01-01", "1990-12-31", "2099-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["entry_date", "expiry"])
def test_a_day_that_is_not_of_our_time_is_no_term_of_a_list(name: str, day: str) -> None:
    with pytest.raises(ValueError, match="must be a day from 1991 to 2098"):
        HotlistOffer.model_validate({**TERMS, name: day})


def test_an_extract_of_the_states_is_read_from_the_end_of_each_line() -> None:
    first, second = found(DOJ)
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (first.plate, first.state, first.note) == ("7SYN482", "CA", "county 13")
    assert (second.plate, second.state, second.note) == ("8SYN4831", "AZ", "")
    assert first.entered == datetime(2026, 1, 19, 8, tzinfo=UTC)
    assert first.expires.date() == date(2027, 1, 1), "the list's own, since the file has none"


@pytest.mark.section("464.7.1(c)")
def test_an_extract_without_terms_that_vouch_for_it_gives_no_entry() -> None:
    assert {type(each) for each in found(DOJ, terms=BARE)} == {Rejected}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (DOJ[:-22], "cut off"),
        (DOJ.replace(b"0000002", b"0000009"), "counts 9 records and the list has 2"),
        (DOJ.replace(b"0000002", b"0000001"), "counts 1 records and the list has 2"),
        (DOJ + b"7SYN484 CA1320260119\n", "Lines follow the foot"),
    ],
)
def test_an_extract_that_lost_lines_is_refused_whole(data: bytes, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        found(data)


def test_an_extract_of_ncic_has_its_own_number_and_reason() -> None:
    line = "V900000001CA013000020260119" + "7SYN482".ljust(10) + "CA2026PC2019TOYTCAM4DSIL"
    whole = entry(f"HEAD OF THE FILE\n{line}\n".encode())
    assert (whole.plate, whole.state, whole.reason) == ("7SYN482", "CA", "stolen vehicle")
    assert (whole.case_number, whole.note) == ("V900000001", "SIL 2019 TOYT CAM")
    assert entry(line.replace("CA2026", "NB2026").encode()).state == "NE"
    other = line.replace("V", "Z", 1)
    short = line[:30]
    reasons = [each.reason for each in found(f"{line}\n{other}\n{short}\n".encode()) if isinstance(each, Rejected)]
    assert reasons == ["records of the kind Z are not known", "the line has not the columns of an NCIC extract"]
    assert len(REASONS) == 13


@pytest.mark.parametrize("sign", [";", ",", ":", "\t"])
def test_a_hotlist_of_genetec_is_read_with_and_without_a_header(sign: str) -> None:
    cells = sign.join(("wanted", "CA", "7SYN482", "2026-02-03", "2026-04-01", "extra"))
    header = sign.join(("Category", "PlateState", "PlateNumber", "EffectiveDate", "ExpiryDate", "PermitID"))
    plain, named = entry(cells.encode(), "genetec"), entry(f"{header}\n{cells}\n".encode())
    assert plain == named
    assert (plain.plate, plain.state, plain.reason, plain.case_number) == ("7SYN482", "CA", "wanted", "26-118")
    only = entry(f"PlateNumber{sign}Colour\n7SYN482{sign}red\n".encode())
    assert (only.plate, only.reason) == ("7SYN482", "stolen vehicle")


@pytest.mark.parametrize(
    ("data", "named", "told"),
    [
        (b"", None, "is empty"),
        (b" \n\n", None, "is empty"),
        (b"7SYN482\n", None, "not recognised"),
        (DOJ, "csv", "looks like California DOJ"),
        (b"plate,expires\n7SYN482,2026-04-01\n", None, "columns that are not known: 'expires'"),
        (b"plate,plate\n7SYN482,7SYN482\n", None, "more than once"),
        (b"state\nCA\n", "csv", "lacks 'plate'"),
        (b'plate,note\n7SYN482,"open\n', None, "CSV is broken"),
        (b'wanted;CA;"7SYN482\n', "genetec", "is broken on line"),
        (b"plate,note\n7SYN482,Pe\xf1a\n", None, "not UTF-8"),
        ("plate\n7SYN482\n".encode("utf-16"), None, "UTF-16"),
        (b"PK\x03\x04" + bytes(60), None, "ZIP archive"),
        (b"plate\n" + b"7" * (2 << 20), None, "longer than 1 MiB"),
        (b"plate\n\0\n", None, "NUL byte"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(data: bytes, named: str | None, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        found(data, named)


def test_the_same_entry_has_the_same_identity_in_each_version_of_its_list_and_another_in_another_list() -> None:
    first = entry(b"plate,expiry\n7SYN482,2026-04-01\n")
    later = entry(b"plate,expiry\n7SYN482,2026-05-01\n")
    assert first.entry_id == later.entry_id
    other = replace(FULL, offer=FULL.offer.model_copy(update={"name": "wanted"}))
    assert entry(b"plate\n7SYN482\n", terms=other).entry_id != first.entry_id


@given(st.binary(max_size=300), st.sampled_from([None, *ADAPTERS]), st.sampled_from([b"", b"plate\n", DOJ[:21]]))
def test_no_bytes_do_more_than_be_refused(data: bytes, named: str | None, head: bytes) -> None:
    with suppress(FormatError):
        assert all(isinstance(each, Entry | Rejected) for each in found(head + data, named))


@given(st.builds(Given, *[st.text(max_size=30)] * 7))
def test_no_field_does_more_than_be_rejected(given: Given) -> None:
    assert isinstance(settle(7, given, FULL), Entry | Rejected)
