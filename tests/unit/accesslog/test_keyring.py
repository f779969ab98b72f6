"""The keys of the log's details: made ahead, kept twice, shredded for good (464.5, 464.10)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench.accesslog.keyring import BLOCK, KEY_BYTES, Keyring
from workbench.errors import ConfigError, LogUnavailable

pytestmark = pytest.mark.section("464.5", "464.10")


def reserved(folder: Path, escrow: Path | None = None, size: int = 10) -> Keyring:
    ring = Keyring.open(folder, escrow)
    ring.reserve(size)
    return ring


def test_each_record_has_a_key_of_its_own_that_stays(tmp_path: Path) -> None:
    ring = reserved(tmp_path / "keys", size=BLOCK + 5)
    keys = [ring.key(index) for index in (0, 1, BLOCK - 1, BLOCK, BLOCK + 4)]
    assert all(key and len(key) == KEY_BYTES for key in keys)
    assert len({*keys, ring.index_key(0), ring.index_key(1)}) == len(keys) + 2
    again = Keyring.open(tmp_path / "keys")
    assert [again.key(index) for index in (0, 1, BLOCK - 1, BLOCK, BLOCK + 4)] == keys
    assert again.signing == ring.signing


def test_what_is_shredded_is_nowhere_in_the_files(tmp_path: Path) -> None:
    ring = reserved(tmp_path / "keys", tmp_path / "escrow")
    gone, kept = ring.key(3), ring.key(4)
    assert gone
    ring.shred([(2, 4)])
    assert (ring.key(2), ring.key(3), ring.key(4)) == (None, None, kept)
    for place in ("keys", "escrow"):
        held = b"".join(path.read_bytes() for path in (tmp_path / place).iterdir())
        assert gone not in held
        assert kept in held  # type: ignore[operator]
    assert Keyring.open(tmp_path / "keys").shredded() == [(2, 4)]


def test_the_index_of_a_block_goes_with_its_last_key(tmp_path: Path) -> None:
    ring = reserved(tmp_path / "keys", size=2 * BLOCK)
    ring.shred([(0, BLOCK - 1)])
    assert ring.index_key(0)
    ring.shred([(BLOCK - 1, BLOCK)])
    assert ring.index_key(0) is None
    assert ring.index_key(1)


def test_an_old_copy_that_is_put_back_is_shredded_again(tmp_path: Path) -> None:
    reserved(tmp_path / "keys", tmp_path / "escrow")
    shutil.copytree(tmp_path / "keys", tmp_path / "old")
    Keyring.open(tmp_path / "keys", tmp_path / "escrow").shred([(0, 7)])
    shutil.rmtree(tmp_path / "keys")
    shutil.copytree(tmp_path / "old", tmp_path / "keys")
    ring = Keyring.open(tmp_path / "keys", tmp_path / "escrow")
    assert [ring.key(index) is None for index in (0, 6, 7)] == [True, True, False]


def test_a_shredding_that_was_stopped_is_ended_at_the_next_start(tmp_path: Path) -> None:
    ring = reserved(tmp_path / "keys")
    with (tmp_path / "keys" / "shredded").open("a") as file:
        file.write("1 3\n5 9")  # the second line was being written when the power went
    again = Keyring.open(tmp_path / "keys")
    assert [again.key(index) is None for index in range(6)] == [False, True, True, False, False, False]
    again.shred([(4, 5)])
    assert Keyring.open(tmp_path / "keys").shredded() == [(1, 3), (4, 5)]
    assert ring.key(1) is None


def test_what_one_disk_lost_comes_from_the_other(tmp_path: Path) -> None:
    kept = reserved(tmp_path / "keys", tmp_path / "escrow").key(5)
    shutil.rmtree(tmp_path / "keys")
    assert Keyring.open(tmp_path / "keys", tmp_path / "escrow").key(5) == kept


def test_keys_of_two_logs_are_not_mixed(tmp_path: Path) -> None:
    reserved(tmp_path / "keys")
    reserved(tmp_path / "escrow")
    with pytest.raises(ConfigError, match="not of one log"):
        Keyring.open(tmp_path / "keys", tmp_path / "escrow")


def test_lost_keys_are_told_and_nothing_is_read(tmp_path: Path) -> None:
    ring = reserved(tmp_path / "keys")
    next((tmp_path / "keys").glob("*.keys")).unlink()
    with pytest.raises(LogUnavailable, match="can't be read"):
        ring.key(0)


def test_the_files_are_their_owners_alone(tmp_path: Path) -> None:
    reserved(tmp_path / "keys").shred([(0, 1)])
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "keys").glob("*.keys")} == {0}
    assert (tmp_path / "keys" / "signing-key").stat().st_mode & 0o077 == 0
