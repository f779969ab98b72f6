"""Files that reads are taken out in: stamped, the same bytes each time, and readable by other programs."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import polars as pl
import pytest

from tests.policy.people import NOW
from tests.unit.release.ground import PICTURE, SEEN, csv_rows, made, pages, sheets, stamp, utc
from tests.unit.store.reads_ground import read, table
from workbench.errors import BadInput
from workbench.policy.caller import Realm
from workbench.release.pdffile import MOST
from workbench.release.stamp import LEAD, OFFICIAL, SYNTHETIC
from workbench.wire.export import Format

pytestmark = pytest.mark.section("464.9", "464.11")

EVERY = pytest.mark.parametrize("chosen", Format)


@EVERY
def test_the_same_reads_give_the_same_bytes(chosen: Format) -> None:
    assert made(chosen) == made(chosen)
    assert made(chosen) != made(chosen, of=stamp(record=42, time=NOW + timedelta(hours=1))) or chosen is Format.EVIDENCE


def test_a_csv_opens_in_polars_with_numbers_as_numbers_and_the_stamp_on_each_line() -> None:
    frame = pl.read_csv(made(Format.CSV), try_parse_dates=True)
    assert frame["plate"].to_list() == ["7ABC123", "7ABC128"]
    assert frame["longitude"].to_list() == [-115.56, None]
    assert frame["time"].to_list() == [NOW - timedelta(hours=1), NOW]
    assert frame["export_record"].to_list() == [41, 41]
    assert frame["export_query"][1] == "Pattern: 7ABC*; At most: 500 reads"
    assert frame["export_purpose"][0].startswith("Stolen or wanted vehicle, case 2026-00417: For the case file")
    assert frame["export_person"][0] == "ana, Test Police Department"
    assert LEAD in frame["export_notice"][0]


def test_a_csv_without_a_read_has_the_stamp() -> None:
    [line] = csv_rows(made(Format.CSV, table([])))
    assert (line["plate"], line["export_record"], line["export_case"]) == ("", "41", "2026-00417")
    assert utc(line["export_time"]) == NOW


def test_a_workbook_says_first_what_it_is_and_has_real_dates_in_both_zones() -> None:
    book = sheets(made(Format.XLSX))
    assert list(book) == ["About this export", "Reads"]
    about = {name or value: value for name, value in book["About this export"]}
    assert about["Access log"].startswith("record 41;")
    assert (about["Pattern"], about["For the case"]) == ("7ABC*", "2026-00417")
    assert {LEAD, OFFICIAL} <= about.keys()
    head, first, second = book["Reads"]
    values = dict(zip(head, first, strict=True))
    assert values["Time (UTC)"] == (NOW - timedelta(hours=1)).replace(tzinfo=None)
    assert values["Time (America/Los_Angeles)"] == (NOW - timedelta(hours=9)).replace(tzinfo=None)
    assert (values["Plate"], values["Longitude (degrees, WGS 84)"]) == ("7ABC123", -115.56)
    assert dict(zip(head, second, strict=True))["Corrected plate"] == "7ABC123"


def test_a_workbooks_head_stays_in_sight() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(Format.XLSX)))
    assert book["Reads"].freeze_panes == "A2"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_pdf_has_the_stamp_and_the_pages_number_on_each_page(paper: str) -> None:
    many = table(read(f"r-{place}", f"7ABC{place:03}", NOW, camera="EC-04") for place in range(90))
    told = pages(made(Format.PDF, many, paper=paper))
    assert len(told) > 3
    for number, page in enumerate(told, 1):
        assert f"page {number} of {len(told)}" in page
        assert "Access log record 41 · taken out by ana" in page
        assert LEAD in page
        assert OFFICIAL in page
    assert "7ABC089" in told[-1]
    assert all("Camera and place" in page for page in told[1:])


def test_a_pdf_tells_of_a_corrected_plate_and_of_both_clocks() -> None:
    text = " ".join(" ".join(pages(made(Format.PDF))).split())
    assert "7ABC123 (read as 7ABC128)" in text
    assert "2026-03-02 04:00:00 PST" in text
    assert "2026-03-02 12:00:00 UTC" in text


def test_a_pdf_shows_the_crops_that_there_are() -> None:
    with_crop = made(Format.PDF, images={"r-2": PICTURE})
    assert "No. 2: 7ABC128" in pages(with_crop)[-1]
    assert b"/Image" in with_crop
    assert b"/Image" not in made(Format.PDF).replace(b"/ImageB /ImageC /ImageI", b"")


def test_a_pdf_of_more_reads_than_anybody_reads_is_refused_in_words() -> None:
    many = table(read(f"r-{place}", "7ABC123", NOW) for place in range(MOST + 1))
    with pytest.raises(BadInput, match="2,000 reads at most") as caught:
        made(Format.PDF, many)
    assert caught.value.where == "format"


def test_a_pdf_without_a_read_says_so() -> None:
    assert "No read fits what was asked." in pages(made(Format.PDF, table([])))[-1]


@pytest.mark.section("464.4.1")
@EVERY
def test_synthetic_reads_are_said_to_be(chosen: Format) -> None:
    file = made(chosen, of=stamp(realm=Realm.TRAINING))
    match chosen:
        case Format.CSV:
            said = csv_rows(file)[0]["export_notice"]
        case Format.XLSX:
            said = str(sheets(file)["About this export"])
        case Format.PDF:
            said = pages(file)[-1]
        case Format.MAP:
            said = file.decode()
        case Format.EVIDENCE:
            return  # its own test opens it
    assert SYNTHETIC in said


def test_a_cut_answer_says_how_many_fit() -> None:
    assert ("Reads in this file", "2 of 1,700 that fit") in list(stamp(total=1700).lines())
    assert len(SEEN) == 2
