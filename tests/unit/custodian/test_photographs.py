"""Photographs handed in over the socket are read in the background, completed and called off, client to store."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import uvicorn

from tests.unit.cli.conftest import Run
from tests.unit.cli.conftest import workbench as workbench
from tests.unit.collection.photographs.ground import PhotographBench, bench, car, offer
from tests.unit.reader.ground import RunningReader, reading
from tests.waiting import until
from workbench.client import Client
from workbench.client.photographs import ended, gathered
from workbench.client.transport import Transport
from workbench.custodian import caller, doors
from workbench.custodian.app import build
from workbench.custodian.pace import Pace
from workbench.custodian.photographs import PhotographLoop
from workbench.errors import BadInput, NotFound
from workbench.settings import Settings
from workbench.wire.photographs import BatchState, HandedIn, PhotographState, Progress
from workbench.wire.stated import Stated

pytestmark = pytest.mark.section("464.9")


@dataclass
class Served:
    """A custodian's routes for photographs over a real socket, with the loop that reads."""

    bench: PhotographBench
    client: Client
    address: str


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReader]:
    """A running reader with the fast profile."""
    with reading(tmp_path_factory.mktemp("rd")) as running:
        yield running


@pytest.fixture
def served(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, reader: RunningReader) -> Iterator[Served]:
    """Who calls is said by the test: the doors have tests of their own."""
    with ExitStack() as stack:
        made = stack.enter_context(bench(tmp_path, reader.settings, reader.client))
        pace = Pace()
        stack.enter_context(PhotographLoop(made.desk, reader.client, pace))
        rooms = SimpleNamespace(
            photographs=made.desk,
            pace=pace,
            registers=made.station.registers,
            gate=made.station.gate,
            settings=_as_isolated(reader.settings, tmp_path),
        )
        (tmp_path / "custodian").mkdir()
        app = build(cast("Any", rooms))
        app.dependency_overrides |= {caller.services: lambda: rooms, doors.person: lambda: made.ana}
        address = stack.enter_context(Listening(app, tmp_path_factory.mktemp("s") / "c.sock"))
        client = stack.enter_context(Client(transport=Transport(address, token=lambda: "t" * 40)))
        yield Served(made, client, address)


def _as_isolated(settings: Settings, folder: Path) -> Settings:
    paths = settings.paths.model_copy(update={"data": folder})
    isolation = settings.isolation.model_copy(update={"enforced": True})
    return settings.model_copy(update={"paths": paths, "isolation": isolation})


class Listening:
    """The application on a Unix socket, in a thread."""

    def __init__(self, app: object, path: Path) -> None:
        self._path = path
        config = uvicorn.Config(cast("Any", app), log_level="warning", lifespan="off")
        self._server = uvicorn.Server(config)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        until(lambda: self._server.started)
        return f"unix:{self._path}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=30)
        self._socket.close()


def folder_of(tmp_path: Path) -> Path:
    """Two photographs with a sidecar or a table, one that tells no time, one that is none."""
    folder = tmp_path / "friday"
    (folder / "north").mkdir(parents=True)
    (folder / "one.jpg").write_bytes(car("7ABC123", taken=None))
    (folder / "one.jpg.toml").write_text("time = 2026-03-01T17:30:00Z\n")
    (folder / "north" / "two.jpg").write_bytes(car("5XYZ789", taken=None, shade=30))
    (folder / "north" / "photographs.csv").write_text("file,time\ntwo.jpg,2026-03-01T17:31:00Z\n")
    (folder / "later.jpg").write_bytes(car("8DEF456", taken=None, shade=50))
    (folder / "none.jpg").write_bytes(b"no photograph")
    (folder / ".hidden.jpg").write_bytes(b"x")
    (folder / "link.jpg").symlink_to(folder / "one.jpg")
    return folder


def test_a_folder_is_handed_in_followed_completed_and_read(served: Served, tmp_path: Path) -> None:
    calls = served.client.photographs
    told: list[tuple[HandedIn, int, int]] = []
    begun = calls.hand_in([folder_of(tmp_path)], offer(), sent=lambda *each: told.append(each))
    assert [(done, of) for _, done, of in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    until(lambda: ended(calls.progress(begun.batch_id)), 120)
    progress = calls.progress(begun.batch_id)
    assert (progress.state, progress.read, progress.failed, progress.incomplete) == (BatchState.DONE, 2, 1, 1)
    wrong = {one.name: one for one in calls.files(begun.batch_id, PhotographState.FAILED, PhotographState.INCOMPLETE)}
    assert "no kind that holds a photograph" in wrong["none.jpg"].reason
    assert wrong["later.jpg"].missing == ["time"]

    done = calls.complete(begun.batch_id, [wrong["later.jpg"].photograph], {"time": "2026-03-01T17:32:00Z"})
    assert done.completed == 1
    until(lambda: calls.progress(begun.batch_id).read == 3, 120)
    assert [one.batch_id for one in calls.batches()] == [begun.batch_id]
    plates = {plate.plate for one in served.bench.photographs(begun.batch_id) for plate in one.plates}
    assert plates >= {"7ABC123", "5XYZ789", "8DEF456"}


def test_a_batch_is_called_off_over_the_socket(served: Served, tmp_path: Path) -> None:
    calls = served.client.photographs
    batch = calls.begin(offer())
    calls.send(batch.batch_id, folder_of(tmp_path) / "one.jpg")
    assert calls.cancel(batch.batch_id).cancelled == 1
    with pytest.raises(BadInput, match="takes no more files"):
        calls.send(batch.batch_id, tmp_path / "friday" / "later.jpg")
    with pytest.raises(NotFound):
        calls.progress("no-such-batch")


def test_the_command_line_hands_in_waits_and_tells_what_is_wrong(
    served: Served, tmp_path: Path, workbench: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALPR_CUSTODIAN", served.address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "t" * 40)
    terms = ["--source", "department", "--provenance", "public_road", "--camera", "EC-04", "--region", "us"]
    place = ["--latitude", "32.792", "--longitude", "-115.5631"]
    done = workbench("photographs", "hand-in", str(folder_of(tmp_path)), *terms, *place)
    assert done.code == 1, "a file failed, another lacks something"
    assert "2 of 4 read" in done.out
    assert "none.jpg: The file is of no kind that holds a photograph" in done.out
    assert "later.jpg: Nobody tells when it was taken" in done.out
    (batch,) = served.client.photographs.batches()
    assert batch.batch_id in workbench("photographs", "status").out
    assert "2 of 4 read" in workbench("photographs", "status", batch.batch_id).out
    assert workbench("photographs", "cancel", batch.batch_id).code == 0
    wrong = workbench("photographs", "hand-in", str(tmp_path / "nothing"), *terms)
    assert (wrong.code, os.linesep in wrong.told) == (2, True)


def test_files_are_gathered_with_what_is_stated_beside_them(tmp_path: Path) -> None:
    found = {name: said for _, name, said in gathered([folder_of(tmp_path)])}
    assert found == {
        "later.jpg": None,
        "none.jpg": None,
        "north/two.jpg": Stated(time="2026-03-01T17:31:00Z"),
        "one.jpg": Stated(time="2026-03-01T17:30:00+00:00"),
    }
    alone = list(gathered([tmp_path / "friday" / "one.jpg"]))
    assert alone[0][1:] == ("one.jpg", Stated(time="2026-03-01T17:30:00+00:00"))


def test_the_pace_is_that_of_the_last_minute() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    waiting = Progress(
        batch_id="b", state=BatchState.READING, total=9, waiting=4, read=5, plates=5, failed=0, duplicate=0,
        incomplete=0, cancelled=0, similar=0,
    )  # fmt: skip
    assert pace.told(waiting).rate is None
    for moment, count in ((0.0, 9), (100.0, 1), (102.0, 4), (104.0, 4)):
        now[0] = moment
        pace.add("b", count)
    told = pace.told(waiting)
    assert (told.rate, told.seconds_left) == (2.0, 2.0)
    assert pace.told(waiting.model_copy(update={"state": BatchState.DONE})).rate is None
