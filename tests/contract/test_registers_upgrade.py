"""Registers of an earlier release (464.10): brought here whole, on a copy first, or left as they were."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from tests.contract.registers import NOW
from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.registers import Registers
from workbench.store.registers import migrate as migrating
from workbench.store.registers.migrate import Upgrade, config

pytestmark = pytest.mark.section("464.10")
_VALUES: dict[type, Any] = {
    int: 1,
    str: "1",
    bool: True,
    float: 1.0,
    bytes: b"1",
    datetime: NOW,
    date: NOW.date(),
    dict: {"one": 1},
}
_VERSION = "alembic_version"


def revisions() -> list[str]:
    """Every schema that a release had, the oldest first."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        steps = ScriptDirectory.from_config(config(connection)).walk_revisions()
    return [step.revision for step in steps][::-1]


*EARLIER, HEAD = revisions()


def made(url: str, revision: str) -> dict[str, list[dict[str, Any]]]:
    """A database as a release with this schema left it, a row in each table; what stands in it."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        command.upgrade(config(connection), revision)
        tables = reflected(connection).sorted_tables
        for table in tables:
            connection.execute(table.insert(), {column.name: _VALUES[_python(column)] for column in table.columns})
    stands = told(url)
    assert all(len(rows) == 1 for rows in stands.values())
    return stands


def _python(column: sa.Column[Any]) -> type:
    return dict if isinstance(column.type, sa.JSON) else column.type.python_type


def reflected(connection: sa.Connection) -> sa.MetaData:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables[_VERSION])
    return metadata


def told(url: str) -> dict[str, list[dict[str, Any]]]:
    """Each table's rows."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        tables = reflected(connection).sorted_tables
        found = {table.name: [dict(row) for row in connection.execute(table.select()).mappings()] for table in tables}
    engine.dispose()
    return found


def revision(url: str) -> str:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())
    engine.dispose()
    return found


def run(url: str, words: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(words))
    engine.dispose()


@pytest.mark.parametrize("before", EARLIER)
def test_whatever_stood_in_the_registers_of_any_release_stands_there_after(tmp_path: Path, before: str) -> None:
    url = f"sqlite:///{tmp_path}/registers.sqlite"
    stood = made(url, before)
    with closing(Registers.open(url)) as registers:
        assert registers.upgraded == Upgrade(before, HEAD, len(stood))
        assert registers.queues.revision() == HEAD
    stands = told(url)
    for name, rows in stood.items():
        kept = [{column: row[column] for column in rows[0] if column in row} for row in stands[name]]
        assert kept == [{column: value for column, value in row.items() if column in stands[name][0]} for row in rows]
    assert {path.name for path in tmp_path.iterdir()} <= {f"registers.sqlite{end}" for end in ("", "-wal", "-shm")}


def test_on_either_database_an_earlier_release_is_brought_here_once(empty_url: str) -> None:
    stood = made(empty_url, EARLIER[-4])
    with closing(Registers.open(empty_url)) as first, closing(Registers.open(empty_url)) as second:
        assert first.upgraded == Upgrade(EARLIER[-4], HEAD, len(stood))
        assert second.upgraded is None
    assert {name: len(rows) for name, rows in told(empty_url).items() if name in stood} == dict.fromkeys(stood, 1)


def test_a_new_database_is_no_upgrade(empty_url: str) -> None:
    with closing(Registers.open(empty_url)) as registers:
        assert registers.upgraded is None


def test_a_step_that_can_not_be_done_changes_nothing_and_says_so(empty_url: str) -> None:
    made(empty_url, EARLIER[-1])
    run(empty_url, "ALTER TABLE people ADD COLUMN compromised_at VARCHAR(7)")
    before = told(empty_url)
    with pytest.raises(StoreUnavailable, match=rf"schema {EARLIER[-1]}\) can't be brought") as refused:
        Registers.open(empty_url)
    assert "Nothing was changed" in refused.value.how
    assert (told(empty_url), revision(empty_url)) == (before, EARLIER[-1])


def test_a_loss_is_seen_on_the_copy_before_the_real_one_is_touched(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made(empty_url, EARLIER[-1])
    steps = command.upgrade

    def losing(made: Any, to: str) -> None:
        steps(made, to)
        made.attributes["connection"].execute(sa.text("DELETE FROM delegations"))

    monkeypatch.setattr(migrating.command, "upgrade", losing)
    with pytest.raises(StoreUnavailable) as refused:
        Registers.open(empty_url)
    assert refused.value.diagnostic == "delegations: 1 rows before, 0 after"
    assert (told(empty_url), revision(empty_url)) == (before, EARLIER[-1])


def test_a_damaged_database_is_seen_on_the_copy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/registers.sqlite"
    made(url, EARLIER[-1])
    run(url, "CREATE TABLE one (id INTEGER PRIMARY KEY)")
    run(url, "CREATE TABLE other (id INTEGER REFERENCES one (id))")
    run(url, "INSERT INTO other VALUES (7)")
    with pytest.raises(StoreUnavailable) as refused:
        Registers.open(url)
    assert refused.value.diagnostic
    assert revision(url) == EARLIER[-1]


def test_registers_of_a_newer_version_are_refused_with_clear_words(empty_url: str) -> None:
    made(empty_url, HEAD)
    run(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    before = told(empty_url)
    with pytest.raises(ConfigError, match="newer version") as refused:
        Registers.open(empty_url)
    assert "Start that version, or restore the backup" in refused.value.how
    assert (told(empty_url), revision(empty_url)) == (before, "9999")
