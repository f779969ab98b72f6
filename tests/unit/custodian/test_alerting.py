"""The thread that tells people of hits (464.7(g)): woken by a new one, and told whose account is disabled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from tests.policy.people import analyst
from tests.unit.collection.alerts.test_deliver import Way
from tests.unit.collection.hotlists.lists import HEADER, administrator
from tests.unit.custodian.firststart_ground import prepared, started
from tests.waiting import until
from workbench.collection.alerts.deliver import Deliverer
from workbench.collection.hotlists.install import install_hotlist
from workbench.collection.take import take_batch
from workbench.custodian.alerting import AlertLoop, alert_loop
from workbench.custodian.routes.hub import HubEvent, event
from workbench.custodian.services import Services
from workbench.policy.caller import Caller, Realm, Standing
from workbench.settings.alerts import Alerts
from workbench.store.registers.alerts import AlertState
from workbench.wire.hotlists import HotlistOffer
from workbench.wire.ingest import BatchOffer, Provenance

pytestmark = pytest.mark.section("464.7(g)")

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A custodian's parts; ana is trained, holds the department's grant and is to be told."""
    with started(prepared(tmp_path, demo=False)) as made:
        alerts = Alerts.model_validate({"to": ["ana https://pager.example.gov/"], "key_file": str(tmp_path / "key")})
        version = made.registers.policies.current().version
        made.registers.training.acknowledge("ana", version, 0, NOW)
        made.registers.training.sign_off("ana", "tess", NOW + DAY, 0)
        made.registers.sources.grant("ana", "department", "adam", 0)
        yield replace(made, settings=made.settings.model_copy(update={"alerts": alerts}))


def trained(who: Caller, services: Services) -> Caller:
    version = services.registers.policies.current().version
    return replace(who, standing=Standing(NOW + DAY, "tess", NOW - DAY, version, 1))


def hit(services: Services) -> None:
    """A list, and a read of its plate."""
    offer = HotlistOffer(
        name="stolen", source="department", reason="stolen", case_number="26-1", entry_date=NOW.date(),
        expiry=(NOW + DAY).date(),
    )  # fmt: skip
    lines = f"{HEADER}7ABC123,CA,,,,,\n".encode()
    install_hotlist(
        services.gate, services.registers, trained(administrator(), services), offer, lines, services.settings
    )
    read = f"time,plate,camera,latitude,longitude\n{NOW.isoformat()},7ABC123,EC-04,32.792,-115.5631\n".encode()
    said = BatchOffer(name="batch", source="department", provenance=Provenance.PUBLIC_ROAD)
    store = services.stores[Realm.LIVE]
    who = trained(analyst(), services)
    assert take_batch(services.gate, store, services.registers, who, said, read, services.settings).hits == 1


def test_a_new_hit_is_told_at_once_and_the_thread_ends_with_the_custodian(services: Services) -> None:
    way = Way()
    version = services.registers.policies.current().version
    deliverer = Deliverer(services.gate, services.registers, services.settings, way, lambda: version)
    with AlertLoop(services, deliverer) as loop:
        hit(services)
        until(lambda: services.registers.alerts.states() == {AlertState.SENT: 1})
    assert len(way.taken) == 1
    assert not loop._thread.is_alive()


def test_where_nobody_is_to_be_told_nothing_runs_and_nothing_waits_for_later(services: Services) -> None:
    silent = replace(services, settings=services.settings.model_copy(update={"alerts": Alerts()}))
    with alert_loop(silent) as loop:
        assert loop is None
        hit(services)
    with alert_loop(services):
        pass
    assert services.registers.alerts.states() == {}


@pytest.mark.section("464.4")
def test_whose_account_is_disabled_is_told_nothing_from_then_on(services: Services) -> None:
    by_hub = Request({"type": "http", "headers": []})
    for action, stopped in (("account-disable", True), ("account-enable", False)):
        event(HubEvent(action=action, user="ana"), by_hub, services)
        assert services.registers.alerts.stopped("ana") is stopped
