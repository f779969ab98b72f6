"""The registers' own SQLite file: durable, and clear when it can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.registers import Registers


def test_every_connection_is_durable_and_waits_for_others(tmp_path: Path) -> None:
    registers = Registers.open(f"sqlite:///{tmp_path}/r.sqlite")
    with registers._database.reading() as one, registers._database.reading() as two:
        for session in (one, two):
            values = [
                session.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            assert values == ["wal", 2, 1, 10_000]
    registers.close()


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    registers = Registers.open(f"sqlite:///{tmp_path}/r.sqlite")
    with registers._database.writing() as session:
        session.execute(text("INSERT INTO source_grants VALUES ('ana', 'state', 'adam', 1)"))
        assert registers.sources.granted("ana") == frozenset()
    assert registers.sources.granted("ana") == {"state"}
    registers.close()


def test_a_folder_that_is_not_there_is_said_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        Registers.open(f"sqlite:///{tmp_path}/none/r.sqlite")
    assert str(tmp_path) not in str(refused.value)
    assert str(tmp_path) in refused.value.diagnostic


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "r.sqlite"
    file.write_bytes(b"not a database, but somebody's notes\n" * 100)
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable):
        Registers.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense", "postgresql://x/y", ""])
def test_another_kind_of_url_stops_the_start(url: str) -> None:
    with pytest.raises(ConfigError, match=r"registers\.url"):
        Registers.open(url)
