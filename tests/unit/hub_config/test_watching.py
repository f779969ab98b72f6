"""The witness that stands beside the log: whose keys it has, and when there is none (464.5, 464.10)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hub_config import watching
from hub_config.configure import configure
from hub_config.runtime import Runtime
from hub_config.services import services
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notekeys import KeyType
from workbench.accesslog.tlog_policy_file import parse_policy

pytestmark = pytest.mark.section("464.5", "464.10")
OWN = (os.geteuid(), os.getegid())


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    """A new data folder with the folders that it is laid out with."""
    configure(tmp_path, 8100, isolated=False, demo=True)
    (tmp_path / "witness").mkdir()
    return Runtime.load(tmp_path / "config" / "workbench.toml", "mark")


def test_a_new_data_folder_trusts_the_witness_of_this_machine(runtime: Runtime, tmp_path: Path) -> None:
    assert watching.is_here(runtime.settings)
    watching.watched(runtime, OWN, OWN)
    policy = parse_policy((tmp_path / "config" / "witnesses.policy").read_bytes())
    (log,) = policy.logs
    assert log.key == Keyring(tmp_path / "custodian" / "log-keys").signing.public()
    (witness,) = policy.witnesses.values()
    assert (witness.url, witness.key.type) == ("http://127.0.0.1:8104/", KeyType.COSIGNATURE)
    assert not policy.witnessed([]), "without its cosignature there is no quorum"
    assert (tmp_path / "witness" / "key").stat().st_mode & 0o777 == 0o600


def test_a_later_start_keeps_both_keys_and_follows_the_port(runtime: Runtime, tmp_path: Path) -> None:
    watching.watched(runtime, OWN, OWN)
    before = parse_policy((tmp_path / "config" / "witnesses.policy").read_bytes())
    configure(tmp_path, 8200, isolated=False, demo=True)
    watching.watched(Runtime.load(runtime.config, "mark"), OWN, OWN)
    after = parse_policy((tmp_path / "config" / "witnesses.policy").read_bytes())
    assert after.logs == before.logs
    assert {name: party.key for name, party in after.witnesses.items()} == {
        name: party.key for name, party in before.witnesses.items()
    }
    assert after.witnesses["here"].url == "http://127.0.0.1:8204/"


def test_the_hub_starts_it_after_the_custodian_and_ends_it_later(runtime: Runtime) -> None:
    names = [service["name"] for service in services(runtime)]
    assert names.index("custodian") < names.index("witness")


def test_where_witnesses_stand_elsewhere_none_is_started_here(runtime: Runtime) -> None:
    written = runtime.config.read_text().replace(str(runtime.settings.paths.local_policy), "/etc/alpr/witnesses.policy")
    runtime.config.write_text(written)
    moved = Runtime.load(runtime.config, "mark")
    assert not watching.is_here(moved.settings)
    assert "witness" not in [service["name"] for service in services(moved)]
    again = configure(moved.settings.paths.data, 8100, isolated=False, demo=True)
    assert again.log.witnesses == "/etc/alpr/witnesses.policy", "what somebody set stays"


def test_a_configuration_from_before_there_was_one_gets_it(runtime: Runtime) -> None:
    policy = str(runtime.settings.paths.local_policy)
    runtime.config.write_text(runtime.config.read_text().replace(f'witnesses = "{policy}"', 'witnesses = ""'))
    assert configure(runtime.settings.paths.data, None, isolated=False, demo=True).log.witnesses == policy
