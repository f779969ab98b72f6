"""The receipt that travels with an answer (464.5)."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.accesslog.logs import BEGINNING, LOG, checkpoint_of, cosigned, leaves, policy_of, tree
from workbench.accesslog.encoding import from_base64
from workbench.accesslog.merkle import inclusion
from workbench.accesslog.proof import Receipt
from workbench.errors import FormatError, Unproven

RECORDS = leaves(21)
FRONTIER, NODES = tree(RECORDS)
NOTE = cosigned(checkpoint_of(RECORDS), BEGINNING).encode()


def receipt(index: int, extra: bytes | None = None) -> Receipt:
    return Receipt(index, tuple(inclusion(NODES.__getitem__, index, 21)), NOTE, extra)


@pytest.mark.parametrize("index", range(21))
@pytest.mark.parametrize("extra", [None, b"", b"anything \x00 at all"])
def test_a_receipt_is_read_as_it_was_written_and_proves_its_record(index: int, extra: bytes | None) -> None:
    again = Receipt.parse(receipt(index, extra).encode())
    assert again == receipt(index, extra)
    assert again.check(RECORDS[index], policy_of()).checkpoint.size == 21


def test_a_receipt_proves_no_other_record() -> None:
    with pytest.raises(Unproven, match="another root"):
        receipt(3).check(RECORDS[4], policy_of())
    with pytest.raises(Unproven):
        replace(receipt(3), index=4).check(RECORDS[3], policy_of())


def test_a_receipt_needs_the_quorum_too() -> None:
    lonely = replace(receipt(3), checkpoint=checkpoint_of(RECORDS).signed(LOG).encode())
    with pytest.raises(Unproven, match="Too few"):
        lonely.check(RECORDS[3], policy_of())
    lonely.check(RECORDS[3], policy_of("none"))


def test_the_format_is_the_specifications() -> None:
    lines = receipt(2, b"more").encode().decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 2"]
    assert [from_base64(line) for line in lines[3:8]] == list(receipt(2).path)
    assert lines[8:10] == ["", "log.example.org/plates"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 2", "index 02"),
        ("index 2", "index -1"),
        ("index 2", "indexes 2"),
        ("index 2\n", ""),
        ("extra bW9yZQ==", "extra bW9yZR=="),
        ("extra bW9yZQ==", "extra"),
        ("index 2\n", "index 2\nbW9yZQ==\n"),
        ("index 2\n", "index 2\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 60),
        ("index 2\n", "index 2\n!\n"),
    ],
)
def test_what_is_no_receipt_is_refused(old: str, new: str) -> None:
    text = receipt(2, b"more").encode().decode()
    assert old in text
    with pytest.raises(FormatError):
        Receipt.parse(text.replace(old, new, 1).encode())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_nothing_foreign_leaks_from_bytes(data: bytes) -> None:
    for given_data in (data, b"c2sp.org/tlog-proof@v1\n" + data):
        with contextlib.suppress(FormatError):
            Receipt.parse(given_data)
