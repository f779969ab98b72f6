"""Children that die, hang or talk nonsense cost their picture and nothing else."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from tests.waiting import until
from workbench.ocr.reader import PlateReader
from workbench.reader import child
from workbench.reader.pool import Pool
from workbench.wire.look import Look, Looked
from workbench.wire.photographs import Medium

pytestmark = pytest.mark.section("464.10(a)")

ASKED = Look(medium=Medium.PHOTOGRAPH, region="us", engine="auto", profile="fast", least=0.1, sizes=[4])
CHILD = """
import os, struct, sys
word = sys.stdin.buffer.read(4)
size = struct.unpack(">I", word)[0]
sys.stdin.buffer.read(size + 4)
BODY
"""
ANSWER = 'sys.stdout.buffer.write(struct.pack(">I", 16) + b\'{"error":"well\'); sys.stdout.buffer.write(b\'"}\')'


def command(body: str) -> list[str]:
    """A child that does this with its one picture."""
    return [sys.executable, "-I", "-c", CHILD.replace("BODY", body)]


def look(pool: Pool) -> Looked:
    return pool.look(ASKED, b"1234", lambda: None)[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os.abort()", "took more memory"),
        ("sys.exit(0)", "took more memory"),
        ("sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff'); sys.stdout.flush(); sys.stdin.read()", "took more memory"),
        ("sys.stdout.buffer.write(struct.pack('>I', 2) + b'[]'); sys.stdout.flush(); sys.stdin.read()", "more memory"),
        ("sys.stdin.read()", "takes too long"),
    ],
    ids=["aborts", "ends", "a message without end", "another message", "hangs"],
)
def test_a_child_that_does_not_answer_as_agreed_is_ended(body: str, words: str) -> None:
    with Pool(1, command(body), seconds=3.0) as pool:
        assert words in look(pool).error
        assert pool._free == []


def test_a_picture_over_which_a_child_died_is_tried_once_more(tmp_path: Path) -> None:
    mark = tmp_path / "died"
    body = f"mark = {str(mark)!r}\nif not os.path.exists(mark):\n    open(mark, 'w'); os.abort()\n{ANSWER}"
    with Pool(1, command(body), seconds=20.0) as pool:
        assert look(pool).error == "well"


def test_no_more_children_work_at_a_time_than_are_allowed(tmp_path: Path) -> None:
    at_work = tmp_path / "children"
    at_work.mkdir()
    os.mkfifo(tmp_path / "go")  # who opens it waits until the test opens its other end
    body = (
        f"mine = {str(at_work)!r} + f'/{{os.getpid()}}'\nopen(mine, 'w')\n"
        f"open({str(tmp_path / 'go')!r}).close()\n{ANSWER}\n"
        "sys.stdout.flush()\nos.remove(mine)"
    )
    with Pool(2, command(body), seconds=60.0) as pool:
        asking = [threading.Thread(target=look, args=(pool,)) for _ in range(5)]
        for one in asking:
            one.start()
        until(lambda: len(list(at_work.iterdir())) == 2)
        assert not pool._room.acquire(blocking=False)
        with (tmp_path / "go").open("w"):
            for one in asking:
                one.join()


def test_a_child_with_nothing_to_do_ends(tmp_path: Path) -> None:
    body = f"{ANSWER}\nsys.stdout.flush()\nsys.stdin.buffer.read()"
    with Pool(1, command(body), seconds=20.0) as pool:
        assert look(pool).error == "well"
        (one,) = pool._free
        pool.rest(3600)
        assert pool._free == [one]
        pool.rest(0)
        assert pool._free == []
        assert not Path(f"/proc/{one.pid}").exists()


def test_memory_that_pytorch_could_not_have_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """It raises an error of no kind of its own; every other one ends the child."""
    said = ["DefaultCPUAllocator: can't allocate memory: you tried to allocate 613416960 bytes.", "size mismatch"]

    def reader(*_asked: object) -> PlateReader:
        raise RuntimeError(said.pop(0))

    monkeypatch.setattr(child, "_reader", reader)
    told, pictures = child._answer(ASKED, b"1234", io.BytesIO())
    assert (pictures, "more memory than there is" in told.error) == ([], True)
    with pytest.raises(RuntimeError, match="size mismatch"):
        child._answer(ASKED, b"1234", io.BytesIO())
