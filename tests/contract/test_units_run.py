"""The units of one machine, run as they stand: in their order, users and cages, and without a custodian (464.10(a))."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.bypass.signing_in import browser, enter, newcomer
from tests.contract.system import System, can_run
from tests.house import House, environments
from tests.waiting import free_ports, until

pytestmark = [pytest.mark.section("464.10(a)"), pytest.mark.machine, pytest.mark.long]

ORDER = ("reader", "witness", "custodian", "edge", "hub")
"""After the layout, as Requires and After have it."""


@dataclass(frozen=True, slots=True)
class Running:
    """What the units started, and somebody who was given an account there."""

    system: System
    house: House
    name: str
    password: str


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Everything, started by the units on a data folder of an agency's own."""
    if not can_run():
        pytest.skip("needs root that may make views of the disk")
    python = Path(os.environ["ALPR_TEST_ENVIRONMENT"]) / "python" / "bin" / "python"
    # Not below /tmp: the units have one of their own.
    folder = Path(tempfile.mkdtemp(prefix="alpr-units-", dir="/var/lib"))
    folder.chmod(0o755)
    system = System(folder / "data", python)
    try:
        house = _started(system)
        with newcomer(house) as (name, password):
            house.passwords = {name: password}
            yield Running(system, house, name, password)
    finally:
        for name in [name for name in reversed(ORDER) if name in system.running]:
            system.stop(name)
        shutil.rmtree(folder, ignore_errors=True)


def _started(system: System) -> House:
    """All units, in their order, until each answers."""
    port = free_ports()
    _configured(system, port)
    for name in ("layout", *ORDER):
        system.start(name)
    house = House(system.data, port, {}, system.python)
    until(lambda: _answers(house, "/hub/health"), why=lambda: system.log("hub"))
    until(lambda: _answers(house, "/services/edge/health"), why=lambda: system.log("edge") + system.log("hub"))
    return house


def _configured(system: System, port: int) -> None:
    """What the operator does first, with other ports, and without one-time codes."""
    system.data.mkdir(mode=0o755)
    command = [system.python, "-I", "-m", "hub_config.configure", "--data", system.data, "--port", str(port)]
    subprocess.run([*command, "--isolated"], check=True, capture_output=True)
    file = system.data / "config" / "workbench.toml"
    text = file.read_text()
    assert "codes_required = true" in text, "an agency of its own begins with codes"
    file.write_text(text.replace("codes_required = true", "codes_required = false"))


def _answers(house: House, path: str) -> bool:
    try:
        return httpx.get(f"{house.url}{path}", trust_env=False, timeout=10).is_success
    except httpx.HTTPError:
        return False


def test_each_runs_as_its_own_user_without_any_capability(running: Running) -> None:
    for name in ("reader", "witness", "custodian", "edge"):
        lines = Path(f"/proc/{running.system.running[name].pid}/status").read_text().splitlines()
        told = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        assert int(told["Uid"].split()[0]) == pwd.getpwnam(f"alpr-{name}").pw_uid
        assert (told["NoNewPrivs"], int(told["CapBnd"], 16), int(told["CapEff"], 16)) == ("1", 0, 0)


def test_a_person_works_and_the_custodian_knows_who_it_is(running: Running) -> None:
    house, name = running.house, running.name
    said = house.run_as(name, "from workbench.client import Client; print(Client().me().username)")
    assert said.stdout.strip() == name, said.stderr
    told = next(told for _, told in environments(house.account(name).pw_uid))
    assert told["ALPR_ISOLATION"] == "enforced"


def test_the_edges_pages_are_signed_in_by_the_hub(running: Running) -> None:
    with closing(browser(running.house)) as client:
        assert enter(client, running.name, running.password)
        client.follow_redirects = True
        page = client.get("/services/edge/assents")
        assert (page.status_code, page.url.path) == (200, "/services/edge/assents")


def test_without_the_custodian_nobody_signs_in_and_nothing_is_told(running: Running) -> None:
    assert running.system.stop("custodian") == 0, "an interrupt is a clean end"
    assert not running.house.socket.exists()
    with closing(browser(running.house)) as client:
        assert not enter(client, running.name, running.password)
    public = httpx.get(f"{running.house.url}/services/edge/public", trust_env=False, timeout=30)
    assert public.status_code >= 400
    running.system.start("custodian")
    with closing(browser(running.house)) as client:
        assert enter(client, running.name, running.password), "and it goes on where it was"
