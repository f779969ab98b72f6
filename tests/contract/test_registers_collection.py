"""Batches, sources, devices and the policy's text (464.9, 464.7(f), 464.8), on both databases."""

from __future__ import annotations

import pytest

from tests.contract.registers import LATER, NOW
from workbench.errors import BadInput, NotFound
from workbench.store.registers import Device, Registers
from workbench.wire.ingest import BatchReceipt, Rejected

RECEIPT = BatchReceipt(
    batch_id="b-1",
    sha256="ab" * 32,
    name="morning.csv",
    format="own",
    accepted=3,
    duplicate=1,
    rejected=1,
    problems=[Rejected(line=4, reason="no time zone")],
    repeated=False,
    record=12,
    received=NOW,
)


@pytest.mark.section("464.9")
def test_a_batch_has_one_receipt_whoever_comes_second(registers: Registers) -> None:
    assert registers.batches.get("b-1") is None
    assert registers.batches.add(RECEIPT) == RECEIPT
    assert registers.batches.add(RECEIPT.model_copy(update={"accepted": 0, "record": 13})) == RECEIPT
    assert registers.batches.get("b-1") == RECEIPT


@pytest.mark.section("464.9")
def test_the_same_bytes_on_other_terms_keep_their_receipt_and_name_the_first(registers: Registers) -> None:
    registers.batches.add(RECEIPT)
    other = {"accepted": 0, "duplicate": 4, "rejected": 1}
    for number in (2, 3):
        again = RECEIPT.model_copy(update={"batch_id": f"b-{number}", "record": 12 + number, **other})
        kept = registers.batches.add(again)
        assert kept == again.model_copy(update={"first": "b-1"}) == registers.batches.get(f"b-{number}")
    assert registers.batches.get("b-1") == RECEIPT


@pytest.mark.section("464.9")
def test_a_name_finds_its_newest_receipt(registers: Registers) -> None:
    newer = RECEIPT.model_copy(update={"batch_id": "b-2", "sha256": "cd" * 32, "record": 13})
    registers.batches.add(RECEIPT)
    registers.batches.add(newer)
    assert registers.batches.by_name("morning.csv") == newer
    assert registers.batches.by_name("evening.csv") is None


@pytest.mark.section("464.7(f)")
def test_nobody_has_a_source_until_it_is_granted_and_after_it_is_revoked(registers: Registers) -> None:
    assert registers.sources.granted("ana") == frozenset()
    registers.sources.grant("ana", "state", "adam", 3)
    registers.sources.grant("ana", "state", "adam", 4)
    registers.sources.grant("ana", "department", "adam", 5)
    assert registers.sources.granted("ana") == {"state", "department"}
    assert registers.sources.granted("otto") == frozenset()
    registers.sources.revoke("ana", "state")
    registers.sources.revoke("ana", "federal")
    assert registers.sources.granted("ana") == {"department"}


@pytest.mark.section("464.9")
def test_a_device_is_known_by_its_own_secret_until_it_is_removed(registers: Registers) -> None:
    secret = registers.devices.add("car-7", "department", "cam-7", "adam", 3)
    other = registers.devices.add("car-8", "state", "cam-8", "adam", 4)
    assert registers.devices.check("car-7", secret) == Device("car-7", "department", "cam-7", "adam", 3)
    for name, guess in (("car-7", other), ("car-7", ""), ("car-7", secret.lower() + "x"), ("car-9", secret), ("", "")):
        assert registers.devices.check(name, guess) is None
    with pytest.raises(BadInput, match="car-7"):
        registers.devices.add("car-7", "state", "", "adam", 5)
    assert [device.name for device in registers.devices.all()] == ["car-7", "car-8"]
    assert registers.devices.remove("car-7")
    assert not registers.devices.remove("car-7")
    assert registers.devices.check("car-7", secret) is None


@pytest.mark.section("464.8")
def test_the_newest_policy_is_in_force_and_earlier_ones_stay(registers: Registers) -> None:
    assert not registers.policies.installed()
    with pytest.raises(NotFound, match="No policy"):
        registers.policies.current()
    registers.policies.install("1", "one", "adam", 1, NOW)
    registers.policies.install("2", "two", "adam", 2, LATER)
    assert registers.policies.installed()
    assert (registers.policies.current().version, registers.policies.current().installed_at) == ("2", LATER)
    assert [policy.version for policy in registers.policies.versions()] == ["2", "1"]


@pytest.mark.section("464.8")
def test_a_version_never_changes_its_text(registers: Registers) -> None:
    registers.policies.install("1", "one", "adam", 1, NOW)
    registers.policies.install("1", "one", "adam", 2, LATER)
    assert registers.policies.current().installed_at == NOW
    with pytest.raises(BadInput, match="another text"):
        registers.policies.install("1", "uno", "adam", 3, LATER)
    for version, text in (("", "x"), (" ", "x"), ("3", ""), ("3", "\n")):
        with pytest.raises(BadInput):
            registers.policies.install(version, text, "adam", 4, LATER)
    assert [policy.text for policy in registers.policies.versions()] == ["one"]
