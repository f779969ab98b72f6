"""Opening the registers (464.10), on both databases: migrated once, kept, and clear when it can't be."""

from __future__ import annotations

import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from tests.contract.registers import NOW
from tests.policy.people import purpose
from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.registers import Registers
from workbench.store.registers.migrate import config
from workbench.store.registers.tables import Base
from workbench.wire.ingest import Rejected

pytestmark = pytest.mark.section("464.10")


def test_what_was_kept_is_there_when_it_is_opened_again(empty_url: str) -> None:
    first = Registers.open(empty_url)
    first.policies.install("1", "one", "adam", 1, NOW)
    first.close()
    again = Registers.open(empty_url)
    assert again.policies.current().version == "1"
    again.close()


def test_the_migrations_make_the_tables_that_the_code_declares(registers: Registers, registers_url: str) -> None:
    engine = create_engine(registers_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_threads_that_open_together_migrate_once(empty_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        opened = list(threads.map(lambda _: Registers.open(empty_url), range(6)))
    opened[0].policies.install("1", "one", "adam", 1, NOW)
    assert {registers.policies.current().version for registers in opened} == {"1"}
    for registers in opened:
        registers.close()


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    code = "import sys; from workbench.store.registers import Registers; Registers.open(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-c", code, empty_url], stderr=subprocess.PIPE) for _ in range(2)]
    for process in started:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
    Registers.open(empty_url).close()


def test_registers_of_a_newer_version_are_not_touched(registers: Registers, registers_url: str) -> None:
    engine = create_engine(registers_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer version"):
        Registers.open(registers_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    engine.dispose()


def test_a_change_that_fails_half_way_changes_nothing(registers: Registers) -> None:
    def half_way() -> None:
        with registers._database.writing() as session:
            session.execute(text("INSERT INTO source_grants VALUES ('ana', 'state', 'adam', 1)"))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_way()
    assert registers.sources.granted("ana") == frozenset()


@pytest.mark.section("464.9")
def test_receipts_of_the_first_version_are_kept_and_may_be_followed_by_others(empty_url: str) -> None:
    _as_first_version(empty_url)
    with closing(Registers.open(empty_url)) as registers:
        old = registers.batches.get("b-1")
        assert old is not None
        assert (old.accepted, old.problems, old.received) == (3, [Rejected(line=4, reason="no time zone")], NOW)
        registers.batches.add(old.model_copy(update={"batch_id": "b-2", "record": 13}))
    with closing(Registers.open(empty_url)) as again:
        second = again.batches.get("b-2")
        assert second is not None
        assert (second.first, again.batches.get("b-1")) == ("b-1", old)


def _as_first_version(url: str) -> None:
    """A database as the first version left it, with one receipt."""
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
        # In each database's own words: the program that wrote them is of yesterday.
        connection.execute(
            text("INSERT INTO batches VALUES ('b-1', :sha, 'cars.csv', 'csv', 3, 1, 1, :problems, 12, :at)"),
            {"sha": "ab" * 32, "problems": '[{"line": 4, "reason": "no time zone"}]', "at": _time(engine, NOW)},
        )
    engine.dispose()


def _time(engine: Engine, moment: datetime) -> datetime | str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if engine.dialect.name == "sqlite" else moment


def test_a_purpose_that_can_not_be_kept_is_not_told_elsewhere(registers: Registers, registers_url: str) -> None:
    engine = create_engine(registers_url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            torn = "CREATE TRIGGER torn BEFORE INSERT ON purposes BEGIN SELECT RAISE(ABORT, 'torn'); END"
        else:
            torn = "ALTER TABLE purposes ADD CHECK (record < 0)"
        connection.execute(text(torn))
    engine.dispose()
    stated = purpose(narrative="the stabbing on Heber Avenue", why_this_plate="a witness read 7ABC123")
    with pytest.raises(StoreUnavailable) as told:
        registers.purposes.add(stated)
    assert "torn" in told.value.diagnostic or "check constraint" in told.value.diagnostic
    for words in (told.value.diagnostic, "".join(traceback.format_exception(told.value))):
        assert "Heber" not in words
        assert "7ABC123" not in words
