"""The process's purpose: shown to whoever subscribes, changed by news of itself only."""

from __future__ import annotations

import pytest

from tests.custodian import PURPOSE
from tests.unit.client.relay import Relay
from workbench.client import Client, current_purpose, declare, end, session
from workbench.client.holder import PROCESS, PurposeHolder
from workbench.wire.purpose import PurposeDeclared


@pytest.fixture
def process(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was started like a person's server."""
    monkeypatch.setenv("ALPR_CUSTODIAN", relay.address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", relay.custodian.token())
    monkeypatch.setattr(session, "_clients", [])


def test_every_client_of_the_process_shares_its_purpose(process: None) -> None:
    assert current_purpose() is None
    declared = declare(PURPOSE)
    assert current_purpose() == declared
    assert Client.from_environment().current_purpose() == declared
    end()
    assert current_purpose() is None
    assert PROCESS.current is None


def test_listeners_hear_of_each_change_once(client: Client) -> None:
    holder = PurposeHolder()
    heard: list[PurposeDeclared | None] = []
    holder.subscribe(heard.append)
    first, second = client.declare(PURPOSE), client.declare(PURPOSE)
    holder.set(first)
    holder.set(first)
    holder.replace(second.purpose_id, None)
    holder.replace(first.purpose_id, second)
    holder.set(None)
    assert heard == [first, second, None]
