"""What became of a dropped file is told to the operator, without a plate (464.9, 464.10)."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from workbench.collection.drop import Outcome
from workbench.custodian.background import told
from workbench.wire.ingest import BatchReceipt

RECEIPT = BatchReceipt(
    batch_id="b" * 8,
    sha256="0" * 64,
    name="7ABC123.csv",
    format="csv",
    accepted=5,
    duplicate=2,
    rejected=1,
    problems=[],
    repeated=False,
    record=41,
    hits=3,
    received=datetime(2026, 3, 4, tzinfo=UTC),
)


@pytest.mark.section("464.9")
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome("state", "7ABC123.csv", receipt=RECEIPT), "taken under record 41: 5 new, 2 known, 1 rejected, 3 hits"),
        (
            Outcome("state", "7ABC123.csv", receipt=RECEIPT.model_copy(update={"repeated": True})),
            "taken before, under record 41: nothing was added",
        ),
        (Outcome("state", "7ABC123.csv", rejected="7ABC123 is no number"), "rejected; it lies in rejected/"),
        (Outcome("state", "7ABC123.csv", waits="Disk quota exceeded"), "tried again: Disk quota exceeded"),
    ],
)
def test_each_outcome_is_one_line_without_a_plate(
    outcome: Outcome, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        told(outcome)
    (line,) = caplog.messages
    assert line.startswith("drop folder of state: ")
    assert words in line
    assert "7ABC123" not in line
