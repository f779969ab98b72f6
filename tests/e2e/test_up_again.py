"""bin/up may be run at any time: after a kill, beside itself, before a taken port (464.5, 464.9)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub_config.processes import start_time
from tests.bypass.machine.ground import process, proxy
from tests.contract.desk import PARTIAL, PLANTED, declare, search
from tests.house import ROOT, House, opened, told_passwords
from tests.waiting import free_ports, until

pytestmark = [
    pytest.mark.machine,
    pytest.mark.skipif(os.geteuid() != 0, reason="looks into processes of the services' own OS users"),
]
PARTS = ("hub_config", "workbench.custodian", "workbench.witness", "workbench.edge", "proxy")


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A house of its own: what is killed here must not be what other tests stand on."""
    with opened() as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the services' users can enter."""
    with tempfile.TemporaryDirectory(prefix="alpr-house-") as name:
        yield Path(name)


def pids(house: House) -> dict[str, int]:
    """The processes of a house by part."""
    return {part: proxy(house) if part == "proxy" else process(house, part) for part in PARTS}


def well(house: House, passwords: dict[str, str]) -> None:
    """The house answers, the accounts are the same, and a planted vehicle is found, on record."""
    status = house.bin_up("--status")
    assert (status.returncode, status.stdout.split(":")[0]) == (0, "Running"), status.stdout
    assert passwords == house.passwords
    house.forget_servers()
    assert PLANTED in search(house, "ana", declare(house, "ana"), PARTIAL)["plates"]


def test_a_second_start_changes_nothing(house: House) -> None:
    before = pids(house)
    again = house.bin_up()
    assert again.returncode == 0, again.stderr
    assert house.url in again.stdout
    assert told_passwords(again.stdout) == house.passwords
    assert pids(house) == before


def test_a_start_months_after_the_first_says_when_the_demonstrations_reads_end(house: House) -> None:
    first = datetime(2026, 2, 3, 12, tzinfo=UTC).timestamp()
    os.utime(house.data / "custodian" / "training-secret", (first, first))
    assert "Its reads end on 03 February 2026, the day of the first start" in house.bin_up().stdout


@pytest.mark.section("464.5")
@pytest.mark.parametrize(
    "killed",
    [*(pytest.param((part,), id=part, marks=pytest.mark.long) for part in PARTS), pytest.param(PARTS, id="all")],
)
def test_it_recovers_from_a_kill(house: House, killed: tuple[str, ...]) -> None:
    record = search(house, "ana", declare(house, "ana"), PARTIAL)["record"]
    before = pids(house)
    for part in killed:
        os.kill(before[part], signal.SIGKILL)
    again = house.bin_up()
    assert again.returncode == 0, again.stderr
    assert all(start_time(before[part]) is None for part in killed)
    assert set(pids(house)) == set(PARTS)
    well(house, told_passwords(again.stdout))
    later = search(house, "ana", declare(house, "ana"), PARTIAL)["record"]
    assert later > record, "the log goes on where it was"


def test_a_move_to_a_taken_port_leaves_what_runs_alone(house: House) -> None:
    before, port = pids(house), free_ports()
    with socket.create_server(("127.0.0.1", port)):
        refused = house.bin_up("--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1" in refused.stderr
    assert pids(house) == before
    well(house, house.passwords)


def test_two_starts_at_once_end_in_one_running_house(house: House) -> None:
    os.kill(pids(house)["hub_config"], signal.SIGKILL)
    starting = [subprocess.Popen(house.up, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "12"]
    told = [start.communicate(timeout=300) for start in starting]
    assert [start.returncode for start in starting] == [0, 0], told
    assert len({out for out, _ in told}) == 1
    well(house, told_passwords(told[0][0]))


@pytest.mark.long
def test_a_start_that_was_killed_midway_is_no_hindrance(house: House) -> None:
    assert house.bin_up("--stop").returncode == 0
    instance = house.data / "hub" / "instance.json"
    last = instance.read_text()
    with subprocess.Popen(house.up, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as starting:
        until(lambda: instance.read_text() != last and json.loads(instance.read_text())["pid"])
        starting.kill()
    orphan = json.loads(instance.read_text())["pid"]
    assert start_time(orphan), "the Hub that it had started lives on"
    again = house.bin_up()
    assert again.returncode == 0, again.stderr
    well(house, told_passwords(again.stdout))


@pytest.mark.parametrize("offset", [0, 2])
def test_a_taken_port_is_told_with_what_to_do(folder: Path, offset: int) -> None:
    port = free_ports()
    with socket.create_server(("127.0.0.1", port + offset)):
        command = [ROOT / "bin" / "up", "--data", folder, "--port", str(port)]
        refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert refused.returncode == 1
    assert f"Port {port + offset} on 127.0.0.1" in refused.stderr
    assert "taken by another program" in refused.stderr
    assert "--port" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (folder / "config").exists(), "a refused start changes nothing"


@pytest.mark.parametrize("port", ["0", "65532", "-1", "8o00", ""])
def test_what_is_no_port_is_told(port: str) -> None:
    refused = subprocess.run([ROOT / "bin" / "up", f"--port={port}"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert f"'{port}' is not a number from 1 to 65531" in refused.stderr
