"""A person's pod, as the Hub would ask a cluster for it (464.10(a))."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import kubernetes_validate
import pytest
from jupyterhub.objects import Hub, Server
from kubernetes_asyncio.client import ApiClient
from traitlets.config import Config

from hub_config import pods
from hub_config.idle import SignsOutWhenIdle
from hub_config.runtime import APART
from tests.unit.deploy.manifests import KUBERNETES, values
from workbench.client.transport import ADDRESS, CA_FILE, Transport
from workbench.errors import ConfigError
from workbench.settings import Settings

pytestmark = pytest.mark.section("464.10(a)")


class Person(SimpleNamespace):
    """As much of the Hub's user as its spawner looks at."""

    name, escaped_name, id = "ana", "ana", 1
    url = "/user/ana/"


@pytest.fixture(autouse=True)
def no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none to be connected with; what would be asked of it is looked at instead."""
    monkeypatch.setattr("kubespawner.spawner.load_config", lambda **_: None)


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The Hub's configuration after the chart's last word; the Hub's own folder is the test's."""
    config = tmp_path / "workbench.toml"
    config.write_text(f'[paths]\ndata = "{tmp_path}"\n' + (KUBERNETES / "workbench.toml").read_text())
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "edge-token").write_text("token")
    for name, value in values()["hub"]["extraEnv"].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ALPR_CONFIG", str(config))
    c = Config()
    pods.configure(c)
    return c


def spawner(c: Config) -> pods.PersonPod:
    """With what the chart takes from our values, too."""
    chart = values()
    c.KubeSpawner.update(chart["hub"]["config"]["KubeSpawner"])
    c.KubeSpawner.image = "{name}:{tag}".format(**chart["singleuser"]["image"])
    c.KubeSpawner.allow_privilege_escalation = chart["singleuser"]["allowPrivilegeEscalation"]
    hub = Hub(ip="hub", port=8081, base_url="/hub/", public_host="")
    person: Any = Person(server=Server(ip="10.0.0.1", port=8888), settings={})
    return pods.PersonPod(config=c, hub=hub, user=person, api_token="token", oauth_client_id="c", _mock=True)


async def test_a_cluster_would_take_it_and_it_has_no_privilege(configured: Config) -> None:
    made = await spawner(configured).get_pod_manifest()
    async with ApiClient() as client:
        pod = client.sanitize_for_serialization(made)
    kubernetes_validate.validate(pod | {"apiVersion": "v1", "kind": "Pod"}, "1.37", strict=True)
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    (container,) = pod["spec"]["containers"]
    shut = container["securityContext"]
    assert shut["allowPrivilegeEscalation"] is False
    assert shut["readOnlyRootFilesystem"] is True
    assert shut["capabilities"] == {"drop": ["ALL"]}
    assert container["args"][1:4] == ["-I", "-m", "jupyterhub.singleuser"]


async def test_it_finds_the_custodian_by_tls_and_trusts_the_agencys_authority(configured: Config) -> None:
    told = spawner(configured).get_env()
    assert told[ADDRESS] == "https://alpr-custodian:8443"
    assert told[CA_FILE] == "/etc/alpr/authority/ca.crt"
    assert told["ALPR_EDGE_URL"] == "https://edge--service.alpr.example.gov/services/edge/"
    Transport(told[ADDRESS]).close()


async def test_nothing_of_the_persons_is_run_before_the_gate_stands(configured: Config) -> None:
    told = spawner(configured).get_env()
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_PATH"):
        assert not told[name].startswith(told["HOME"])
    assert configured.Spawner.disable_user_config is True
    assert told["ALPR_ISOLATION"] == "enforced"


def test_the_hub_signs_people_in_as_on_one_machine(configured: Config) -> None:
    hub = configured.JupyterHub
    assert hub.spawner_class is pods.PersonPod
    assert issubclass(hub.spawner_class, SignsOutWhenIdle)
    assert hub.authenticator_class.__name__ == "WorkbenchAuthenticator"
    assert hub.subdomain_host == "https://alpr.example.gov"
    edge = next(service for service in hub.services if service["name"] == "edge")
    assert (edge["url"], edge["api_token"]) == ("http://alpr-edge:8003", "token")
    assert configured.WorkbenchAuthenticator.custodian_socket == "/sockets/custodian/custodian.sock"


def test_without_the_custodians_name_the_hub_does_not_start(
    configured: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(pods.CUSTODIAN)
    monkeypatch.setenv(APART, "apart")
    with pytest.raises(ConfigError, match=pods.CUSTODIAN):
        pods.configure(Config())


def test_one_machine_is_reached_from_itself_alone() -> None:
    settings = Settings()
    assert (settings.edge.address, settings.hub.os_user) == ("127.0.0.1", "root")
