"""A database and a distributed engine of the cluster's own: what is added fits what is there (464.10(a))."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import psycopg
import pytest
import yaml

from tests.postgres import Postgres
from tests.unit.deploy.manifests import COMPONENTS, KUBERNETES, kustomization, of_kind, pods
from tests.unit.deploy.units import DEPLOY
from workbench.settings import Settings

pytestmark = pytest.mark.section("464.10(a)")

POSTGRESQL, SPARK = COMPONENTS
IMAGE = (DEPLOY / "Containerfile").read_text("utf-8")


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_every_file_of_a_component_is_used(folder: Path) -> None:
    brought = kustomization(folder)
    assert brought["kind"] == "Component"
    used = {*brought["resources"], *(patch["path"] for patch in brought.get("patches", []))}
    used |= {name for each in brought.get("configMapGenerator", []) for name in each["files"]}
    assert {file.name for file in folder.iterdir()} == used | {"kustomization.yaml"}
    assert f"#   - {folder.name}\n" in (KUBERNETES / "kustomization.yaml").read_text("utf-8")


def test_the_custodians_patch_names_what_it_changes_and_is_lawful_once_it_is_in() -> None:
    patch: dict[str, Any] = yaml.safe_load((SPARK / "custodian.yaml").read_text("utf-8"))
    deployment = of_kind("Deployment")["alpr-custodian"]
    spec, added = deployment["spec"]["template"]["spec"], patch["spec"]["template"]["spec"]
    for part in ("initContainers", "containers"):
        there = {each["name"]: each for each in spec[part]}
        for container in added[part]:
            there[container["name"]]["volumeMounts"] += container["volumeMounts"]
    spec["volumes"] += added["volumes"]
    kubernetes_validate.validate(deployment, "1.37", strict=True)
    mounts = {
        mount["name"]
        for part in ("initContainers", "containers")
        for each in spec[part]
        for mount in each["volumeMounts"]
    }
    assert mounts == {volume["name"] for volume in spec["volumes"]}


def test_the_custodian_finds_the_secret_and_the_reads_where_it_looks_for_them() -> None:
    settings = Settings.load(KUBERNETES / "workbench.toml")
    ground = pods()["alpr-custodian"]["initContainers"][0]["args"][0]
    assert f"/etc/alpr/spark/secret {settings.store.spark_secret_file}" in ground
    reads = str(settings.paths.custodian / "reads")
    worker = pods()["alpr-spark-worker"]["containers"][0]
    mounts = {mount["name"]: mount for mount in worker["volumeMounts"]}
    assert mounts["reads"] == {"name": "reads", "mountPath": reads, "readOnly": True}
    master = of_kind("Service")["alpr-spark-master"]
    assert worker["args"][-1] == f"spark://alpr-spark-master:{master['spec']['ports'][0]['port']}"


def test_workers_run_as_the_custodian_whose_files_they_read() -> None:
    custodian = pods()["alpr-custodian"]["containers"][0]["securityContext"]["runAsUser"]
    for name in ("alpr-spark-master", "alpr-spark-worker"):
        assert pods()[name]["securityContext"]["runAsUser"] == custodian


def test_only_the_custodian_and_the_engine_are_reached_by_the_engine() -> None:
    policy = of_kind("NetworkPolicy")["alpr-spark"]["spec"]
    three = {"custodian", "spark-master", "spark-worker"}
    (chosen,) = [each for each in policy["podSelector"]["matchExpressions"] if each["key"] == "component"]
    assert set(chosen["values"]) == three
    assert policy["ingress"] == [{"from": [{"podSelector": policy["podSelector"]}]}]
    assert policy["egress"] == [{"to": [{"podSelector": policy["podSelector"]}]}]


def test_the_image_has_java_and_pyspark_by_a_lock_file_where_it_is_asked_for() -> None:
    assert "${SPARK:+openjdk-17-jre-headless procps}" in IMAGE
    assert "--requirement requirements/spark.lock" in IMAGE
    assert (DEPLOY.parent / "requirements" / "spark.lock").exists()


def test_the_databases_roles_reach_their_own_database_alone(tmp_path: Path, postgres: Postgres) -> None:
    address = psycopg.conninfo.conninfo_to_dict(postgres.database().replace("+psycopg", ""))
    (tmp_path / "pgpass").write_text("db:5432:alpr_log:alpr_log:it's\ndb:5432:alpr_registers:alpr_registers:other\n")
    env = {"PATH": os.environ["PATH"], "PGPASS": str(tmp_path / "pgpass"), "PGUSER": "tests", "PGHOST": address["host"]}
    subprocess.run(["sh", POSTGRESQL / "roles.sh"], env=env, check=True, timeout=60)
    told = f"host={address['host']} dbname=alpr_log user="
    with psycopg.connect(told + "alpr_log") as connection:
        connection.execute("CREATE TABLE here (one int)")
    with pytest.raises(psycopg.OperationalError, match="does not have CONNECT privilege"):
        psycopg.connect(told + "alpr_registers")


def test_without_a_password_no_role_is_made(tmp_path: Path, postgres: Postgres) -> None:
    address = psycopg.conninfo.conninfo_to_dict(postgres.database().replace("+psycopg", ""))
    (tmp_path / "pgpass").touch()
    env = {"PATH": os.environ["PATH"], "PGPASS": str(tmp_path / "pgpass"), "PGUSER": "tests", "PGHOST": address["host"]}
    done = subprocess.run(
        ["sh", POSTGRESQL / "roles.sh"], env=env, check=False, timeout=60, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "pgpass has no line for alpr_log" in done.stderr
