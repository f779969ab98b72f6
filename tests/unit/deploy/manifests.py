"""The manifests of a cluster as Kubernetes would read them: plain YAML, nothing to render."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.unit.deploy.units import DEPLOY

KUBERNETES = DEPLOY / "kubernetes"
WITNESS = KUBERNETES / "witness"
COMPONENTS = (KUBERNETES / "postgresql", KUBERNETES / "spark")
"""What an agency may add: a database of the cluster's own, and the distributed engine."""
OF_OTHERS = {"alpr-database", "alpr-spark-master", "alpr-spark-worker"}
"""Pods that run no program of ours."""


def objects() -> Iterator[dict[str, Any]]:
    """Every object that kustomizations and components bring, but for files and patches."""
    for folder in (KUBERNETES, WITNESS, *COMPONENTS):
        for name in kustomization(folder)["resources"]:
            yield from yaml.safe_load_all((folder / name).read_text("utf-8"))


def kustomization(folder: Path) -> dict[str, Any]:
    """What is put together."""
    found: dict[str, Any] = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))
    return found


def values() -> dict[str, Any]:
    """The values for Zero to JupyterHub."""
    found: dict[str, Any] = yaml.safe_load((KUBERNETES / "z2jh-values.yaml").read_text("utf-8"))
    return found


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """Objects of a kind, by name."""
    return {found["metadata"]["name"]: found for found in objects() if found["kind"] == kind}


def pods() -> dict[str, dict[str, Any]]:
    """What each deployment's pods are to be, by its name; a database's, which keep their volume, too."""
    found = of_kind("Deployment") | of_kind("StatefulSet")
    return {name: each["spec"]["template"]["spec"] for name, each in found.items()}


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that prepare, too."""
    return [*pod.get("initContainers", []), *pod["containers"]]
