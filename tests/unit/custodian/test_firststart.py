"""A new agency begins once, whatever stops it on the way (464.4.1, 464.9)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.custodian.firststart_ground import PHOTOGRAPHS, READS, begin, prepared, started
from workbench.accesslog.record import Kind
from workbench.custodian.demonstration import BATCH, HOTLIST
from workbench.custodian.firststart import DEMO_SOURCES, DEMO_TRAINED
from workbench.custodian.services import Services
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.synthetic.watched import LISTED
from workbench.wire.log import LogQuery
from workbench.wire.photographs import BatchState

ROOT = Path(__file__).parents[3]
COUNTER = Caller("counter", "", frozenset({Role.DEVICE}), GRANTS[Role.DEVICE])


def reads(services: Services, realm: Realm) -> int:
    """How many reads stand in a store."""
    receipt = services.gate.admit(COUNTER, None, Request("test.count", Operation.INGEST, {}, realm))
    return services.stores[realm].rows(receipt)


def is_whole(services: Services) -> None:
    """Two stores of the right size, what is watched for and pictured, the people trained, and one who is not."""
    watched = services.registers.batches.by_name("demo-watched.csv")
    assert watched is not None
    assert (watched.hits, watched.rejected) == (5, 0)
    assert {realm: reads(services, realm) for realm in Realm} == {Realm.TRAINING: READS, Realm.LIVE: READS + 5}
    standing = services.registers.hotlists.standing(HOTLIST)
    assert standing is not None
    assert (standing[0].accepted, standing[0].rejected) == (len(LISTED), 0)
    pictures = services.registers.photograph_batches.progress(BATCH)
    assert (pictures.state, pictures.waiting, pictures.failed) == (BatchState.READING, PHOTOGRAPHS, 0)
    standings = {name: services.registers.training.standing(name) for name in DEMO_TRAINED}
    version = services.registers.policies.current().version
    assert {standing.acknowledged for standing in standings.values()} == {version}
    assert all(standing.trained_until for standing in standings.values())
    assert services.registers.training.standing("otto").trained_until is None
    granted = {name: services.registers.sources.granted(name) for name in DEMO_SOURCES}
    assert granted == {name: frozenset(sources) for name, sources in DEMO_SOURCES.items()}


@pytest.mark.section("464.9")
@pytest.mark.parametrize(
    ("write", "number"),
    [
        pytest.param("record", 1, marks=pytest.mark.long),
        pytest.param("policy", 1, marks=pytest.mark.long),
        pytest.param("reads", 1, marks=pytest.mark.long),
        pytest.param("receipt", 1, marks=pytest.mark.long),
        ("reads", 2),
        ("receipt", 2),
        pytest.param("list", 1, marks=pytest.mark.long),
        ("photograph", 1),
        pytest.param("record", 2, marks=pytest.mark.long),
        pytest.param("grant", 2, marks=pytest.mark.long),
        pytest.param("acknowledgement", 2, marks=pytest.mark.long),
        ("sign-off", 1),
        pytest.param("sign-off", 3, marks=pytest.mark.long),
    ],
)
def test_a_first_start_that_was_killed_is_made_whole_by_the_next(tmp_path: Path, write: str, number: int) -> None:
    config = prepared(tmp_path)
    command = [sys.executable, "-m", "tests.unit.custodian.killed", config, write, str(number)]
    killed = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, check=False, capture_output=True, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with started(config) as services:
        is_whole(services)


@pytest.mark.section("464.4.1")
def test_a_later_start_gives_nothing_back_that_was_taken(tmp_path: Path) -> None:
    config = prepared(tmp_path)
    with started(config) as services:
        services.registers.sources.revoke("ana", "state")
        begun = services.registers.policies.current().installed_at
        services.registers.training.sign_off("ana", "tess", begun - timedelta(days=1), 0)
        stood = services.gate.records()
    with started(config) as services:
        assert services.registers.sources.granted("ana") == {"department"}
        assert services.registers.training.standing("ana").trained_until == begun - timedelta(days=1)
        assert services.gate.records() == stood


@pytest.mark.section("464.4.1")
def test_an_agency_that_was_not_generated_begins_without_people(tmp_path: Path) -> None:
    begin(config := prepared(tmp_path, demo=False))
    with started(config) as services:
        assert (reads(services, Realm.LIVE), reads(services, Realm.TRAINING)) == (0, READS)
        assert services.registers.training.usernames() == []
        assert services.registers.hotlists.page(None, 1) == services.registers.photograph_batches.page() == []
        (taken,) = services.reader.page(LogQuery(kind=Kind.RESULT))[0]
        assert taken.body["count"] == READS
