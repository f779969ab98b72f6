"""An earlier release's registers, looked at before anything is started (464.10)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from hub_config import upgrade
from hub_config.processes import MARK
from workbench.settings import Settings, sample
from workbench.store.registers import Registers
from workbench.store.registers.migrate import config, head

pytestmark = pytest.mark.section("464.10")


@pytest.fixture
def registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the registers of a data folder stand; there are none yet."""
    file = tmp_path / "workbench.toml"
    file.write_text(sample({"paths.data": tmp_path}))
    (tmp_path / "custodian").mkdir()
    monkeypatch.setenv("ALPR_CONFIG", str(file))
    monkeypatch.setenv(MARK, "mark")
    return tmp_path / "custodian" / "registers.sqlite"


def schema(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_newest_schema_is_told_by_the_names_of_the_steps() -> None:
    assert upgrade.newest() == head()


def test_a_new_data_folder_is_left_to_the_first_start(registers: Path) -> None:
    assert upgrade.main() == 0
    assert not registers.exists()


def test_registers_of_this_version_are_not_opened(registers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Registers.open(f"sqlite:///{registers}").close()
    before = registers.stat().st_mtime_ns
    assert upgrade.main() == 0
    assert (capsys.readouterr().out, registers.stat().st_mtime_ns) == ("", before)


def test_an_earlier_release_is_brought_here_and_it_is_said(registers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = create_engine(f"sqlite:///{registers}")
    with engine.begin() as connection:
        command.upgrade(config(connection), "0012")
    assert upgrade.stands(Settings.load(registers.parents[1] / "workbench.toml")) == "0012"
    assert upgrade.main() == 0
    assert f"The registers were brought from schema 0012 to {head()}: 0 rows" in capsys.readouterr().out
    assert schema(registers) == head()


def test_a_newer_version_is_refused_before_anything_is_started(
    registers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Registers.open(f"sqlite:///{registers}").close()
    with closing(sqlite3.connect(registers)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert upgrade.main() == 2
    told = capsys.readouterr().err
    assert "written by a newer version" in told
    assert "Start that version, or restore the backup" in told
    assert schema(registers) == "9999"
