"""Many machines: manifests that Kubernetes' schemas take, pods without privileges, nobody on the internet (464.10(a)).

They were never run in a cluster by these tests: what they show is the form, and that the parts name each other rightly.
"""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from hub_config import apart, osusers
from hub_config.runtime import Runtime
from tests.unit.deploy.manifests import (
    COMPONENTS,
    KUBERNETES,
    OF_OTHERS,
    WITNESS,
    containers,
    kustomization,
    objects,
    of_kind,
    pods,
    values,
)
from tests.unit.deploy.units import DEPLOY, PYTHON
from workbench.settings import Settings
from workbench.witness.run import run

pytestmark = pytest.mark.section("464.10(a)")

IMAGE = (DEPLOY / "Containerfile").read_text("utf-8")
SHUT = {
    "cloudMetadataServer": False,
    "dnsPortsCloudMetadataServer": False,
    "dnsPortsKubeSystemNamespace": True,
    "dnsPortsPrivateIPs": False,
    "nonPrivateIPs": False,
    "privateIPs": False,
}


@pytest.fixture
def settings() -> Settings:
    """The configuration that the manifests bring."""
    return Settings.load(KUBERNETES / "workbench.toml")


def test_every_file_is_put_together() -> None:
    brought = kustomization(KUBERNETES)
    named = {*brought["resources"], *brought["configMapGenerator"][0]["files"], "z2jh-values.yaml", "witness"}
    named |= {folder.name for folder in COMPONENTS}
    assert {file.name for file in KUBERNETES.iterdir()} == named | {"kustomization.yaml"}
    witness = {*kustomization(WITNESS)["resources"], "kustomization.yaml"}
    assert {file.name for file in WITNESS.iterdir()} == witness


@pytest.mark.parametrize("found", list(objects()), ids=lambda found: f"{found['kind']}-{found['metadata']['name']}")
def test_kubernetes_schemas_take_it_and_know_every_key(found: dict[str, Any]) -> None:
    kubernetes_validate.validate(found, "1.37", strict=True)


def test_a_key_that_is_none_would_be_noticed() -> None:
    wrong = of_kind("Deployment")["alpr-edge"]
    wrong["spec"]["template"]["spec"]["nodeSelektor"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.37", strict=True)


@pytest.mark.parametrize("name", pods())
def test_no_pod_has_a_privilege(name: str) -> None:
    pod = pods()[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}
    assert not [volume for volume in pod["volumes"] if "hostPath" in volume]
    for container in containers(pod):
        shut = container["securityContext"]
        assert shut["allowPrivilegeEscalation"] is False
        assert shut["readOnlyRootFilesystem"] is True
        assert shut["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}


def test_each_runs_as_the_user_of_its_name_in_the_image() -> None:
    (listed,) = re.findall(r"for user in (.+); do", IMAGE)
    numbers = {f"alpr-{name}": int(number) for name, number in (each.split(":") for each in listed.split())}
    assert numbers.keys() >= {osusers.CUSTODIAN, osusers.EDGE, osusers.READER, osusers.WITNESS}
    custodian, reader = pods()["alpr-custodian"]["containers"]
    assert custodian["securityContext"]["runAsUser"] == numbers[osusers.CUSTODIAN]
    assert reader["securityContext"]["runAsUser"] == numbers[osusers.READER]
    assert pods()["alpr-edge"]["securityContext"]["runAsUser"] == numbers[osusers.EDGE]
    assert pods()["alpr-witness"]["securityContext"]["runAsUser"] == numbers[osusers.WITNESS]
    assert values()["hub"]["containerSecurityContext"]["runAsUser"] == numbers["alpr-hub"]
    (person,) = re.findall(r"--uid (\d+) person", IMAGE)
    assert values()["singleuser"]["uid"] == int(person)


def test_what_is_started_is_there() -> None:
    for name, pod in pods().items():
        for container in pod["containers"] if name not in OF_OTHERS else ():
            python, isolated, flag, module, *_ = container["command"]
            assert (python, isolated, flag) == (PYTHON, "-I", "-m")
            assert importlib.util.find_spec(module)
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.MULTILINE):
        assert all((DEPLOY.parent / name).exists() for name in source.split())


def test_secrets_stand_in_secrets_and_are_named_alone() -> None:
    assert "Secret" not in {found["kind"] for found in objects()}
    named = {
        volume["secret"]["secretName"] for pod in pods().values() for volume in pod["volumes"] if "secret" in volume
    }
    named |= {volume["secret"]["secretName"] for volume in values()["hub"]["extraVolumes"] if "secret" in volume}
    page = (DEPLOY.parent / "docs" / "deployment.md").read_text("utf-8")
    always = {"alpr-hub", "alpr-custodian-tls", "alpr-database", "alpr-witness", "alpr-witness-tls"}
    assert named == always | {"alpr-database-tls", "alpr-spark"}
    assert {
        name for name in named if f"create secret generic {name} " not in page and f"tls {name} " not in page
    } == set()


def test_there_is_one_custodian_and_it_is_not_drained_by_itself() -> None:
    for name in ("alpr-custodian", "alpr-edge"):
        spec = of_kind("Deployment")[name]["spec"]
        assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
        assert of_kind("PodDisruptionBudget")[name]["spec"]["maxUnavailable"] == 0


def test_those_who_share_the_socket_stand_on_one_node() -> None:
    where = {str(pods()[name]["nodeSelector"]) for name in ("alpr-custodian", "alpr-edge")} | {
        str(values()["hub"]["nodeSelector"])
    }
    assert where == {"{'alpr-workbench/core': 'true'}"}


def test_nobody_reaches_anybody_but_who_is_named() -> None:
    policies = of_kind("NetworkPolicy")
    nobody = policies["alpr-nobody"]["spec"]
    assert nobody == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    blocks = re.findall(r"cidr: (\S+?)\}", "".join(file.read_text() for file in KUBERNETES.glob("*.yaml")))
    assert blocks, "a database, an API server"
    assert all(re.fullmatch(r"192\.0\.2\.\d+/32", block) for block in blocks), "one address each, and nobody's"


def test_people_reach_the_custodian_and_the_hub_and_nobody_else() -> None:
    (allowed,) = of_kind("NetworkPolicy")["alpr-people"]["spec"]["egress"]
    assert allowed["to"] == [{"podSelector": {"matchLabels": {"app": "alpr-workbench", "component": "custodian"}}}]
    assert allowed["ports"] == [{"protocol": "TCP", "port": 8443}]
    assert values()["singleuser"]["networkPolicy"] == {"enabled": True, "egressAllowRules": SHUT, "egress": []}
    for part in (values()["hub"], values()["proxy"]["chp"]):
        assert part["networkPolicy"]["enabled"] is True
        assert part["networkPolicy"]["egressAllowRules"] == SHUT


def test_the_custodian_alone_reaches_the_database() -> None:
    reach = {
        name
        for name, policy in of_kind("NetworkPolicy").items()
        for rule in policy["spec"].get("egress", [])
        if any("ipBlock" in each for each in rule["to"])
    }
    assert reach == {"alpr-custodian"}


def test_the_witness_is_started_with_options_that_it_has() -> None:
    (container,) = pods()["alpr-witness"]["containers"]
    given = {word.partition("=")[0].removeprefix("--").replace("-", "_") for word in container["command"][4:]}
    assert given <= set(inspect.signature(run).parameters)


def test_the_edge_is_told_what_the_hub_would_tell_it(settings: Settings, tmp_path: Path) -> None:
    runtime = Runtime(
        settings.model_copy(update={"paths": settings.paths.model_copy(update={"data": tmp_path})}), tmp_path, "mark"
    )
    runtime.settings.paths.hub.mkdir()
    (runtime.settings.paths.hub / "edge-token").write_text("token")
    expected = apart._as_client(runtime) | {"JUPYTERHUB_API_TOKEN": None}
    (edge,) = pods()["alpr-edge"]["containers"]
    told = {each["name"]: each.get("value") for each in edge["env"]}
    assert {name: told[name] for name in expected} == expected


def test_the_configuration_is_lawful_and_fits_the_manifests(settings: Settings) -> None:
    custodian, _ = pods()["alpr-custodian"]["containers"]
    mounted = {each["mountPath"] for each in custodian["volumeMounts"]}
    for path in (settings.listen.tls_certificate, settings.listen.tls_key, settings.listen.network_ca):
        assert str(Path(path).parent) in mounted
    assert settings.listen.network_address.endswith(f":{custodian['ports'][0]['containerPort']}")
    (edge,) = pods()["alpr-edge"]["containers"]
    assert edge["ports"][0]["containerPort"] == settings.edge.port
    assert settings.hub.os_user == "alpr-hub"
    assert settings.isolation.enforced
    made = pods()["alpr-custodian"]["initContainers"][0]["args"][0]
    assert str(Path(settings.listen.custodian.removeprefix("unix:")).parent) in made
    assert all(source in made for source in settings.sources.names)
