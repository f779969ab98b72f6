"""What the signed-in pages refuse is on record, and tells nobody what he or she may not ask (464.5, 464.10(a))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from tests.policy.people import analyst
from tests.unit.administration.conftest import ADAM
from tests.unit.custodian.firststart_ground import prepared, started
from workbench.accesslog.record import Kind, Record
from workbench.custodian.doors import operator
from workbench.custodian.routes.administration import grant
from workbench.custodian.routes.decisions import decide
from workbench.custodian.services import Services
from workbench.errors import NotFound, Refused
from workbench.policy.caller import Caller, Standing
from workbench.wire.administration import SourceGrant
from workbench.wire.docket import Decide

pytestmark = pytest.mark.section("464.3.1", "464.5", "464.10(a)")
DAY = timedelta(days=1)
PAGE: Any = None
"""The request of the page: looked at only once a password is asked for."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A custodian's parts after the first start."""
    folder: Path = tmp_path_factory.mktemp("custodian")
    with started(prepared(folder, demo=False)) as made:
        yield made


def trained(who: Caller, services: Services) -> Caller:
    version, now = services.registers.policies.current().version, services.gate.now()
    return replace(who, standing=Standing(now + DAY, "tess", now - DAY, version, 1))


def last(services: Services) -> Record:
    return services.reader.get(services.gate.records() - 1)


def test_a_decision_on_nothing_is_on_record_and_only_approvers_learn_that_there_is_nothing(services: Services) -> None:
    for who, error in ((ADAM, NotFound), (analyst(), Refused)):
        caller = trained(who, services)
        before = services.gate.records()
        with pytest.raises(error):
            decide(Decide(number=99, approved=True), PAGE, caller, services)
        assert services.gate.records() == before + 1
        record = last(services)
        assert (record.kind, record.user, record.body["elements"]) == (Kind.REFUSAL, caller.username, {"number": 99})


def test_whoever_grants_a_source_to_himself_is_refused_on_record_and_granted_nothing(services: Services) -> None:
    adam, source = trained(ADAM, services), services.settings.sources.names[0]
    before = services.gate.records()
    with pytest.raises(Refused, match="to himself"):
        grant(SourceGrant(username="adam", source=source, granted=True), PAGE, adam, services)
    assert services.gate.records() == before + 1
    record = last(services)
    assert (record.kind, record.action, record.body["section"]) == (Kind.REFUSAL, "source.grant", "464.3.1")
    assert source not in services.registers.sources.granted("adam")


def called_from(host: str, number: int) -> Request:
    """A call over the socket of this account, or over a network."""
    return Request({"type": "http", "client": (host, number), "headers": [], "path": "/v1/backups/taken"})


def test_only_the_custodians_own_account_and_root_make_backups_and_others_are_on_record(services: Services) -> None:
    operator(called_from("unix", os.geteuid()), services)
    operator(called_from("unix", 0), services)
    for stranger in (called_from("unix", os.geteuid() + 4711), called_from("192.0.2.7", 0)):
        before = services.gate.records()
        with pytest.raises(Refused, match="Only the operator"):
            operator(stranger, services)
        assert services.gate.records() == before + 1
        assert last(services).action == "operator.refused"
