"""The drop folder: complete files are taken once, links never followed, a stop at any point heals (464.9)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import SAMPLES
from workbench.collection import drop
from workbench.collection.drop import DropFolder
from workbench.errors import LogUnavailable
from workbench.wire.ingest import BatchOffer, BatchReceipt

pytestmark = pytest.mark.section("464.9")

OWN = (SAMPLES / "own.csv").read_bytes()
TERMS = 'provenance = "public_road"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Station(tmp_path) as station:
        yield Desk(tmp_path, station)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "drop" / "department"
    folder.mkdir(parents=True)
    (folder / "offer.toml").write_text(TERMS)
    return folder


@pytest.fixture
def watcher(desk: Desk, inbox: Path) -> DropFolder:
    return DropFolder(inbox.parent, desk.take_on)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_file_that_did_not_change_between_two_passes_is_taken(watcher: DropFolder, inbox: Path, desk: Desk) -> None:
    (inbox / "cars.csv").write_bytes(OWN)
    assert watcher.poll() == []
    (outcome,) = watcher.poll()
    assert outcome.receipt is not None
    assert outcome.receipt.accepted == 2
    assert names(inbox / "done") == {"cars.csv", "cars.csv.receipt.json"}
    kept = BatchReceipt.model_validate_json((inbox / "done" / "cars.csv.receipt.json").read_text())
    assert kept == outcome.receipt
    assert watcher.poll() == []
    assert desk.rows() == 2


def test_a_file_that_still_grows_is_left(watcher: DropFolder, inbox: Path) -> None:
    with (inbox / "cars.csv").open("ab") as growing:
        for piece in (OWN[:100], OWN[100:200], OWN[200:]):
            growing.write(piece)
            growing.flush()
            assert watcher.poll() == []
    assert watcher.poll()[0].receipt is not None


def test_a_done_mark_says_that_nobody_needs_to_wait(watcher: DropFolder, inbox: Path) -> None:
    (inbox / "cars.csv").write_bytes(OWN)
    (inbox / "cars.csv.done").touch()
    assert watcher.poll()[0].receipt is not None
    assert names(inbox) == {"offer.toml", ".taking", "done"}


def test_a_transfer_that_stalls_for_less_than_the_quiet_passes_is_left(desk: Desk, inbox: Path) -> None:
    watcher = DropFolder(inbox.parent, desk.take_on, quiet=3)
    (inbox / "cars.csv").write_bytes(OWN[:200])
    assert [watcher.poll() for _ in range(3)] == [[], [], []]
    (inbox / "cars.csv").write_bytes(OWN)
    assert [watcher.poll() for _ in range(3)] == [[], [], []]
    (outcome,) = watcher.poll()
    assert outcome.receipt is not None
    assert outcome.receipt.accepted == 2


@pytest.mark.parametrize("name", [".cars.csv", "cars.csv.part", "cars.csv.tmp"])
def test_a_file_under_way_is_left(watcher: DropFolder, inbox: Path, name: str) -> None:
    (inbox / name).write_bytes(OWN)
    assert (watcher.poll(), watcher.poll()) == ([], [])
    assert name in names(inbox)


@pytest.mark.parametrize(
    "name",
    [
        "a" * 250 + ".csv",
        "\u00fc" * 125 + ".csv",
        "b" * 231 + ".csv",
        os.fsdecode(b"c\xff.csv"),
        "new\nline.csv",
        "-rf.csv",
    ],
    ids=["long", "long in bytes", "no room for the receipt", "not UTF-8", "line end", "like an option"],
)
def test_a_file_of_any_name_is_taken_and_holds_up_nobody(
    watcher: DropFolder, inbox: Path, desk: Desk, name: str
) -> None:
    (inbox / name).write_bytes(OWN)
    (inbox / "zz.csv").write_bytes((SAMPLES / "rekor.json").read_bytes())
    outcomes = [*watcher.poll(), *watcher.poll(), *watcher.poll()]
    assert sorted(outcome.receipt.accepted for outcome in outcomes if outcome.receipt) == [1, 2]
    assert len(names(inbox / "done")) == 4
    assert names(inbox / ".taking") == set()


@pytest.mark.section("464.7.1(a)")
@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (None, "provenance is not known"),
        ("", "provenance: Field required"),
        ('provenance = "somewhere"', "provenance"),
        ('provenance = "court_order"', "court order"),
        ('provenance = "public_road"\nsource = "state"', "key that is not known: source"),
        ("provenance =", "no TOML"),
    ],
)
def test_a_file_without_proper_terms_is_rejected_with_the_reason(
    watcher: DropFolder, inbox: Path, desk: Desk, terms: str | None, told: str
) -> None:
    (inbox / "offer.toml").unlink()
    if terms is not None:
        (inbox / "cars.csv.toml").write_text(terms)
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    (outcome,) = watcher.poll()
    assert told in outcome.rejected
    assert told in (inbox / "rejected" / "cars.csv.reason.txt").read_text()
    assert (inbox / "rejected" / "cars.csv").read_bytes() == OWN
    assert desk.rows() == 0


def test_the_terms_beside_a_file_come_before_those_of_the_folder(watcher: DropFolder, inbox: Path) -> None:
    (inbox / "cars.csv.toml").write_text(TERMS + 'format = "axis"')
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    assert "offered as Axis" in watcher.poll()[0].rejected
    assert names(inbox / "rejected") == {"cars.csv", "cars.csv.toml", "cars.csv.reason.txt"}


def test_a_folder_that_is_no_source_is_rejected(watcher: DropFolder, inbox: Path) -> None:
    other = inbox.parent / "neighbours"
    other.mkdir()
    (other / "offer.toml").write_text(TERMS)
    (other / "cars.csv").write_bytes(OWN)
    watcher.poll()
    assert "464.7(f)" in watcher.poll()[0].rejected


def test_a_link_is_never_followed(watcher: DropFolder, inbox: Path, tmp_path: Path, desk: Desk) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(OWN)
    (inbox / "cars.csv").symlink_to(secret)
    (inbox / "folder.csv").symlink_to(tmp_path)
    (inbox.parent / "state").symlink_to(inbox)
    watcher.poll()
    outcomes = watcher.poll()
    assert [outcome.name for outcome in outcomes] == ["cars.csv", "folder.csv"]
    assert all("Links are not followed" in outcome.rejected for outcome in outcomes)
    assert (inbox / "rejected" / "cars.csv").is_symlink()
    assert secret.read_bytes() == OWN
    assert desk.rows() == 0


def test_terms_that_are_a_link_are_refused(watcher: DropFolder, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "terms.toml").write_text(TERMS)
    (inbox / "cars.csv.toml").symlink_to(tmp_path / "terms.toml")
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    assert "Links are not followed" in watcher.poll()[0].rejected


def test_a_done_folder_that_is_a_link_takes_nothing_elsewhere(watcher: DropFolder, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (inbox / "done").symlink_to(tmp_path / "elsewhere")
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    assert "is a link" in watcher.poll()[0].waits
    assert names(tmp_path / "elsewhere") == set()


def test_a_pipe_is_rejected_and_nobody_waits_for_it(watcher: DropFolder, inbox: Path) -> None:
    os.mkfifo(inbox / "cars.csv")
    watcher.poll()
    assert "no regular file" in watcher.poll()[0].rejected


def test_two_files_of_one_name_are_both_kept(watcher: DropFolder, inbox: Path) -> None:
    for data in (OWN, OWN.replace(b"EX-", b"EY-")):
        (inbox / "cars.csv").write_bytes(data)
        watcher.poll()
        assert watcher.poll()[0].receipt is not None
    assert {"cars.csv", "cars-1.csv", "cars-1.csv.receipt.json"} <= names(inbox / "done")


def test_what_cannot_be_taken_now_waits_for_the_next_pass(desk: Desk, inbox: Path) -> None:
    answers: list[Callable[[BatchOffer, Path], BatchReceipt]] = [_down, desk.take_on]

    def take(offered: BatchOffer, path: Path) -> BatchReceipt:
        return answers.pop(0)(offered, path)

    watcher = DropFolder(inbox.parent, take)
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    assert watcher.poll()[0].waits
    assert names(inbox / "rejected") == set()
    assert watcher.poll()[0].receipt is not None


def _down(offered: BatchOffer, path: Path) -> BatchReceipt:
    raise LogUnavailable("The access log can't be written.")


@pytest.mark.parametrize("step", range(12))
def test_a_stop_at_any_step_heals_at_the_next_pass(
    step: int, desk: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every move and every write is a step; the service is killed at the n-th and started anew."""
    (inbox / "cars.csv.toml").write_text(TERMS)
    (inbox / "cars.csv").write_bytes(OWN)
    (inbox / "cars.csv.done").touch()
    left = [step]

    def stopping(real: Callable[..., object]) -> Callable[..., object]:
        def stepped(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return stepped

    with monkeypatch.context() as killed:
        for method in ("replace", "unlink", "mkdir"):
            killed.setattr(Path, method, stopping(getattr(Path, method)))
        killed.setattr(drop.os, "fsync", stopping(os.fsync))
        with suppress(KeyboardInterrupt):
            DropFolder(inbox.parent, desk.take_on).poll()
    anew = DropFolder(inbox.parent, desk.take_on)
    for _ in range(3):
        anew.poll()
    assert names(inbox / ".taking") == set()
    assert {"cars.csv", "cars.csv.receipt.json", "cars.csv.toml"} <= names(inbox / "done")
    assert json.loads((inbox / "done" / "cars.csv.receipt.json").read_text())["format"] == "csv"
    assert "cars.csv" not in names(inbox)
    assert desk.rows() == 2


def test_taken_files_are_cleared_when_their_time_is_over(watcher: DropFolder, inbox: Path) -> None:
    (inbox / "cars.csv").write_bytes(OWN)
    watcher.poll()
    watcher.poll()
    assert watcher.clear(datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert watcher.clear(datetime(2999, 1, 1, tzinfo=UTC)) == 2
    assert names(inbox / "done") == set()
