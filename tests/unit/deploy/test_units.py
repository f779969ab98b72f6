"""The units of one machine: they start what bin/up starts, each in a cage, and fail closed (464.10(a))."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub_config import configure, osusers
from hub_config.runtime import APART, Runtime
from hub_config.services import started
from tests.unit.deploy.units import PYTHON, SYSTEMD, read, services
from workbench.settings import sample

pytestmark = pytest.mark.section("464.10(a)")

UNITS = services()
CAGE = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "SystemCallArchitectures": "native",
}
EXPOSED_AT_MOST = {"custodian": 1.5, "edge": 1.5, "hub": 3.3, "layout": 2.2, "reader": 1.0, "witness": 1.5}
"""What ``systemd-analyze security`` says, of ten; the Hub is root and becomes other people."""


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    """A workbench at the place that the units name, as the Hub would run it."""
    file = tmp_path / "workbench.toml"
    data = "/var/lib/alpr-workbench"
    file.write_text(sample({"log.witnesses": f"{data}/config/witnesses.policy"}))
    return Runtime.load(file, "mark")


def test_the_units_of_the_services_start_what_the_hub_would(runtime: Runtime) -> None:
    hub = {service["name"]: service for service in started(runtime)}
    assert UNITS.keys() == hub.keys() | {"hub", "layout"}
    for name, service in hub.items():
        (command,) = UNITS[name].commands
        listen = [f"--listen=127.0.0.1:{runtime.witness_port}"]
        told = [word if word != "--listen=${ALPR_WITNESS_LISTEN}" else listen[0] for word in command]
        assert told == [PYTHON, *service["command"][1:]]
        assert (UNITS[name].one("User"), UNITS[name].one("Group")) == (service["user"], service["user"])
        assert UNITS[name].one("EnvironmentFile") == f"/var/lib/alpr-workbench/hub/apart/{name}.env"


def test_what_stands_before_the_hub_is_what_bin_up_calls() -> None:
    called = "".join((SYSTEMD.parents[1] / "bin" / "lib" / name).read_text() for name in ("up.py", "instance.py"))
    commands = [*UNITS["layout"].commands, *UNITS["hub"].commands]
    modules = [command[command.index("-m") + 1] for command in commands]
    assert modules == ["hub_config.configure", "hub_config.layout", "hub_config"]
    for module in modules:
        assert importlib.util.find_spec(module)
        assert f'"{module}"' in called
    assert all(command[:2] == [PYTHON, "-I"] for command in commands)


def test_the_configuration_is_checked_with_arguments_that_it_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = UNITS["layout"].commands[0]
    given = [word.replace("/var/lib/alpr-workbench", str(tmp_path)) for word in command[4:]]
    monkeypatch.setattr(sys, "argv", ["configure", *given])
    assert configure.main() == 0
    assert capsys.readouterr().out.split()[0] == "8000"
    assert (tmp_path / "config" / "workbench.toml").exists()


def test_hub_and_layout_know_that_the_services_stand_apart() -> None:
    for name in ("hub", "layout"):
        told = UNITS[name].environment
        assert told[APART] == "apart"
        assert told["ALPR_CONFIG"] == "/var/lib/alpr-workbench/config/workbench.toml"
        assert told["ALPR_INSTANCE"]


def test_nothing_answers_before_the_custodian() -> None:
    assert UNITS["custodian"].one("Type") == "notify", "what waits for it waits until it answers"
    for name in ("hub", "edge"):
        assert "alpr-custodian.service" in UNITS[name].words("Requires")
        assert "alpr-custodian.service" in UNITS[name].words("After")
    for name in UNITS.keys() - {"layout"}:
        assert "alpr-layout.service" in UNITS[name].words("Requires")
        assert "alpr-layout.service" in UNITS[name].words("After")


def test_the_target_holds_all_of_them_together() -> None:
    target = read(SYSTEMD / "alpr-workbench.target")
    held = target.words("Requires") + target.words("Wants")
    assert sorted(held) == sorted(f"alpr-{name}.service" for name in UNITS)
    assert {unit.one("PartOf") for unit in UNITS.values()} == {"alpr-workbench.target"}


@pytest.mark.parametrize("name", UNITS)
def test_each_has_its_cage(name: str) -> None:
    unit = UNITS[name]
    assert {key: unit.one(key) for key in CAGE} == CAGE
    assert unit.one("MemoryMax")
    assert "@system-service" in unit.words("SystemCallFilter")
    assert unit.words("RestrictAddressFamilies")
    assert "CapabilityBoundingSet" in unit.values
    by_itself = unit.one("PrivateNetwork") == "yes"
    assert by_itself or (unit.one("IPAddressDeny"), unit.one("IPAddressAllow")) == ("any", "localhost")


@pytest.mark.parametrize("name", sorted(UNITS.keys() - {"hub", "layout"}))
def test_a_service_has_no_capability_and_sees_no_others_folder(name: str) -> None:
    unit = UNITS[name]
    assert unit.values["CapabilityBoundingSet"] == [""]
    written = {word.split("/")[4] for word in unit.words("ReadWritePaths")}
    hidden = {word.split("/")[4] for word in unit.words("InaccessiblePaths")}
    assert hidden >= {"hub", "homes"}
    assert not written & hidden
    for keeper in ("custodian", "witness"):
        assert keeper in (written if name == keeper else hidden)


def test_what_people_run_sees_neither_reads_nor_keys_nor_another_machine() -> None:
    hub = UNITS["hub"]
    assert "-/var/lib/alpr-workbench/custodian" in hub.words("InaccessiblePaths")
    assert (hub.one("IPAddressDeny"), hub.one("IPAddressAllow")) == ("any", "localhost")


def test_the_users_are_those_that_the_workbench_would_make() -> None:
    lines = (SYSTEMD / "sysusers.d" / "alpr-workbench.conf").read_text().splitlines()
    made = [re.fullmatch(r'u (\S+) - "(.+)" (\S+) /usr/sbin/nologin', line) for line in lines if line[:1] == "u"]
    names = {osusers.CUSTODIAN, osusers.EDGE, osusers.PROXY, osusers.READER, osusers.WITNESS}
    assert {user[1] for user in made if user} == names
    assert {user[2] for user in made if user} == {f"{osusers.COMMENT} service"}
    assert len(made) == len(names)


@pytest.mark.machine
def test_systemd_makes_users_and_folders_as_the_layout_wants_them_start_after_start(tmp_path: Path) -> None:
    if os.geteuid() != 0 or not (shutil.which("systemd-sysusers") and shutil.which("systemd-tmpfiles")):
        pytest.skip("needs root and systemd's own tools")
    for kind in ("sysusers.d", "tmpfiles.d"):
        shutil.copytree(SYSTEMD / kind, tmp_path / "etc" / kind)
    root = f"--root={tmp_path}"
    for command in (["systemd-sysusers", root], *[["systemd-tmpfiles", root, "--create"]] * 2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "unsafe" not in done.stderr
    users = {line.split(":")[0]: int(line.split(":")[2]) for line in (tmp_path / "etc/passwd").read_text().splitlines()}
    data = tmp_path / "var/lib/alpr-workbench"
    made = {folder.name: (folder.stat().st_uid, folder.stat().st_mode & 0o777) for folder in data.iterdir()}
    own = {name: (users[f"alpr-{name}"], 0o700) for name in ("custodian", "edge", "witness")}
    shared = dict.fromkeys(("drop", "run"), (users[osusers.CUSTODIAN], 493))
    roots = dict.fromkeys(("config", "homes", "ipython", "trees"), (0, 493))
    assert made == own | shared | roots | {"hub": (0, 0o700)}


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("this machine has no systemd-analyze")
    _where_python_is(tmp_path)
    files = sorted(map(str, [*tmp_path.glob("*.service"), *tmp_path.glob("*.target")]))
    done = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "alpr" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", UNITS)
def test_systemd_calls_none_of_them_exposed(name: str) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("this machine has no systemd-analyze")
    command = [analyze, "security", "--offline=true", "--no-pager", str(SYSTEMD / f"alpr-{name}.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("this machine's systemd-analyze looks at running units alone")
    said = done.stdout + done.stderr
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", said)
    assert found, said
    assert float(found[1]) <= EXPOSED_AT_MOST[name]


def _where_python_is(folder: Path) -> None:
    """The units with this interpreter in the place of the installed one: verify looks whether it is there."""
    for file in [*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.target")]:
        (folder / file.name).write_text(file.read_text().replace(PYTHON, sys.executable))
