"""What a failing database says reaches the operator's log without the record that failed (464.10)."""

from __future__ import annotations

import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.unit.accesslog.conftest import Opened
from workbench.accesslog.diagnosis import diagnosis
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import LogUnavailable
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.10")

PLATE = "7ABC123"
NARRATIVE = "the stabbing on Heber Avenue"
BODY = {"elements": {"pattern": PLATE}, "purpose": {"narrative": NARRATIVE}}


def refuse_records(url: str, postgres: Postgres | None) -> None:
    """From now on the database takes no record, and PostgreSQL repeats the row in its detail."""
    if postgres is not None:
        postgres.execute(url, "ALTER TABLE access_record ADD CHECK (seq < 1)")
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as log:
        log.execute("CREATE TRIGGER torn BEFORE INSERT ON access_record BEGIN SELECT RAISE(ABORT, 'torn'); END")


def failed(journal: Journal) -> LogUnavailable:
    with pytest.raises(LogUnavailable) as told:
        journal.append(Kind.INTENT, "ana", "search.plates", BODY)
    return told.value


def test_a_record_that_can_not_be_written_is_not_told_elsewhere(
    url: str, opened: Opened, request: pytest.FixtureRequest
) -> None:
    journal = opened(url)
    journal.append(Kind.EVENT, "ana", "x", {})
    refuse_records(url, request.getfixturevalue("postgres") if url.startswith("postgresql") else None)
    error = failed(journal)
    for told in (error.diagnostic, "".join(traceback.format_exception(error))):
        assert PLATE not in told
        assert NARRATIVE not in told
    assert "torn" in error.diagnostic or "check constraint" in error.diagnostic


def test_a_text_that_can_not_be_looked_for_is_not_told_elsewhere(tmp_path: Path, keys: Keyring, opened: Opened) -> None:
    url = f"sqlite:///{tmp_path}/log.sqlite"
    opened(url)
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as log:
        log.execute("DROP TABLE access_record")
    with pytest.raises(LogUnavailable) as told, closing(LogReader.open(url, keys)) as reader:
        reader.page(LogQuery(text=PLATE))
    assert "no such table" in told.value.diagnostic
    assert PLATE.casefold() not in "".join(traceback.format_exception(told.value)).casefold()


def test_an_error_of_an_unknown_kind_is_told_by_its_kind_alone() -> None:
    assert diagnosis(ValueError(PLATE)) == "ValueError"
