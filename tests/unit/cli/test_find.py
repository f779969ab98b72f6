"""``workbench log find``: a file that turned up is matched to its record (464.5, 464.10)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.cli.conftest import Run
from workbench.gate import Request
from workbench.policy.roles import Operation
from workbench.settings import sample

pytestmark = pytest.mark.section("464.5", "464.9")

FILE = b"plate,time\r\n7ABC123,..."


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """A configuration over a log in which this file is on record, between two others; the file lies beside it."""
    with Station(tmp_path) as station:
        for made in (b"another", FILE, b"a third"):
            receipt = station.gate.admit(analyst(), purpose(), Request("export.reads", Operation.EXPORT, {}))
            station.gate.release(receipt, {"file": {"sha256": hashlib.sha256(made).hexdigest()}})
    values = {"paths.data": tmp_path, "log.url": f"sqlite:///{tmp_path}/log.sqlite", "log.keys": tmp_path / "log-keys"}
    (tmp_path / "config.toml").write_text(sample(values))
    (tmp_path / "found.csv").write_bytes(FILE)
    return tmp_path


def test_a_file_leads_to_its_record_and_tells_nothing_else(workbench: Run, taken: Path) -> None:
    for named in ([f"{taken}/found.csv"], ["--sha256", hashlib.sha256(FILE).hexdigest().upper()]):
        done = workbench("log", "find", *named, "--config", f"{taken}/config.toml")
        assert (done.code, done.told) == (0, "")
        assert f"record 3 of the access log, {NOW:%Y-%m-%d %H:%M:%S} UTC" in done.out
        assert "ana" not in done.out.replace(str(taken), "")


def test_a_file_that_was_changed_leads_to_none(workbench: Run, taken: Path) -> None:
    (taken / "found.csv").write_bytes(FILE + b" ")
    done = workbench("log", "find", f"{taken}/found.csv", "--config", f"{taken}/config.toml")
    assert (done.code, done.out) == (1, "")
    assert "no record of the access log is of this file" in done.told


@pytest.mark.parametrize("named", [(), ("--sha256", "7ABC123"), ("--sha256", "%"), ("/none", "--sha256", "0" * 64)])
def test_what_names_no_file_is_told(workbench: Run, taken: Path, named: tuple[str, ...]) -> None:
    assert workbench("log", "find", *named, "--config", f"{taken}/config.toml").code == 2
