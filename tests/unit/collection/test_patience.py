"""What can't be taken is tried again ever later (464.9): a broken folder doesn't fill the access log."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.collection.drop import DropFolder
from workbench.collection.patience import LONGEST
from workbench.errors import LogUnavailable
from workbench.wire.ingest import BatchOffer, BatchReceipt

pytestmark = pytest.mark.section("464.9")

Waiting = Callable[[BaseException], tuple[DropFolder, list[str]]]


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    """A watcher with two complete files that can't be taken, and the names of those that were tried."""
    inbox = tmp_path / "drop" / "department"
    inbox.mkdir(parents=True)
    (inbox / "offer.toml").write_text('provenance = "public_road"\n')
    for name in ("one.csv", "two.csv"):
        (inbox / name).write_text("x")
        (inbox / f"{name}.done").touch()

    def made(error: BaseException) -> tuple[DropFolder, list[str]]:
        tried: list[str] = []

        def take(offered: BatchOffer, path: Path) -> BatchReceipt:
            tried.append(path.name)
            if path.name == "one.csv":
                raise error
            raise LogUnavailable("The access log can't be written.")

        return DropFolder(inbox.parent, take), tried

    return made


def passes(watcher: DropFolder, tried: list[str], name: str, until: int) -> list[int]:
    """In which passes the file was tried."""
    found = []
    for number in range(until):
        before = tried.count(name)
        watcher.poll()
        found += [number] * (tried.count(name) - before)
    return found


def test_while_the_log_is_down_nobodys_file_is_tried_more_often_than_one_would_be(waiting: Waiting) -> None:
    watcher, tried = waiting(LogUnavailable("The access log can't be written."))
    assert passes(watcher, tried, "one.csv", 40) == [0, 1, 3, 7, 15, 31]
    assert "two.csv" not in tried


def test_tries_never_end_and_never_lie_further_apart_than_five_minutes(waiting: Waiting) -> None:
    watcher, tried = waiting(LogUnavailable("The access log can't be written."))
    at = passes(watcher, tried, "one.csv", 2000)
    assert at[-1] - at[-2] == LONGEST
    assert 2000 - at[-1] <= LONGEST


def test_one_file_that_cant_be_kept_holds_up_no_other_and_names_no_path(tmp_path: Path) -> None:
    for source in ("department", "state"):
        inbox = tmp_path / source
        inbox.mkdir()
        (inbox / "offer.toml").write_text('provenance = "public_road"\n')
        (inbox / "7ABC123.csv").write_text("x")
        (inbox / "7ABC123.csv.done").touch()
    tried: list[str] = []

    def take(offered: BatchOffer, path: Path) -> BatchReceipt:
        tried.append(offered.source)
        raise OSError(errno.EDQUOT, "Disk quota exceeded", str(path))

    watcher = DropFolder(tmp_path, take)
    (first, second) = watcher.poll()
    assert {first.source, second.source} == {"department", "state"}
    assert first.waits == "Disk quota exceeded"
    for _ in range(39):
        watcher.poll()
    again = 1 + 6  # once before each was claimed, then in the passes 1, 2, 4, 8, 16 and 32
    assert tried.count("department") == tried.count("state") == again


def test_what_was_taken_away_has_no_next_try(waiting: Waiting, tmp_path: Path) -> None:
    watcher, tried = waiting(OSError(errno.EIO, "Input/output error"))
    inbox = tmp_path / "drop" / "department"
    (inbox / "two.csv").unlink()
    passes(watcher, tried, "one.csv", 10)
    (inbox / ".taking" / "one.csv").unlink()
    watcher.poll()
    (inbox / "one.csv").write_text("x")
    (inbox / "one.csv.done").touch()
    assert passes(watcher, tried, "one.csv", 1) == [0]
