"""Reads taken out as a file at the real custodian (464.5, 464.9, 464.11): confirmed, made, recorded, found again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.unit.release.ground import pages, sheets
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.proof import Receipt
from workbench.accesslog.record import Kind
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.client import Client
from workbench.client.exports import TakenFile
from workbench.errors import AssentRequired, PurposeRequired
from workbench.release.verify import verify
from workbench.store.registers import Registers
from workbench.wire.export import Format

pytestmark = pytest.mark.section("464.5", "464.9", "464.11")

WHY = "For the case file: where the sedan was seen."


@pytest.fixture(scope="module")
def ana(custodian: Custodian) -> Iterator[Client]:
    """An analyst with a source and a purpose."""
    registers = f"sqlite:///{custodian.folder / 'custodian' / 'registers.sqlite'}"
    with closing(Registers.open(registers)) as granting:
        granting.sources.grant("ana", "department", "adam", 0)
    with custodian.client("ana") as client:
        client.declare(PURPOSE)
        yield client
        client.end()


def taken(custodian: Custodian, client: Client, chosen: Format, folder: Path) -> TakenFile:
    """A file of the demonstration's planted vehicle, confirmed on the page, with the password."""
    answer = client.search("7LBR461", limit=100)
    with pytest.raises(AssentRequired) as asked:
        client.take_out(answer, chosen, why=WHY, folder=folder)
    said = {"assent": asked.value.assent, "granted": True, "note": "yes"}
    custodian.on_page("ana", "POST", "/assents/answer", said).raise_for_status()
    return client.take_out(answer, chosen, why=WHY, folder=folder)


@pytest.mark.parametrize("chosen", Format)
def test_a_file_is_made_after_the_word_and_the_password_and_leads_back_to_its_record(
    custodian: Custodian, ana: Client, tmp_path: Path, chosen: Format
) -> None:
    made = taken(custodian, ana, chosen, tmp_path)
    intent, result = custodian.records(user="ana", action="export.reads")[1::-1]
    assert (intent.kind, result.kind) == (Kind.INTENT, Kind.RESULT)
    assert (made.head.record, made.head.result_record) == (intent.index, result.index)
    assert intent.body["elements"]["pattern"] == "7LBR461"
    [found] = custodian.records(action="export.reads", kind="result", text=made.head.sha256)
    assert found.index == result.index
    assert found.body["read_ids"]
    key = Keyring(custodian.folder / "custodian" / "log-keys").signing.public()
    receipt = Receipt.parse(made.head.receipt.encode())
    assert receipt.index == result.index
    assert receipt.extra
    receipt.check(receipt.extra, Policy((Party(key),), {}))
    file = made.path.read_bytes()
    match chosen:
        case Format.EVIDENCE:
            verdict = verify(made.path, f"log {key}\nquorum none\n".encode())
            assert verdict.good, verdict.findings
            assert verdict.record == intent.index
        case Format.PDF:
            assert f"Access log record {intent.index}" in pages(file)[0]
        case Format.XLSX:
            assert made.head.count == len(sheets(file)["Reads"]) - 1
        case Format.MAP:
            assert f"record {intent.index}; the result record" in file.decode()
        case Format.CSV:
            assert "\r\n" in file.decode("utf-8-sig")


@pytest.mark.section("464.5.1")
def test_a_kernels_token_confirms_nothing(custodian: Custodian, ana: Client, tmp_path: Path) -> None:
    with pytest.raises(AssentRequired) as asked:
        ana.take_out(ana.search("7LBR461", limit=99), "csv", why=WHY, folder=tmp_path)
    said = {"assent": asked.value.assent, "granted": True, "note": "yes"}
    answer = custodian.call(custodian.token("ana"), "POST", "/assents/answer", said)
    assert answer.status_code == 403
    assert not list(tmp_path.iterdir())


@pytest.mark.section("464.5(4)")
def test_an_ended_purpose_takes_nothing_out(custodian: Custodian, ana: Client, tmp_path: Path) -> None:
    answer = ana.search("7LBR461")
    ana.end()
    with pytest.raises(PurposeRequired):
        ana.take_out(answer, "csv", why=WHY, folder=tmp_path)
    ana.declare(PURPOSE)
