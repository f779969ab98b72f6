"""The drop folder of the running product (464.9): taken within seconds, never half-written, every refusal explained."""

from __future__ import annotations

import json
import pwd
import subprocess
import time
from collections.abc import Callable, Iterator
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


@pytest.fixture
def inbox(house: House) -> Iterator[Path]:
    """The department's folder, with the terms that hold for all its files."""
    folder = house.data / "drop" / "department"
    terms = folder / "offer.toml"
    terms.write_text(TERMS)
    yield folder
    terms.unlink(missing_ok=True)


def reads(count: int) -> str:
    mark = uuid4().hex[:10]
    line = "2026-01-02T00:00:00Z,7SYN{0:03d},EC-04,32.792,-115.5631,{1}-{0}\n"
    return HEADER + "".join(line.format(n, mark) for n in range(count))


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
    house: House, inbox: Path
) -> None:
    name = f"car-{uuid4().hex[:8]}.csv"
    part = inbox / f"{name}.part"
    part.write_text(reads(5))
    part.rename(inbox / name)
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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (HEADER.encode() + "2026-01-02T00:00:00Z,7SYN001,Peñasco,32,-115,\n".encode("latin-1"), "UTF-8"),
        (b'{"data_type": "alpr_group", "best_plate_number": "7SY', "cut off"),
        (b"", "empty"),
    ],
)
def test_a_rejected_file_is_explained_beside_it_and_never_quotes_a_plate(
    inbox: Path, content: bytes, reason: str
) -> None:
    name = f"bad-{uuid4().hex[:8]}.csv"
    (inbox / name).write_bytes(content)
    kept = inbox / "rejected" / f"{name}.reason.txt"
    assert within(30, kept.exists)
    assert reason in kept.read_text()
    assert "7SY" not in kept.read_text()
    assert (inbox / "rejected" / name).read_bytes() == content


@pytest.mark.section("464.7.1(a)")
def test_a_file_without_terms_is_rejected_for_its_provenance(house: House) -> None:
    folder = house.data / "drop" / "state"
    name = f"bare-{uuid4().hex[:8]}.csv"
    (folder / name).write_text(reads(1))
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
