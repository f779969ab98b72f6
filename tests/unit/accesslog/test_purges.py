"""Purges that were begun are kept beside the log's keys, in each place of them, for good (464.9)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.accesslog.keyring import Keyring
from workbench.accesslog.purges import PURGED, Begun, since
from workbench.policy.caller import Realm

pytestmark = pytest.mark.section("464.9")

FIRST = Begun(7, Realm.LIVE, datetime(2024, 1, 1, tzinfo=UTC), frozenset({"b", "a"}))
SECOND = Begun(9, Realm.LIVE, datetime(2024, 2, 1, tzinfo=UTC))
VOID = Begun(9, Realm.LIVE, datetime(2024, 2, 1, tzinfo=UTC), void=True)


def test_what_was_written_down_is_read_back_in_the_order_of_the_records(tmp_path: Path) -> None:
    ring = Keyring.open(tmp_path)
    ring.keep_purge(SECOND)
    ring.keep_purge(FIRST)
    assert Keyring(tmp_path).purges() == [FIRST, SECOND]


def test_a_purge_that_took_nothing_is_not_done_again(tmp_path: Path) -> None:
    ring = Keyring.open(tmp_path)
    for begun in (FIRST, SECOND, VOID):
        ring.keep_purge(begun)
    assert since(ring.purges(), ()) == [FIRST]
    assert since(ring.purges(), (7,)) == []


def test_folder_and_escrow_come_together_at_the_next_start(tmp_path: Path) -> None:
    folder, escrow = tmp_path / "keys", tmp_path / "escrow"
    ring = Keyring.open(folder, escrow)
    ring.keep_purge(FIRST)
    (folder / PURGED).unlink()
    Keyring.open(folder, escrow)
    assert Keyring(folder).purges() == [FIRST]
    assert (folder / PURGED).read_bytes() == (escrow / PURGED).read_bytes()


def test_a_line_that_a_stop_cut_off_is_left_out(tmp_path: Path) -> None:
    ring = Keyring.open(tmp_path)
    ring.keep_purge(FIRST)
    with (tmp_path / PURGED).open("a") as file:
        file.write(SECOND.line()[:30])
    assert ring.purges() == [FIRST]
    Keyring.open(tmp_path).keep_purge(SECOND)
    assert ring.purges() == [FIRST, SECOND]
