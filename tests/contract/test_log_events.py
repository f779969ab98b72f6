"""Events of a running custodian: each leaf of the log, nothing that was asked for, and a comparison whenever asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.unit.accesslog.events.ground import faults
from tests.unit.cli.conftest import Run
from tests.waiting import until
from workbench.accesslog.events.kept import every

pytestmark = [pytest.mark.section("464.5"), pytest.mark.section("464.6")]
PATTERN = "7QXR*"


def events(custodian: Custodian) -> Path:
    return custodian.folder / "custodian" / "events" / "events.jsonl"


def searched(custodian: Custodian) -> int:
    """A search of somebody who learns; how many records stand after it."""
    with custodian.client() as client:
        purpose = client.declare({**PURPOSE, "realm": "training"})
        client.search(PATTERN, purpose=purpose)
        client.end(purpose)
    return custodian.records()[0].index + 1


def test_each_leaf_has_its_event_within_seconds(custodian: Custodian) -> None:
    size = searched(custodian)
    until(lambda: [kept.index for kept in every(events(custodian))][:size] == list(range(size)))


def test_no_event_tells_what_was_asked_for_or_why(custodian: Custodian) -> None:
    size = searched(custodian)
    until(lambda: len(list(every(events(custodian)))) >= size)
    text = events(custodian).read_text()
    told = (PATTERN, PATTERN.rstrip("*"), PURPOSE["case_number"], PURPOSE["narrative"], PURPOSE["why_this_plate"])
    assert not [secret for secret in told if secret in text]
    assert not [fault for line in text.splitlines() for fault in faults(json.loads(line))]


def test_log_reads_and_events_agree_when_the_running_custodian_is_asked(custodian: Custodian, workbench: Run) -> None:
    config = str(custodian.folder / "config.toml")
    assert workbench("log", "reconcile", "--config", config).code in (0, 1)  # what other tests left is told here
    searched(custodian)
    done = workbench("log", "reconcile", "--config", config)
    assert (done.code, done.told) == (0, ""), done.told
    assert "no difference" in done.out
    (record, *_) = custodian.records(action="log.reconciled")
    assert record.body["counts"]["reads"] >= 1
    assert record.body["counts"]["leaves"] == record.body["counts"]["events"]


def test_they_are_compared_while_the_custodian_is_stopped_too(custodian: Custodian, workbench: Run) -> None:
    searched(custodian)
    with custodian.away():
        done = workbench("log", "reconcile", "--config", str(custodian.folder / "config.toml"))
    assert (done.code, done.told) == (0, ""), done.told
