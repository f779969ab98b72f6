"""Finding records again, over a connection that can't write (464.6)."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.unit.accesslog.conftest import Opened
from workbench.accesslog.database import parse, reading
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import Counts, LogReader
from workbench.accesslog.record import Kind
from workbench.errors import LogUnavailable, NotFound, Unavailable
from workbench.policy.caller import Realm
from workbench.wire.log import LogQuery

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STATED = {"category": "stolen_plate", "case_number": "2026-00417"}
CASE = {"purpose": STATED, "realm": "live"}


SHOWN = "a" * 32
"""A read that ana was shown."""


@pytest.fixture
def reader(url: str, opened: Opened, keys: Keyring) -> LogReader:
    """Six records, a second apart from noon."""
    clock = (NOON + timedelta(seconds=n) for n in range(6))
    journal = opened(url, now=lambda: next(clock))
    journal.append(Kind.EVENT, "ana", "hub.signin", {"client": {"address": "127.0.0.1"}})
    journal.append(Kind.INTENT, "ana", "purpose.declare", {"elements": STATED})
    journal.append(Kind.INTENT, "ana", "search.plates", {**CASE, "elements": {"pattern": '7ABC*"', "x": "50%_"}})
    journal.append(
        Kind.RESULT, "ana", "search.plates", {**CASE, "outcome": "released", "count": 3, "read_ids": [SHOWN]}
    )
    journal.append(Kind.REFUSAL, "ben", "search.plates", {"reason": "ÑANDÚ said “no”", "realm": "training"})
    journal.append(Kind.EVENT, "ben", "hub.signout", {})
    return LogReader.open(url, keys)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [5, 4, 3, 2, 1, 0]),
        ({"user": "ben"}, [5, 4]),
        ({"user": "Ben"}, []),
        ({"kind": "result"}, [3]),
        ({"action": "search.plates"}, [4, 3, 2]),
        ({"action": "search"}, []),
        ({"case_number": "2026-00417"}, [3, 2, 1]),
        ({"case_number": " 2026-00418 "}, []),
        ({"start": NOON + timedelta(seconds=2)}, [5, 4, 3, 2]),
        ({"start": NOON + timedelta(seconds=2, microseconds=1)}, [5, 4, 3]),
        ({"end": NOON + timedelta(seconds=2)}, [1, 0]),
        ({"end": NOON + timedelta(seconds=2, microseconds=1)}, [2, 1, 0]),
        ({"start": datetime.fromisoformat("2026-03-02T04:00:05-08:00")}, [5]),
        ({"text": "ñandú"}, [4]),
        ({"text": '7abc*"'}, [2]),
        ({"text": "50%_"}, [2]),
        ({"text": "5%"}, []),
        ({"user": "ana", "kind": "intent", "text": "417"}, [2, 1]),
        ({"before": 2}, [1, 0]),
        ({"limit": 2}, [5, 4]),
        ({"limit": 2, "before": 4}, [3, 2]),
    ],
)
def test_a_filter_finds_what_it_says(reader: LogReader, query: dict[str, object], found: list[int]) -> None:
    records, _ = reader.page(LogQuery.model_validate(query))
    assert [record.index for record in records] == found


def test_the_total_counts_all_pages(reader: LogReader) -> None:
    assert reader.page(LogQuery(user="ana", limit=1, before=3))[1] == 4


def test_a_look_leaves_itself_out(reader: LogReader) -> None:
    records, total = reader.page(LogQuery(limit=2), below=5)
    assert ([record.index for record in records], total) == ([4, 3], 5)


def test_counts_are_by_person_and_by_kind(reader: LogReader) -> None:
    assert reader.counts(LogQuery()) == Counts(
        {"ana": 4, "ben": 2}, {"event": 2, "intent": 2, "result": 1, "refusal": 1}
    )
    assert reader.counts(LogQuery(user="ben"), below=5) == Counts({"ben": 1}, {"refusal": 1})
    assert reader.counts(LogQuery(user="nobody")) == Counts({}, {})


def test_one_record_by_its_index(reader: LogReader) -> None:
    assert reader.get(3).body["count"] == 3
    with pytest.raises(NotFound, match="no record 6"):
        reader.get(6)


@pytest.mark.parametrize(
    ("user", "realm", "read_id", "after", "answer"),
    [
        ("ana", Realm.LIVE, SHOWN, -1, True),
        ("ana", Realm.LIVE, SHOWN, 2, True),
        ("ana", Realm.LIVE, SHOWN, 3, False),
        ("ana", Realm.LIVE, "b" * 32, -1, False),
        ("ana", Realm.LIVE, "released", -1, False),
        ("ana", Realm.TRAINING, SHOWN, -1, False),
        ("ben", Realm.LIVE, SHOWN, -1, False),
    ],
)
def test_whether_a_read_was_ever_shown_to_somebody(
    reader: LogReader, user: str, realm: Realm, read_id: str, after: int, answer: bool
) -> None:
    assert reader.shown(user, realm, [read_id], after=after) is answer
    assert reader.shown(user, realm, ["0" * 32, read_id], after=after) is answer
    assert not reader.shown(user, realm, [], after=after)


def test_its_connection_can_not_write(url: str, reader: LogReader) -> None:
    with reading(parse(url)).connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(text("CREATE TABLE x (y INTEGER)"))


def test_a_log_can_be_read_after_its_writer_closed(url: str, opened: Opened, keys: Keyring) -> None:
    journal = opened(url)
    journal.append(Kind.EVENT, "ana", "x", {})
    journal.close()
    assert LogReader.open(url, keys).page(LogQuery())[1] == 1


def test_a_log_that_is_not_there_is_not_made(tmp_path: Path, keys: Keyring) -> None:
    with pytest.raises(LogUnavailable):
        LogReader.open(f"sqlite:///{tmp_path}/log.sqlite", keys)
    assert not (tmp_path / "log.sqlite").exists()


def test_a_damaged_file_is_told_in_words(tmp_path: Path, keys: Keyring) -> None:
    (tmp_path / "log.sqlite").write_bytes(os.urandom(8192))
    with pytest.raises(LogUnavailable, match="can't be read"):
        LogReader.open(f"sqlite:///{tmp_path}/log.sqlite", keys).page(LogQuery())


def test_a_record_changed_from_outside_is_told_in_words(tmp_path: Path, opened: Opened, keys: Keyring) -> None:
    url = f"sqlite:///{tmp_path}/log.sqlite"
    opened(url).append(Kind.EVENT, "ana", "x", {})
    with sqlite3.connect(tmp_path / "log.sqlite") as connection:
        connection.execute("DROP TRIGGER access_record_unchanged")
        connection.execute("UPDATE access_record SET leaf = '{'")
    with pytest.raises(Unavailable, match="changed from outside"):
        LogReader.open(url, keys).get(0)
