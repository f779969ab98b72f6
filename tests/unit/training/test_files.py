"""A certificate says what the record of the sign-off says, and the register what stands in it (464.12)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from pypdf import PdfReader

from tests.unit.training.conftest import OTTO, TESS, School, caller
from workbench.errors import NotFound, Refused
from workbench.policy.roles import Role
from workbench.prose.sheet import sheet
from workbench.release.certificate import Certificate, certificate_pdf
from workbench.release.tablefile import workbook_of
from workbench.training.certificate import certified
from workbench.training.register import Entry, entries
from workbench.wire.training_sessions import CloseSession, OpenSession

pytestmark = pytest.mark.section("464.12")


def signed(school: School) -> int:
    school.complete(OTTO)
    number = school.desk.sign_off(TESS, "otto").certificate
    assert number is not None
    return number


def test_a_certificate_bears_the_number_of_its_record_and_says_what_that_says(school: School) -> None:
    number = signed(school)
    record = school.reader.get(number)
    found, receipt = certified(school.gate, school.reader, OTTO, number)
    assert (found.number, found.holder, found.trainer) == (number, "otto", "tess")
    assert (found.policy_version, found.signed_at) == ("1", record.time)
    assert found.valid_until - found.signed_at == pytest.approx(timedelta(days=365), abs=timedelta(seconds=5))
    assert found.leaf == next(iter(school.reader.leaf_hashes([(number, number + 1)])))
    assert (school.last().action, school.last().index) == ("training.certificate", receipt.index)


def test_a_trainer_takes_anybodys_certificate_and_another_trainee_none(school: School) -> None:
    number = signed(school)
    assert certified(school.gate, school.reader, TESS, number)[0].holder == "otto"
    for who in (caller("ned", Role.OFFICER), caller("adam", Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            certified(school.gate, school.reader, who, number)
        assert school.last().body["outcome"] == "failed"


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_a_record_that_is_no_sign_off_is_no_certificate(school: School, number: int) -> None:
    signed(school)
    with pytest.raises(NotFound):
        certified(school.gate, school.reader, TESS, number)


@pytest.mark.section("464.4")
def test_a_vendor_has_no_certificate(school: School) -> None:
    number = signed(school)
    with pytest.raises(Refused):
        certified(school.gate, school.reader, caller("vic", Role.VENDOR), number)


SAID = Certificate(
    agency="El Centro Police Department",
    number=1207,
    holder="otto",
    trainer="tess",
    signed="2026-11-24 10:30 PST",
    valid_until="2027-11-24 10:30 PST",
    policy_version="2026-01",
    taught=[(f"464.{n}", f"Module {n}") for n in range(1, 13)],
    leaf="ab" * 32,
    receipt="c2sp.org/tlog-proof@v1\nindex 1207\n" + "QUJD" * 300,
)


def test_everything_that_a_certificate_says_can_be_read_on_its_two_pages() -> None:
    file = certificate_pdf(SAID)
    front, back = (page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    for words in ("otto", "signed off by tess on 2026-11-24", "Valid until 2027-11-24", "Certificate 1207", "ab" * 32):
        assert words in front
    assert all(title in front for _, title in SAID.taught)
    assert "tlog-proof@v1" in back
    assert certificate_pdf(SAID) == file


def test_a_hostile_name_is_spelled_out_on_a_certificate() -> None:
    front = PdfReader(io.BytesIO(certificate_pdf(replace(SAID, holder="ot\u202eto\n中")))).pages[0].extract_text()
    assert "ot[U+202E]to[U+000A][U+4E2D]" in front


def test_the_register_holds_each_step_sign_off_and_attendance_with_its_record(school: School) -> None:
    said = OpenSession(title="New officers", starts_at=school.gate.now(), agenda="", roster=["otto", "ned"])
    session = school.desk.sessions.open(TESS, said)
    number = signed(school)
    school.desk.sessions.close(TESS, CloseSession(session=session.session, attended=["otto"]))
    closed = school.last().index
    found = entries(school.registers)
    assert [entry.what for entry in found if entry.person == "ned"] == ["session: did not attend"]
    otto = {entry.what: entry for entry in found if entry.person == "otto"}
    assert (otto["signed off"].record, otto["signed off"].by) == (number, "tess")
    assert otto["session: attended"].record == closed
    assert otto["policy acknowledged"].detail == "version 1"
    assert otto["attempt: quiz"].detail.endswith("right")
    assert sum(entry.what == "module" for entry in found) == 12


HOSTILE = Entry("=cmd|'/c calc'!A1", "+1", "@x", "-2", "2026-01-01T00:00:00+00:00", "", 7)


@pytest.mark.section("464.10(a)")
def test_no_word_in_the_register_is_run_as_a_formula() -> None:
    (row,) = list(csv.reader(io.StringIO(sheet([HOSTILE]))))
    assert [cell[:1] for cell in row[:4]] == ["'"] * 4
    book = openpyxl.load_workbook(io.BytesIO(workbook_of([("=a", "=b")], "Register", Entry._fields, [HOSTILE])))
    cells = [cell for each in book.worksheets for line in each.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert book["Register"]["G2"].value == 7


def test_who_was_signed_off_with_the_demonstration_has_no_certificate(school: School) -> None:
    now = school.gate.now()
    school.registers.training.acknowledge("otto", "1", 3, now)
    school.registers.training.sign_off("otto", "demo", now + timedelta(days=300), 3, now=now)
    assert school.desk.progress(OTTO).certificate is None
    assert [entry.detail for entry in entries(school.registers) if entry.what == "signed off"] == [
        "with the demonstration"
    ]
