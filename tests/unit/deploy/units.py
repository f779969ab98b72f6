"""Unit files as systemd reads them (systemd.syntax(7)): sections of keys, each with every value that it was given."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

DEPLOY = Path(__file__).parents[3] / "deploy"
SYSTEMD = DEPLOY / "systemd"
PYTHON = "/opt/alpr-workbench/current/python/bin/python"


@dataclass(frozen=True, slots=True)
class Unit:
    """One file."""

    name: str
    values: dict[str, list[str]]

    def words(self, key: str) -> list[str]:
        """All words of a key that may stand several times."""
        return [word for value in self.values.get(key, []) for word in value.split()]

    def one(self, key: str) -> str:
        """The last value, which counts; empty without any."""
        return self.values.get(key, [""])[-1]

    @property
    def commands(self) -> list[list[str]]:
        """What it starts, in order."""
        return [shlex.split(value) for value in self.values.get("ExecStart", [])]

    @property
    def environment(self) -> dict[str, str]:
        """What stands in the file itself."""
        return dict(word.split("=", 1) for word in self.words("Environment"))


def read(path: Path) -> Unit:
    """A unit's keys; no key of ours has the same name in two sections."""
    values: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[", ";")):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return Unit(path.stem, values)


def services() -> dict[str, Unit]:
    """Every service, by the name without what all of them share."""
    return {file.stem.removeprefix("alpr-"): read(file) for file in sorted(SYSTEMD.glob("*.service"))}
