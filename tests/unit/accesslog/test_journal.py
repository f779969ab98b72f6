"""What the writer of the access log keeps to, on SQLite and on PostgreSQL alike (464.5)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.unit.accesslog.conftest import Opened
from workbench.accesslog.database import parse, writing
from workbench.accesslog.journal import Journal, utcnow
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.leaf import leaf_of
from workbench.accesslog.ledger import Entry, Ledger
from workbench.accesslog.merkle import leaf_hash
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.errors import BadInput, ConfigError, LogUnavailable
from workbench.wire.log import LogQuery

NOON = datetime(2026, 3, 2, 12, 0, 0, 129_999, tzinfo=UTC)


def past_our_code(url: str, *statements: str) -> None:
    """What somebody does with a database shell."""
    engine = writing(parse(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_the_first_record_has_index_0_and_each_next_one_is_one_more(url: str, opened: Opened) -> None:
    journal = opened(url)
    assert [journal.append(Kind.EVENT, "ana", "x", {"n": n}).index for n in range(3)] == [0, 1, 2]
    assert journal.size() == 3


def test_what_was_appended_is_what_is_read(url: str, opened: Opened, keys: Keyring) -> None:
    journal = opened(url, now=lambda: NOON)
    body = {"elements": {"pattern": "7A?B*"}, "words": "señal “quoted” \\ \u0000 \n 车"}
    record = journal.append(Kind.INTENT, "ana", "search.plates", body)
    assert record.body == {
        **body,
        "kind": "intent",
        "user": "ana",
        "action": "search.plates",
        "time": "2026-03-02T12:00:00.12+00:00",
    }
    assert record.time == NOON.replace(microsecond=120_000)
    assert LogReader.open(url, keys).get(0) == record


def test_the_leaf_that_is_kept_is_the_one_that_the_tree_hashes(url: str, keys: Keyring, opened: Opened) -> None:
    journal = opened(url)
    record = journal.append(Kind.EVENT, "ana", "x", {"b": 1, "a": {"d": 2.5, "c": "é"}})
    with writing(parse(url)).connect() as connection:
        kept = connection.execute(text("SELECT leaf FROM access_record")).scalar_one()
    key = keys.key(0)
    assert key
    assert kept.encode() == leaf_of(record.body, key)
    assert journal.end.root == leaf_hash(kept.encode())


def test_a_log_goes_on_where_it_ended(url: str, opened: Opened) -> None:
    first = opened(url)
    first.append(Kind.EVENT, "ana", "x", {})
    first.close()
    again = opened(url)
    assert again.size() == 1
    assert again.append(Kind.EVENT, "ana", "x", {}).index == 1


def test_time_never_goes_back_even_when_the_clock_does(url: str, opened: Opened) -> None:
    clock = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(seconds=1)])
    journal = opened(url, now=lambda: next(clock))
    times = [journal.append(Kind.EVENT, "ana", "x", {}).time for _ in range(3)]
    assert times == sorted(times)
    journal.close()
    reopened = opened(url, now=lambda: NOON - timedelta(days=400))
    assert reopened.append(Kind.EVENT, "ana", "x", {}).time == times[-1]


def test_a_local_clock_is_kept_as_utc(url: str, opened: Opened) -> None:
    pacific = datetime.fromisoformat("2026-03-02T04:00:00-08:00")
    record = opened(url, now=lambda: pacific).append(Kind.EVENT, "ana", "x", {})
    assert record.body["time"] == "2026-03-02T12:00:00.00+00:00"


def test_many_threads_at_once_leave_no_gap_and_each_gets_its_own_record(
    url: str, opened: Opened, keys: Keyring
) -> None:
    journal, threads, each = opened(url), 16, 20
    ready = threading.Barrier(threads)

    def write(thread: int) -> list[tuple[int, int, int]]:
        ready.wait()
        return [(journal.append(Kind.EVENT, f"user{thread}", "x", {"n": n}).index, thread, n) for n in range(each)]

    with ThreadPoolExecutor(threads) as pool:
        told = [line for lines in pool.map(write, range(threads)) for line in lines]
    assert sorted(index for index, _, _ in told) == list(range(threads * each))
    records, total = LogReader.open(url, keys).page(LogQuery(limit=5000))
    assert total == threads * each
    kept = {record.index: (record.user, record.body["n"]) for record in records}
    assert kept == {index: (f"user{thread}", n) for index, thread, n in told}
    times = [record.time for record in records]
    assert times == sorted(times, reverse=True)


def test_those_who_come_at_the_same_time_share_a_flush(url: str, keys: Keyring) -> None:
    flushed: list[int] = []

    class Counted(Ledger):
        """The real ledger, which also notes how many records each flush carried."""

        def write(self, entries: Sequence[Entry]) -> list[Record]:
            flushed.append(len(entries))
            return super().write(entries)

    journal = Journal(Counted(url, keys, utcnow))
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda n: journal.append(Kind.EVENT, "ana", "x", {"n": n}), range(320)))
    journal.close()
    assert sum(flushed) == 320
    assert len(flushed) < 320


def test_a_commit_in_sqlite_is_on_disk_when_it_returns(tmp_path: Path, opened: Opened) -> None:
    url = f"sqlite:///{tmp_path}/log.sqlite"
    opened(url)
    with writing(parse(url)).connect() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        flush = connection.execute(text("PRAGMA synchronous")).scalar_one()
    assert (mode, flush) == ("wal", 2)


@pytest.mark.parametrize("table", ["access_record", "access_detail"])
def test_a_database_that_leaves_rows_out_in_silence_is_found_out(url: str, opened: Opened, table: str) -> None:
    journal = opened(url)
    journal.append(Kind.EVENT, "ana", "x", {})
    if url.startswith("sqlite"):
        planted = [f"CREATE TRIGGER planted BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END"]
    else:
        planted = [
            "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            f"CREATE TRIGGER planted BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION planted()",
        ]
    past_our_code(url, *planted)
    with pytest.raises(LogUnavailable, match="records are missing"):
        journal.append(Kind.EVENT, "ana", "x", {})
    past_our_code(url, f"DROP TRIGGER planted{'' if url.startswith('sqlite') else f' ON {table}'}")
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == 1


def test_only_one_may_write_at_a_time(url: str, opened: Opened) -> None:
    first = opened(url)
    with pytest.raises(LogUnavailable, match="Another process writes"):
        opened(url)
    first.close()
    opened(url).append(Kind.EVENT, "ana", "x", {})


def test_a_closed_journal_takes_nothing(url: str, opened: Opened) -> None:
    journal = opened(url)
    journal.close()
    journal.close()
    with pytest.raises(LogUnavailable, match="can't be written"):
        journal.append(Kind.EVENT, "ana", "x", {})


@pytest.mark.parametrize(
    "body",
    [{"n": float("nan")}, {"n": object()}, {"n": {1, 2}}, {"half": "\ud83d"}, {"n": b"bytes"}],
    ids=["not a number", "an object", "a set", "half a character", "bytes"],
)
def test_a_body_that_can_not_be_written_is_refused_and_harms_nobody_else(
    url: str, opened: Opened, body: dict[str, object]
) -> None:
    journal = opened(url)
    with pytest.raises(BadInput, match="can't be written into the access log"):
        journal.append(Kind.EVENT, "ana", "x", body)
    assert journal.append(Kind.EVENT, "ana", "x", {}).index == 0


@pytest.mark.parametrize("user", ["a\x00b", "a\nb", "\udc80", "x" * 201])
def test_a_name_that_can_not_be_written_is_refused(url: str, opened: Opened, user: str) -> None:
    with pytest.raises(BadInput, match="user"):
        opened(url).append(Kind.EVENT, user, "x", {})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_record SET username = 'somebody else'",
        "DELETE FROM access_record WHERE seq = 1",
        "INSERT INTO access_record SELECT 9, at, kind, '', '', '', '', '' FROM access_record WHERE seq = 0",
    ],
)
def test_a_slip_in_a_database_shell_changes_nothing(url: str, opened: Opened, statement: str, keys: Keyring) -> None:
    journal = opened(url)
    for n in range(3):
        journal.append(Kind.EVENT, "ana", "x", {"n": n})
    with pytest.raises(DBAPIError, match="the access log"):
        past_our_code(url, statement)
    assert [record.body["n"] for record in LogReader.open(url, keys).page(LogQuery())[0]] == [2, 1, 0]


@pytest.mark.parametrize("missing", [0, 1])
def test_a_log_with_a_gap_is_not_opened(url: str, opened: Opened, missing: int) -> None:
    journal = opened(url)
    for _ in range(3):
        journal.append(Kind.EVENT, "ana", "x", {})
    journal.close()
    where = "" if url.startswith("sqlite") else " ON access_record"
    gap = {0: "DELETE FROM access_record WHERE seq = 0", 1: "DELETE FROM access_record WHERE seq = 1"}[missing]
    past_our_code(url, f"DROP TRIGGER access_record_kept{where}", gap)
    with pytest.raises(LogUnavailable, match=r"not whole.*464\.5.*restore"):
        opened(url)


def test_a_log_that_lost_its_end_while_open_takes_nothing_more(url: str, opened: Opened) -> None:
    journal = opened(url)
    for _ in range(3):
        journal.append(Kind.EVENT, "ana", "x", {})
    where = "" if url.startswith("sqlite") else " ON access_record"
    past_our_code(url, f"DROP TRIGGER access_record_kept{where}", "DELETE FROM access_record WHERE seq = 2")
    for _ in range(3):
        with pytest.raises(LogUnavailable):
            journal.append(Kind.EVENT, "ana", "x", {})


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "log.sqlite"])
def test_a_place_that_can_not_keep_a_log_stops_the_start(url: str, opened: Opened) -> None:
    with pytest.raises(ConfigError, match=r"log\.url"):
        opened(url)
