"""Services that the system runs: what the Hub knows of them, and what they are started with (464.10(a))."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from hub_config import apart
from hub_config.configure import configure
from hub_config.layout import lay_out
from hub_config.runtime import APART, Runtime
from hub_config.services import service_roles, services
from workbench.edge.signin import HubClient

pytestmark = pytest.mark.section("464.10(a)")


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """A data folder that was laid out for a Hub which starts no services."""
    monkeypatch.setenv(APART, "apart")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    configure(tmp_path, 8100, isolated=False, demo=True)
    runtime = Runtime.load(tmp_path / "config" / "workbench.toml", "mark")
    lay_out(runtime)
    return runtime


def told(runtime: Runtime, name: str) -> dict[str, str]:
    """What a shell makes of the file, quotes and all."""
    file = runtime.settings.paths.hub / "apart" / f"{name}.env"
    script = f"set -a; . {file}; env -0"
    found = subprocess.run(["/bin/sh", "-c", script], env={}, capture_output=True, check=True).stdout.decode()
    return dict(part.split("=", 1) for part in found.split("\0") if "=" in part)


def test_the_hub_starts_the_culler_alone_and_knows_the_edge_by_its_token(runtime: Runtime) -> None:
    edge, culler, monitoring = services(runtime)
    assert (edge["name"], edge["url"]) == ("edge", "http://127.0.0.1:8103")
    assert not edge.keys() & {"command", "user", "environment"}
    assert edge["api_token"] == told(runtime, "edge")["JUPYTERHUB_API_TOKEN"]
    assert (culler["name"], monitoring["name"]) == ("idle-culler", "monitoring")
    assert [role["services"] for role in service_roles(custodian=False)] == [["idle-culler"]]


def test_the_edge_reads_what_it_is_told(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in told(runtime, "edge").items():
        monkeypatch.setenv(name, value)
    client = HubClient.from_environment()
    assert (client.client_id, client.api_url) == ("service-edge", "http://127.0.0.1:8102/hub/api")
    assert client.callback_url == client.callback == "/services/edge/oauth_callback"


def test_with_a_domain_the_browser_is_sent_to_the_edges_own_name(runtime: Runtime) -> None:
    configure(runtime.settings.paths.data, None, isolated=False, demo=True, domain="https://alpr.example.gov")
    named = Runtime.load(runtime.config, "mark")
    lay_out(named)
    edge = told(named, "edge")
    assert edge["JUPYTERHUB_HOST"] == "https://alpr.example.gov"
    assert (
        edge["JUPYTERHUB_OAUTH_CALLBACK_URL"] == "https://edge--service.alpr.example.gov/services/edge/oauth_callback"
    )


def test_each_of_them_is_told_its_own_and_root_alone_can_read_it(runtime: Runtime) -> None:
    folder = runtime.settings.paths.hub / "apart"
    assert sorted(file.name for file in folder.iterdir()) == ["custodian.env", "edge.env", "reader.env", "witness.env"]
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert {file.stat().st_uid for file in folder.iterdir()} == {os.geteuid()}
    secret = told(runtime, "edge")["JUPYTERHUB_API_TOKEN"]
    assert [file.name for file in folder.iterdir() if secret in file.read_text()] == ["edge.env"]
    assert told(runtime, "custodian")["PGPASSFILE"] == str(runtime.settings.paths.custodian / ".pgpass")
    assert told(runtime, "witness")["ALPR_WITNESS_LISTEN"] == "127.0.0.1:8104"


def test_the_token_outlives_a_start_and_the_port_is_followed(runtime: Runtime) -> None:
    before = told(runtime, "edge")
    configure(runtime.settings.paths.data, 8200, isolated=False, demo=True)
    lay_out(Runtime.load(runtime.config, "mark"))
    after = told(runtime, "edge")
    assert after["JUPYTERHUB_API_TOKEN"] == before["JUPYTERHUB_API_TOKEN"]
    assert after["JUPYTERHUB_API_URL"] == "http://127.0.0.1:8202/hub/api"


def test_a_witness_that_moved_away_has_nothing_to_start_from(runtime: Runtime) -> None:
    text = runtime.config.read_text()
    runtime.config.write_text(text.replace(f'"{runtime.settings.paths.local_policy}"', '"/etc/witnesses.policy"'))
    lay_out(Runtime.load(runtime.config, "mark"))
    assert not (runtime.settings.paths.hub / "apart" / "witness.env").exists()


def test_a_hub_that_starts_its_services_writes_no_such_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(APART, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    configure(tmp_path, 8100, isolated=False, demo=True)
    runtime = Runtime.load(tmp_path / "config" / "workbench.toml", "mark")
    lay_out(runtime)
    assert not (tmp_path / "hub" / "apart").exists()
    assert [service["name"] for service in services(runtime)] == [
        "custodian", "reader", "witness", "edge", "idle-culler", "monitoring",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["plain", "two words", 'a "quote"', "back\\slash", "$HOME", "`id`", "ü"])
def test_a_value_is_read_as_it_was_meant(value: str, tmp_path: Path) -> None:
    (tmp_path / "some.env").write_text(apart.written({"VALUE": value}))
    script = f'. {tmp_path}/some.env; printf %s "$VALUE"'
    assert subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True).stdout.decode() == value
