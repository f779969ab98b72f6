"""Who asked for or saw a plate (464.5, 464.6): whole, by patterns and maps too, and gone with what is shredded."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.unit.accesslog.conftest import Opened
from workbench.accesslog.covering import covers
from workbench.accesslog.database import parse, reading
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import BLOCK, Keyring
from workbench.accesslog.mentions import Asked, Mention
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import BadInput
from workbench.plates.characters import ALPHABET
from workbench.plates.key import pack
from workbench.plates.mask import fits_many
from workbench.plates.neighbours import distance_at_most
from workbench.plates.pattern import parse as read_pattern
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.5", "464.6")

PLATE, OTHER = "7ABC123", "8XYZ987"


def ask(journal: Journal, pattern: str, **more: object) -> int:
    asked = Asked(pattern, **more)  # type: ignore[arg-type]
    return journal.append(Kind.INTENT, "ana", "search.plates", {}, Mention(asked=asked)).index


def show(journal: Journal, *plates: str) -> int:
    return journal.append(Kind.RESULT, "ana", "search.canvass", {}, Mention(plates)).index


def fill(journal: Journal) -> None:
    """Up to the end of the first block."""
    with ThreadPoolExecutor(128) as pool:
        left = range(BLOCK - journal.size())
        list(pool.map(lambda _: journal.append(Kind.EVENT, "ana", "x", {}), left))


def speaking_of(reader: LogReader, plate: str = PLATE, **more: object) -> list[int]:
    records, total = reader.page(LogQuery(plate=plate, limit=5000, **more))  # type: ignore[arg-type]
    assert total == len(records)
    assert sum(reader.counts(LogQuery(plate=plate, **more)).by_kind.values()) == total  # type: ignore[arg-type]
    return [record.index for record in records]


def test_those_who_asked_and_those_who_saw_are_found(url: str, keys: Keyring, opened: Opened) -> None:
    journal = opened(url)
    told = [
        ask(journal, PLATE),
        ask(journal, "7A?C*"),
        ask(journal, "7ABCl23".upper(), lookalikes=True),
        ask(journal, "7ABX123", distance=1),
        show(journal, OTHER, PLATE),
    ]
    ask(journal, "8*")
    ask(journal, "7ABC12")
    ask(journal, "not a pattern!")
    show(journal, OTHER)
    reader = LogReader.open(url, keys)
    assert speaking_of(reader) == told[::-1]
    assert speaking_of(reader, "7abc-123") == told[::-1]
    assert speaking_of(reader, kind="result") == [told[-1]]
    assert speaking_of(reader, user="ben") == []
    assert speaking_of(reader, "1ZZZ999") == []


def test_folded_blocks_answer_as_fresh_records_do(url: str, keys: Keyring, opened: Opened) -> None:
    journal = opened(url)
    told = [show(journal, PLATE, *(f"1AAA{number:03}" for number in range(40))), ask(journal, "7AB*")]
    fill(journal)
    told += [show(journal, PLATE), ask(journal, "?ABC123")]
    with reading(parse(url)).connect() as connection:
        fresh = connection.execute(text("SELECT count(*) FROM access_mention")).scalar_one()
    assert fresh == 2
    reader = LogReader.open(url, keys)
    assert speaking_of(reader) == told[::-1]
    assert speaking_of(reader, "1AAA039") == [told[0]]


def test_the_index_says_nothing_to_whoever_has_only_the_database(tmp_path: Path, opened: Opened, url: str) -> None:
    journal = opened(url)
    for _ in range(2):
        show(journal, PLATE)
        ask(journal, "7AB*")
    with reading(parse(url)).connect() as connection:
        rows = connection.execute(text("SELECT seq, shown, asked FROM access_mention")).all()
    assert len(rows) == 4
    held = b"".join(bytes(row.shown) + bytes(row.asked) for row in rows)
    assert PLATE.encode() not in held
    assert b"7AB" not in held
    other = Keyring.open(tmp_path / "other")
    other.reserve(1)
    assert other.index_key(0) != Keyring(tmp_path / "keys").index_key(0)


@pytest.mark.parametrize("folded", [False, True])
def test_what_is_shredded_is_found_no_more(url: str, keys: Keyring, opened: Opened, *, folded: bool) -> None:
    journal = opened(url)
    gone, kept = [show(journal, PLATE), ask(journal, PLATE)], [show(journal, PLATE), ask(journal, "7A*")]
    if folded:
        fill(journal)
        journal.append(Kind.EVENT, "ana", "x", {})
    root, size = journal.end.root, journal.size()
    journal.shred([(0, 2)])
    assert (journal.end.root, journal.size()) == (root, size)
    reader = LogReader.open(url, keys)
    assert speaking_of(reader) == kept[::-1]
    assert [reader.get(index).body.get("shredded") for index in gone] == [True, True]
    journal.close()
    again = opened(url)
    assert again.end.root == root
    assert again.append(Kind.EVENT, "ana", "x", {}).index == size


def test_a_database_from_before_a_shredding_is_shredded_again(tmp_path: Path, keys: Keyring, opened: Opened) -> None:
    url = f"sqlite:///{tmp_path}/log.sqlite"
    journal = opened(url)
    show(journal, PLATE)
    ask(journal, PLATE)
    journal.close()
    before = (tmp_path / "log.sqlite").read_bytes()
    again = opened(url)
    again.shred([(0, 1)])
    again.close()
    for path in tmp_path.glob("log.sqlite*"):
        path.unlink()
    (tmp_path / "log.sqlite").write_bytes(before)
    opened(url)
    assert speaking_of(LogReader.open(url, keys)) == [1]
    with reading(parse(url)).connect() as connection:
        assert connection.execute(text("SELECT seq FROM access_detail")).scalars().all() == [1]


CHARS = st.sampled_from(sorted(ALPHABET))
PLATES = st.text(CHARS, min_size=1, max_size=8)


@given(
    st.lists(st.sampled_from([*sorted(ALPHABET)[:6], "?", "*", "~8", "[AB7]", "-"]), min_size=1, max_size=9),
    st.text(st.sampled_from([*sorted(ALPHABET)[:6], "8", "B", "7"]), min_size=1, max_size=8),
    st.booleans(),
    st.integers(0, 2),
)
def test_a_pattern_covers_exactly_what_a_search_for_it_finds(
    signs: list[str], plate: str, lookalikes: bool, distance: int
) -> None:
    asked = Asked("".join(signs), lookalikes, distance)
    try:
        pattern = read_pattern(asked.pattern, lookalikes=lookalikes, distance=distance)
    except BadInput:
        assert not covers(asked, plate)
        return
    key = np.array([pack(plate)], np.uint64)
    found = distance_at_most(pattern, key, distance)[0] <= distance if distance else fits_many(pattern, key)[0]
    assert covers(asked, plate) == bool(found)


def test_random_plates_are_told_apart(url: str, keys: Keyring, opened: Opened) -> None:
    journal = opened(url)
    plates = [secrets.token_hex(4).upper() for _ in range(200)]
    places = {plate: show(journal, plate) for plate in dict.fromkeys(plates)}
    reader = LogReader.open(url, keys)
    assert all(speaking_of(reader, plate) == [index] for plate, index in list(places.items())[:20])
