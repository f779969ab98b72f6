"""The demonstration's accounts are on record before they are made, like any other (464.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_config import demo
from hub_config.accounts import Accounts
from hub_config.configure import configure
from hub_config.runtime import Runtime
from tests.unit.hub_config.hub_parts import Ear
from workbench.errors import ConfigError, LogUnavailable

pytestmark = pytest.mark.section("464.3.1")


def _runtime(folder: Path, *, generated: bool = True) -> Runtime:
    configure(folder, None, isolated=True, demo=generated)
    for part in ("hub", "run"):
        (folder / part).mkdir()
    (folder / "hub" / "custodian-secret").write_text("s" * 64)
    return Runtime.load(folder / "config" / "workbench.toml")


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    return _runtime(tmp_path)


@pytest.fixture
def ear(runtime: Runtime) -> Iterator[Ear]:
    with Ear(runtime.socket) as listening:
        yield listening
        listening.shutdown()


def _names(runtime: Runtime) -> list[str]:
    return Accounts.open(runtime.settings.paths.hub / "accounts.sqlite").names()


def test_each_account_is_on_record_once_with_its_role(runtime: Runtime, ear: Ear) -> None:
    assert set(demo.ensure(runtime)) == set(demo.PEOPLE) == set(_names(runtime))
    assert ear.actions() == [("account-add", name) for name in demo.PEOPLE]
    assert [told["detail"]["roles"] for told in ear.heard] == [[role.value] for role, _ in demo.PEOPLE.values()]
    demo.ensure(runtime)
    assert len(ear.heard) == len(demo.PEOPLE)


def test_none_is_made_while_it_cannot_be_recorded(runtime: Runtime) -> None:
    with pytest.raises(LogUnavailable):
        demo.ensure(runtime)
    assert _names(runtime) == []


def test_an_agency_that_was_not_generated_has_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="was not generated"):
        demo.ensure(_runtime(tmp_path, generated=False))
