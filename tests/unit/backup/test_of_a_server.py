"""An agency whose log and registers are in PostgreSQL is backed up like any other, and serves without it (464.10)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, insert, select

from tests.postgres import Postgres
from tests.unit.backup.ground import NARRATIVE, NEW, House
from tests.unit.backup.test_restoring import actions
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.reads_ground import SEALING
from workbench.accesslog import schema
from workbench.backup import databases
from workbench.backup.names import Kind
from workbench.custodian.restoring import restore
from workbench.errors import StoreUnavailable
from workbench.settings import Settings, sample
from workbench.store.registers import Registers
from workbench.store.registers.tables import Base

pytestmark = pytest.mark.section("464.9", "464.10")

Rows = list[dict[str, Any]]


def rows(connection: Connection, table: Table) -> Rows:
    """All of a table, in the order of its key."""
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def brought(source: Engine, target: Engine, tables: list[Table]) -> None:
    """Every row of a file to a server."""
    with source.connect() as old, target.begin() as new:
        for table in tables:
            if found := rows(old, table):
                new.execute(insert(table), found)


@pytest.fixture
def served(house: House, postgres: Postgres) -> House:
    """The agency, with log and registers in two databases of a server; the files are no more."""
    custodian, url = house.data / "custodian", {name: postgres.database() for name in ("registers", "log")}
    engines = {name: create_engine(each) for name, each in url.items()}
    Registers.open(url["registers"]).close()
    with engines["log"].begin() as made:
        schema.create(made)
    brought(create_engine(f"sqlite:///{custodian}/registers.sqlite"), engines["registers"], Base.metadata.sorted_tables)
    brought(create_engine(f"sqlite:///{custodian}/log.sqlite"), engines["log"], schema.tables())
    for name, engine in engines.items():
        engine.dispose()
        for file in custodian.glob(f"{name}.sqlite*"):
            file.unlink()
    told = house.settings
    house.config.write_text(
        sample(
            {
                "paths.data": house.data,
                "agency.organisation": told.agency.organisation,
                "isolation.enforced": False,
                "backup.recipients": told.backup.recipients,
                "backup.escrow_recipients": told.backup.escrow_recipients,
                "registers.url": url["registers"],
                "log.url": url["log"],
            }
        )
    )
    assert (house.settings.registers.url, house.settings.log.url) == (url["registers"], url["log"])
    return house


def test_what_is_restored_is_what_the_server_had_and_needs_no_server(served: House, tmp_path: Path) -> None:
    url = served.settings.registers.url
    with create_engine(url).connect() as server:
        stood = {table.name: rows(server, table) for table in Base.metadata.sorted_tables}
    assert stood["purposes"][0]["narrative"] == NARRATIVE
    made = served.archived()
    into = tmp_path / "new"
    done = restore(served.wanted(made), into)
    assert (done.figures.reads, done.figures.images, done.lost) == (3, 1, 0)
    assert actions(into)[-2:] == ["backup.create", "backup.restored"]
    settings = Settings.load(into / "config" / "workbench.toml")
    assert settings.log.url == f"sqlite:///{into}/custodian/log.sqlite"
    with create_engine(settings.registers.url).connect() as file:
        assert {table.name: rows(file, table) for table in Base.metadata.sorted_tables} == stood
    assert seen(into / "custodian" / "reads" / "live", SEALING, encodings(NEW))
    assert set(made) == {Kind.BACKUP, Kind.ESCROW}


def test_the_copy_is_of_one_moment_however_much_is_written_meanwhile(served: House, tmp_path: Path) -> None:
    engine = create_engine(served.settings.log.url)
    with engine.connect() as server:
        (last,) = rows(server, schema.records)[-1:]
    copying = databases._snapshot(served.settings.log.url)
    with copying as snapshot:
        before = len(rows(snapshot, schema.records))
        with engine.begin() as writer:
            writer.execute(insert(schema.records), {**last, "seq": last["seq"] + 1})
        assert len(rows(snapshot, schema.records)) == before
    databases.log(served.settings.log.url, tmp_path / "log.sqlite")
    with create_engine(f"sqlite:///{tmp_path}/log.sqlite").connect() as file:
        assert len(rows(file, schema.records)) == before + 1


def test_registers_of_another_version_are_not_copied(served: House, postgres: Postgres, tmp_path: Path) -> None:
    postgres.execute(served.settings.registers.url, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreUnavailable, match="schema 0001"):
        databases.registers(served.settings.registers.url, tmp_path / "registers.sqlite")
    assert not (tmp_path / "registers.sqlite").exists()
