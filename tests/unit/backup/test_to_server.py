"""Log and registers move from files into a PostgreSQL, all of both or nothing (464.5, 464.10)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import create_engine, func, inspect, select
from typer.testing import CliRunner

from tests.postgres import Postgres
from tests.unit.backup.ground import ORGANISATION, House
from workbench.accesslog import schema
from workbench.accesslog.lock import FileLock
from workbench.backup import databases
from workbench.backup.rows import fingerprint
from workbench.backup.to_server import moved
from workbench.cli import app
from workbench.custodian.backing import desk_of
from workbench.errors import BadInput, LogUnavailable, StoreUnavailable
from workbench.settings import sample
from workbench.store.registers import Registers
from workbench.store.registers.tables import Base

pytestmark = pytest.mark.section("464.5", "464.10")

FULL_DISK = """
CREATE FUNCTION full_disk() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the disk is full';
END $$;
CREATE EVENT TRIGGER full_disk ON ddl_command_end EXECUTE FUNCTION full_disk()
"""
FORGETFUL = """
CREATE FUNCTION emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.sealed := ''; RETURN NEW; END $$;
CREATE FUNCTION forget() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.access_detail') THEN
    CREATE TRIGGER emptied BEFORE INSERT ON access_detail FOR EACH ROW EXECUTE FUNCTION emptied();
  END IF;
END $$;
CREATE EVENT TRIGGER forgetful ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION forget()
"""


AT_THE_COMMIT = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
CREATE FUNCTION late() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.access_detail') THEN
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON access_detail DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION full_disk();
  END IF;
END $$;
CREATE EVENT TRIGGER late ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION late()
"""
ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registers') THEN CREATE ROLE registers LOGIN SUPERUSER; END IF;
END $$
"""


@pytest.fixture
def urls(postgres: Postgres) -> tuple[str, str]:
    """Two empty databases, of two users: for the log, and for the registers."""
    log, registers = postgres.database(), postgres.database()
    postgres.execute(log, ROLE)
    return log, registers.replace("tests@", "registers@")


def tables_of(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def goes_on(house: House, log: str, registers: str) -> None:
    """The configuration names the databases now, as the command tells its operator to."""
    told = house.settings
    house.config.write_text(
        sample(
            {
                "paths.data": house.data,
                "agency.organisation": ORGANISATION,
                "isolation.enforced": False,
                "backup.recipients": told.backup.recipients,
                "backup.escrow_recipients": told.backup.escrow_recipients,
                "registers.url": registers,
                "log.url": log,
            }
        )
    )


def test_what_stood_in_files_stands_in_the_server_and_goes_on_there(house: House, urls: tuple[str, str]) -> None:
    custodian = house.data / "custodian"
    options = ("--config", str(house.config), "--log", urls[0], "--registers", urls[1])
    done = CliRunner().invoke(app, ["to-postgresql", *options])
    assert done.exit_code == 0, done.output
    files = [create_engine(f"sqlite:///{custodian}/{name}.sqlite") for name in ("log", "registers")]
    servers = [create_engine(url) for url in urls]
    for file, server, tables in zip(files, servers, (schema.tables(), Base.metadata.sorted_tables), strict=True):
        with file.connect() as old, server.connect() as new:
            sums = {table.name: fingerprint(new, table) for table in tables}
            assert sums == {table.name: fingerprint(old, table) for table in tables}
        assert any(count for count, _ in sums.values())
    with servers[0].connect() as server:
        records = server.execute(select(func.count()).select_from(schema.records)).scalar_one()
    assert f"{records:,} records of the access log" in done.output
    goes_on(house, *urls)
    with desk_of(house.settings) as desk:  # the log resumes: its tree, its keys and its last record fit
        taken = desk.taken()
    assert taken.record >= records
    for engine in (*files, *servers):
        engine.dispose()


def test_numbers_go_on_behind_those_that_were_ever_given(house: House, urls: tuple[str, str]) -> None:
    file = house.data / "custodian" / "registers.sqlite"
    with create_engine(f"sqlite:///{file}").begin() as connection:
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('reviews', 41)")
    moved(house.settings, *urls)
    with create_engine(urls[1]).connect() as server:
        given = "SELECT nextval(pg_get_serial_sequence('reviews', 'number'))"
        assert server.exec_driver_sql(given).scalar_one() == 42
    back = house.folder / "back.sqlite"
    databases.registers(urls[1], back)
    with create_engine(f"sqlite:///{back}").connect() as again:
        assert again.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'reviews'").scalar() == 42


def test_a_database_that_has_something_takes_nothing_and_neither_does_the_other(
    house: House, urls: tuple[str, str]
) -> None:
    Registers.open(urls[1]).close()
    with pytest.raises(BadInput, match="not empty") as refused:
        moved(house.settings, *urls)
    assert refused.value.where == "--registers"
    assert tables_of(urls[0]) == []


@pytest.mark.parametrize(
    ("place", "fault", "words"),
    [
        pytest.param(1, FULL_DISK, "can't be moved", id="full disk"),
        pytest.param(0, FORGETFUL, "something else than it was given: access_detail", id="gives back something else"),
    ],
)
def test_what_fails_midway_leaves_both_databases_empty(
    house: House, urls: tuple[str, str], postgres: Postgres, place: int, fault: str, words: str
) -> None:
    postgres.execute(urls[place], fault)
    with pytest.raises(StoreUnavailable, match=words):
        moved(house.settings, *urls)
    assert (tables_of(urls[0]), tables_of(urls[1])) == ([], [])


def test_nothing_is_moved_under_a_running_custodian(house: House, urls: tuple[str, str]) -> None:
    held = FileLock.of_log(house.data / "custodian" / "log.sqlite")
    try:
        with pytest.raises(LogUnavailable, match="Another process"):
            moved(house.settings, *urls)
    finally:
        held.release()
    assert tables_of(urls[0]) == []


def test_what_fails_at_the_last_commit_leaves_both_databases_empty(
    house: House, urls: tuple[str, str], postgres: Postgres
) -> None:
    postgres.execute(urls[0], AT_THE_COMMIT)
    with pytest.raises(StoreUnavailable, match="can't be moved"):
        moved(house.settings, *urls)
    assert (tables_of(urls[0]), tables_of(urls[1])) == ([], [])
    postgres.execute(urls[0], "DROP EVENT TRIGGER late")
    assert moved(house.settings, *urls).records > 0


def test_a_text_that_the_server_can_not_keep_is_told_by_its_table_and_not_by_its_words(
    house: House, urls: tuple[str, str]
) -> None:
    with create_engine(f"sqlite:///{house.data}/custodian/registers.sqlite").begin() as file:
        file.exec_driver_sql("UPDATE purposes SET narrative = 'ochre' || char(0) || 'bicycle'")
    with pytest.raises(StoreUnavailable, match="A row of purposes can't be written there") as told:
        moved(house.settings, *urls)
    assert "ochre" not in f"{told.value} {told.value.diagnostic}"
    assert (tables_of(urls[0]), tables_of(urls[1])) == ([], [])


def test_a_database_of_another_encoding_is_refused_before_anything_is_copied(
    house: House, urls: tuple[str, str], postgres: Postgres
) -> None:
    postgres.execute(urls[0], "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    latin = re.sub(r"/test_\d+", "/latin", urls[0])
    with pytest.raises(BadInput, match="keeps text as LATIN1") as refused:
        moved(house.settings, latin, urls[1])
    assert refused.value.where == "--log"


def test_what_is_no_two_databases_of_a_server_is_told(house: House, urls: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="same user"):
        moved(house.settings, urls[0], urls[0])
    with pytest.raises(BadInput, match="same database"):
        moved(house.settings, urls[0], urls[0].replace("tests@", "registers@"))
    with pytest.raises(BadInput, match="This is a file"):
        moved(house.settings, f"sqlite:///{house.folder}/log.sqlite", urls[1])
    for secret in ("postgresql+psycopg://log:7ABC123@db/log", "postgresql+psycopg://log:7AB@C123@db/log", "7ABC123"):
        with pytest.raises(BadInput, match="no database's URL") as refused:
            moved(house.settings, secret, urls[1])
        assert "C123" not in f"{refused.value} {refused.value.diagnostic}"
    assert tables_of(urls[0]) == []
    goes_on(house, *urls)
    with pytest.raises(BadInput, match="names a server already"):
        moved(house.settings, *urls)
