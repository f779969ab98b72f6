"""What was turned, moved, cut off or taken from elsewhere does not open, whatever a file is sealed with."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.segments.sealing import KEY_BYTES, FilesystemSealing, KeySealing, Ring, Sealing

pytestmark = pytest.mark.section("464.10")

QUICK = settings(max_examples=60, deadline=None)

KEY = KeySealing(bytes(range(32)))
FILE, OTHER_FILE = bytes(16), bytes([1]) * 16
both = pytest.mark.parametrize("sealing", [KEY, FilesystemSealing()], ids=["key", "filesystem"])
pages = st.binary(max_size=200)


@both
@QUICK
@given(page=pages, number=st.integers(0, 2**63))
def test_a_page_opens_as_it_was_shut(sealing: Sealing, page: bytes, number: int) -> None:
    shut = sealing.of_file(FILE).shut(number, page)
    assert sealing.of_file(FILE).open(number, shut) == page


@both
@QUICK
@given(page=pages, place=st.integers(0), bit=st.integers(0, 7))
def test_a_page_with_a_turned_bit_does_not_open(sealing: Sealing, page: bytes, place: int, bit: int) -> None:
    shut = bytearray(sealing.of_file(FILE).shut(3, page))
    shut[place % len(shut)] ^= 1 << bit
    with pytest.raises(StoreUnavailable):
        sealing.of_file(FILE).open(3, bytes(shut))


@both
@QUICK
@given(page=pages, kept=st.integers(0))
def test_a_page_that_was_cut_off_does_not_open(sealing: Sealing, page: bytes, kept: int) -> None:
    shut = sealing.of_file(FILE).shut(3, page)
    with pytest.raises(StoreUnavailable):
        sealing.of_file(FILE).open(3, shut[: kept % len(shut)])


@both
def test_a_page_opens_in_its_own_place_and_file_only(sealing: Sealing) -> None:
    shut = sealing.of_file(FILE).shut(3, b"a page")
    for pages_, number in ((sealing.of_file(FILE), 4), (sealing.of_file(OTHER_FILE), 3)):
        with pytest.raises(StoreUnavailable):
            pages_.open(number, shut)


def test_a_page_opens_with_its_own_key_only() -> None:
    shut = KEY.of_file(FILE).shut(3, b"a page")
    for sealing in (KeySealing(bytes(range(1, 33))), FilesystemSealing()):
        with pytest.raises(StoreUnavailable):
            sealing.of_file(FILE).open(3, shut)
    with pytest.raises(StoreUnavailable):
        KEY.of_file(FILE).open(3, FilesystemSealing().of_file(FILE).shut(3, b"a page"))


def test_a_sealed_page_shows_nothing_of_itself_and_the_same_page_looks_new_in_each_place() -> None:
    page = b"7ABC123" * 100
    shut = {KEY.of_file(file).shut(number, page) for file in (FILE, OTHER_FILE) for number in range(2)}
    assert len(shut) == 4
    assert all(b"7ABC" not in one for one in shut)


def test_a_ring_seals_with_the_first_and_opens_what_each_sealed() -> None:
    other = KeySealing(bytes(range(1, 33)))
    ring = Ring(other, (KEY, FilesystemSealing()))
    assert ring.name == other.name
    assert other.of_file(FILE).open(1, ring.of_file(FILE).shut(1, b"a page")) == b"a page"
    for sealing in (other, KEY, FilesystemSealing()):
        shut = sealing.of_file(FILE).shut(1, b"a page")
        assert ring.named(sealing.name).of_file(FILE).open(1, shut) == b"a page"
    with pytest.raises(StoreUnavailable, match="not what the configuration gives"):
        Ring(other, ()).named(KEY.name)


def test_a_key_is_made_once_though_many_ask_for_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: KeySealing.from_file(tmp_path / "key"), range(64)))
    (made,) = keys
    assert (tmp_path / "key").read_bytes() == made.key
    assert len(made.key) == KEY_BYTES
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_the_wrong_length_stops_the_start(tmp_path: Path, length: int) -> None:
    (tmp_path / "key").write_bytes(os.urandom(length))
    with pytest.raises(ConfigError, match="damaged") as told:
        KeySealing.from_file(tmp_path / "key")
    assert told.value.section == "464.10"
    assert (tmp_path / "key").stat().st_size == length


def test_a_key_that_can_not_be_made_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read or made"):
        KeySealing.from_file(tmp_path / "nowhere" / "key")
