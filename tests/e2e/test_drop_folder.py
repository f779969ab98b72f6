"""The drop folder of the running product (464.9): taken within seconds, never half-written, every refusal explained."""

from __future__ import annotations

import json
import pwd
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.contract.desk import PURPOSE, with_client
from tests.house import House

pytestmark = [pytest.mark.machine, pytest.mark.section("464.9")]

HEADER = "time,plate,camera,latitude,longitude,vendor_id\n"
TERMS = 'provenance = "public_road"\n'
_LOG = """
client.declare(given["purpose"])
page = client.log(text=given["text"], limit=20)
tell(entries=[[entry.user, entry.action, entry.kind, entry.count] for entry in page.entries])
"""


BAD = {
    "UTF-8": HEADER.encode() + "2026-01-02T00:00:00Z,7SYN001,Peñasco,32,-115,\n".encode("latin-1"),
    "cut off": b'{"data_type": "alpr_group", "best_plate_number": "7SY',
    "empty": b"",
}
"""Files that are rejected, by what is said of them."""


def reads(count: int) -> str:
    mark = uuid4().hex[:10]
    line = "2026-01-02T00:00:00Z,7SYN{0:03d},EC-04,32.792,-115.5631,{1}-{0}\n"
    return HEADER + "".join(line.format(n, mark) for n in range(count))


@dataclass(frozen=True)
class Dropped:
    """Files that were put into the folders at one time, by name: the taking waits some seconds for each to be whole."""

    inbox: Path
    good: str
    bad: dict[str, str]
    bare: Path


@pytest.fixture(scope="module")
def dropped(house: House) -> Iterator[Dropped]:
    """A whole one and bad ones in the department's folder, whose terms hold for all its files; one without terms."""
    inbox, bare = (house.data / "drop" / source for source in ("department", "state"))
    terms = inbox / "offer.toml"
    terms.write_text(TERMS)
    good, bad = f"car-{uuid4().hex[:8]}.csv", {reason: f"bad-{uuid4().hex[:8]}.csv" for reason in BAD}
    for reason, name in bad.items():
        (inbox / name).write_bytes(BAD[reason])
    part = inbox / f"{good}.part"
    part.write_text(reads(5))
    part.rename(inbox / good)
    without = bare / f"bare-{uuid4().hex[:8]}.csv"
    without.write_text(reads(1))
    yield Dropped(inbox, good, bad, without)
    terms.unlink(missing_ok=True)


@pytest.fixture
def inbox(dropped: Dropped) -> Path:
    """The department's folder."""
    return dropped.inbox


def within(seconds: float, there: Callable[[], bool]) -> bool:
    """Whether it becomes so in time."""
    until = time.monotonic() + seconds
    while not there():
        if time.monotonic() > until:
            return False
        subprocess.run(["sleep", "0.2"], check=True)
    return True


@pytest.mark.section("464.5")
def test_a_file_is_taken_within_seconds_and_its_receipt_stands_beside_it_and_in_the_log(
    house: House, dropped: Dropped
) -> None:
    inbox, name = dropped.inbox, dropped.good
    kept = inbox / "done" / f"{name}.receipt.json"
    assert within(30, kept.exists), list(inbox.iterdir())
    receipt = json.loads(kept.read_text())
    assert (receipt["accepted"], receipt["rejected"], receipt["name"]) == (5, 0, name)
    assert (inbox / "done" / name).exists()
    assert not (inbox / name).exists()
    told = with_client(house, "adam", _LOG, text=receipt["sha256"], purpose=PURPOSE)["entries"]
    assert ["drop:department", "collection.take", "intent", None] in told


def test_a_file_that_is_still_written_is_left_until_it_is_whole(inbox: Path) -> None:
    name = f"slow-{uuid4().hex[:8]}.csv"
    content = reads(40)
    with (inbox / name).open("w") as growing:
        for at in range(0, len(content), len(content) // 8):
            growing.write(content[at : at + len(content) // 8])
            growing.flush()
            subprocess.run(["sleep", "0.9"], check=True)
            assert (inbox / name).exists(), "taken while it grew"
    kept = inbox / "done" / f"{name}.receipt.json"
    assert within(30, kept.exists)
    assert json.loads(kept.read_text())["accepted"] == 40


def test_a_copy_that_stalls_is_not_taken_for_whole_while_somebody_has_it_open(inbox: Path) -> None:
    name = f"stalled-{uuid4().hex[:8]}.csv"
    content = reads(40)
    with (inbox / name).open("w") as growing:
        growing.write(content[: len(content) // 2])
        growing.flush()
        assert not within(9, lambda: not (inbox / name).exists()), "half a file was taken"
        growing.write(content[len(content) // 2 :])
    kept = inbox / "done" / f"{name}.receipt.json"
    assert within(30, kept.exists)
    assert json.loads(kept.read_text())["accepted"] == 40


@pytest.mark.parametrize("reason", BAD)
def test_a_rejected_file_is_explained_beside_it_and_never_quotes_a_plate(dropped: Dropped, reason: str) -> None:
    inbox, name = dropped.inbox, dropped.bad[reason]
    kept = inbox / "rejected" / f"{name}.reason.txt"
    assert within(30, kept.exists)
    assert reason in kept.read_text()
    assert "7SY" not in kept.read_text()
    assert (inbox / "rejected" / name).read_bytes() == BAD[reason]


@pytest.mark.section("464.7.1(a)")
def test_a_file_without_terms_is_rejected_for_its_provenance(dropped: Dropped) -> None:
    folder, name = dropped.bare.parent, dropped.bare.name
    kept = folder / "rejected" / f"{name}.reason.txt"
    assert within(30, kept.exists)
    assert "provenance" in kept.read_text()
    assert f"{name}.toml" in kept.read_text()


def test_nobody_else_can_put_a_file_there_or_look_into_it(house: House, inbox: Path) -> None:
    house.token("ana")
    account = pwd.getpwnam("alpr-ana")
    for words in (["ls", inbox], ["touch", inbox / "mine.csv"]):
        done = subprocess.run(
            [str(word) for word in words],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
        assert done.returncode != 0
    assert inbox.stat().st_mode & 0o007 == 0
