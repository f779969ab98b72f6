"""The system's manager is told that the custodian answers, once it does (464.10(a))."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from workbench.custodian import ready

pytestmark = pytest.mark.section("464.10(a)")


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """What listens where the manager would."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        monkeypatch.setenv(ready.SOCKET, str(tmp_path / "notify"))
        yield line


def heard(line: socket.socket) -> list[str]:
    """Everything that was told."""
    told = []
    while True:
        try:
            told.append(line.recv(100).decode())
        except BlockingIOError:
            return told


async def test_it_is_told_when_the_door_listens_and_not_before(manager: socket.socket, tmp_path: Path) -> None:
    door = ready.Door(uvicorn.Config(FastAPI(), log_level="critical"))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "door"))
        assert heard(manager) == []
        door.config.load()
        door.lifespan = door.config.lifespan_class(door.config)
        await door.startup([listening])
        assert heard(manager) == ["READY=1"]
        await door.shutdown([listening])


def test_an_abstract_name_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("\0alpr-test-of-readiness")
        line.setblocking(False)
        monkeypatch.setenv(ready.SOCKET, "@alpr-test-of-readiness")
        ready.tell("READY=1")
        assert heard(line) == ["READY=1"]


@pytest.mark.parametrize("named", ["", "relative", "/nowhere/notify"])
def test_without_a_manager_nothing_is_told_and_nothing_stops(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ready.SOCKET, named)
    ready.tell("READY=1")
