"""A service that died is noticed soon (464.10)."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from jupyterhub.services import service

import hub_config
from hub_config.watch import WatchedService

pytestmark = pytest.mark.section("464.10")


def test_the_process_of_a_service_is_looked_at_every_other_second() -> None:
    assert WatchedService(cmd=["true"]).poll_interval == 2


def test_the_hub_starts_services_by_that_name_and_the_configuration_puts_ours_there() -> None:
    """A private name of the Hub's: a new version may have another, and must then be looked at."""
    assert "_ServiceSpawner(" in inspect.getsource(service.Service.start)
    configured = (Path(hub_config.__file__).parent / "jupyterhub_config.py").read_text()
    assert "service._ServiceSpawner = WatchedService" in configured
