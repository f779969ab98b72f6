"""Commands of the documentation that ask a custodian, or read what it keeps, are typed and do what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.custodian import Custodian
from tests.house import House
from tests.unit.cli.conftest import Run

CLI = "import sys; from workbench.cli import main; sys.argv[0] = 'workbench'; main()"
Typed = Callable[..., str]


@pytest.fixture
def typed(house: House, tmp_path: Path) -> Typed:
    """At the prompt of Adam's server; what the command prints, once it ended with 0."""

    def run(*words: str) -> str:
        done = house.run_as("adam", CLI, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def lying(house: House, name: str, text: str) -> str:
    """A file in Adam's home."""
    file = house.data / "homes" / "adam" / name
    file.write_text(text)
    file.chmod(0o644)
    return str(file)


@pytest.mark.machine
@pytest.mark.section("464.5", "464.9")
def test_a_file_of_reads_is_taken_once(house: House, typed: Typed) -> None:
    head = "time,plate,state,confidence,latitude,longitude,camera\n"
    cars = lying(house, "cars.csv", f"{head}2026-03-01T17:30:00+00:00,7DOC418,CA,0.9,32.792,-115.5631,EC-04\n")
    line = ("ingest", cars, *["--source", "department", "--provenance", "public_road", "--camera", "EC-04"])
    first, again = (json.loads(typed(*line)) for _ in range(2))
    assert (first["accepted"], first["rejected"]) == (1, 0)
    assert again["record"] == first["record"]


@pytest.mark.machine
@pytest.mark.section("464.7(f)")
def test_a_list_is_installed_shown_and_ended(house: House, typed: Typed) -> None:
    head, day = "plate,state,reason,case_number,entry_date,expiry\n", datetime.now(UTC).date()
    file = lying(
        house, "list.csv", f"{head}7DOC419,CA,stolen vehicle,26-00417,{day},{day.replace(year=day.year + 1)}\n"
    )
    told: dict[str, Any] = json.loads(typed("hotlist", "install", file, "--name", "typed", "--source", "department"))
    assert (told["accepted"], told["rejected"]) == (1, 0)
    shown = typed("hotlist", "list")
    assert ("\ttyped\tversion 1\tdepartment" in shown, "7DOC419" in shown) == (True, False)
    assert typed("hotlist", "retire", "typed") == "typed: ended\n"


@pytest.mark.section("464.5")
def test_the_log_goes_out_with_whom_to_trust_and_is_verified_there(
    custodian: Custodian, workbench: Run, tmp_path: Path
) -> None:
    assert custodian.records()
    config, export, policy = custodian.folder / "config.toml", tmp_path / "FOLDER", tmp_path / "POLICY"
    assert workbench("log", "export", str(export), "--config", str(config)).code == 0
    told = workbench("log", "policy", "--config", str(config))
    assert told.code == 0
    policy.write_text(told.out)
    verified = workbench("log", "verify", str(export), "--policy", str(policy))
    assert (verified.code, verified.out.startswith("Verified: ")) == (0, True), verified.told
