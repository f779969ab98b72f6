"""What is fetched is named exactly, by hash, and from no particular address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

LAB = Path(__file__).parents[3] / "extensions/lab"


@pytest.fixture(params=["", "assets"])
def folder(request: pytest.FixtureRequest) -> Path:
    """A folder with a package.json and its lock."""
    return LAB / request.param


def _read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def test_versions_are_exact_and_the_lock_agrees(folder: Path) -> None:
    manifest, lock = _read(folder / "package.json"), _read(folder / "package-lock.json")["packages"]
    wanted = manifest.get("dependencies", {}) | manifest.get("devDependencies", {})
    assert set(lock) == {""} | {f"node_modules/{name}" for name in wanted}
    for name, version in wanted.items():
        assert re.fullmatch(r"(npm:[a-z]+@)?\d+\.\d+\.\d+", version)
        assert lock[f"node_modules/{name}"]["version"] == version.rpartition("@")[2]
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_no_address_stands_in_a_lock(folder: Path) -> None:
    text = (folder / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    assert "resolved" not in text
