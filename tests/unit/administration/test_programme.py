"""The programme at a glance, and its configuration with what each key means (464.3, 464.3.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.policy.people import NOW, Station, person
from tests.unit.administration.conftest import ADAM
from workbench.administration.configuration import configuration, digest_of, settings_shown
from workbench.administration.programme import programme
from workbench.errors import Refused
from workbench.policy.roles import Operation, Role
from workbench.settings import Settings

pytestmark = pytest.mark.section("464.3.1")


def test_everybody_is_shown_with_roles_state_training_and_sources(station: Station) -> None:
    registers = station.registers
    registers.people.heard("signin", "otto", {"roles": ["officer", "trainer"]}, NOW, 5)
    registers.people.heard("account-disable", "vic", {"by": "root"}, NOW, 6)
    registers.people.suspend("eve", "Asked for by the chief.", "adam", NOW, 7)
    registers.training.acknowledge("otto", "2026-01", 2, NOW)
    registers.training.sign_off("otto", "tess", NOW + timedelta(days=300), 3, now=NOW)
    registers.sources.grant("otto", "department", "adam", 4)
    registers.delegations.add("otto", [Operation.HOTLIST], (NOW, NOW + timedelta(days=9)), "w", ("adam", "eve"), 8)
    registers.devices.add("car-1", "department", "unit 12", "adam", 11)
    seen = programme(station.gate, registers, Settings(), ADAM)
    people = {each.username: each for each in seen.people}
    assert {name: each.state for name, each in people.items()} == {
        "adam": "active",
        "eve": "suspended",
        "otto": "active",
        "vic": "disabled",
    }
    otto = people["otto"]
    assert (otto.roles, otto.sources, otto.delegated) == (["officer", "trainer"], ["department"], ["hotlist"])
    assert (otto.trained, otto.standing, otto.signed_in_at) == (True, "until 2026-12-27", NOW)
    assert (people["eve"].why, people["eve"].trained) == ("Asked for by the chief. (adam, record 7)", False)
    assert people["vic"].standing == "not complete"
    assert [(each.username, each.state) for each in seen.delegations] == [("otto", "open")]
    assert [(each.name, each.camera, each.added_by, each.record) for each in seen.devices] == [
        ("car-1", "unit 12", "adam", 11)
    ]
    assert station.records()[-1].body["count"] == 4


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}), ids=str)
def test_nobody_else_looks_at_the_programme_or_its_configuration(station: Station, role: Role) -> None:
    for look in (
        lambda: programme(station.gate, station.registers, Settings(), person(role)),
        lambda: configuration(station.gate, Settings(), person(role)),
    ):
        with pytest.raises(Refused):
            look()
        assert station.records()[-1].body["outcome"] == "refused"


def test_each_key_of_the_configuration_is_told_with_its_value_meaning_and_section(station: Station) -> None:
    seen = configuration(station.gate, Settings.from_mapping({"training": {"valid_days": 180}}), ADAM)
    told = {each.key: each for each in seen.settings}
    days = told["training.valid_days"]
    assert (days.value, days.default, days.section) == ("180", "365", "464.12")
    assert "sign-off holds" in days.explained
    assert all(each.explained for each in seen.settings)
    assert station.records()[-1].body["sha256"] == seen.sha256
    assert seen.sha256 != configuration(station.gate, Settings(), ADAM).sha256


def test_a_password_in_an_address_is_not_shown() -> None:
    shown = Settings().model_copy(
        update={"log": Settings().log.model_copy(update={"url": "postgresql+psycopg://alpr:hidden@host/log"})}
    )
    told = {each.key: each.value for each in settings_shown(shown)}
    assert told["log.url"] == "postgresql+psycopg://alpr:…@host/log"
    assert len(digest_of(list(settings_shown(shown)))) == 64
