"""Handing in photographs without a widget (464.7.1(a), 464.9): terms, files, how far they are, what they lack."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath

import polars as pl
import traitlets as t

from workbench.client.photographs import ended, gathered
from workbench.ui.ingest.terms import LONGEST, Terms
from workbench.ui.notice import Notice, notice
from workbench.ui.port import PhotographDesk, PhotographReceiver
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.photographs import (
    BatchState,
    HandedInFile,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
    Progress,
)
from workbench.wire.purpose import Me
from workbench.wire.stated import Stated

WHEN = "2026-03-02T17:30:00-08:00"
"""How the time of a photograph is written."""
LOOK = 2.0
"""Seconds between two looks at how far a batch is."""
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".zip", ".tar", ".tgz", ".gz", ".mp4", ".mov")
_WRONG = (PhotographState.FAILED, PhotographState.INCOMPLETE, PhotographState.DUPLICATE)
_STATES = {
    BatchState.OPEN: "Not handed in to the end",
    BatchState.READING: "Being read",
    BatchState.DONE: "Looked through",
    BatchState.CANCELLED: "Called off",
}
_NOTHING = "Choose photographs, archives or videos; wait until they are whole."


class PhotographModel(Terms):
    """One panel's state. Files are chosen on this server (``paths``), uploaded, or both."""

    paths = t.Tuple()
    region = t.Unicode()
    """Whose serials the plates have; empty for the agency's own setting."""
    time = t.Unicode()
    """What is supplied for photographs that lack it, in ISO 8601."""
    batch = t.Unicode()
    busy = t.Bool(False)
    following = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    progress = t.Instance(Progress, allow_none=True)
    files = t.Tuple()
    """Files of the batch that failed, lack something, or were there before (``HandedInFile``)."""

    def __init__(self, client: PhotographReceiver, me: Me, home: Path) -> None:
        super().__init__(time_zone=me.time_zone)
        self._client, self.me, self.home = client, me, home
        self._work, self._look = Latest(), Latest()
        self._uploads: list[tuple[str, Path]] = []
        self._stopped = False

    @property
    def _desk(self) -> PhotographDesk:
        return self._client.photographs

    def choices(self) -> list[str]:
        """Photographs, archives and videos in the home folder, and folders that hold some, by name."""
        found: set[str] = set()
        for path in (*self.home.glob("[!.]*"), *self.home.glob("[!.]*/[!.]*")):
            if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
                name = path.relative_to(self.home)
                found |= {str(name)} | ({f"{name.parent}/"} if len(name.parts) > 1 else set())
        return sorted(found)

    def upload(self, name: str, file: Path | None) -> None:
        """Hand in this file too, under its own name; ``None`` takes all of them back."""
        if file is None:
            self._uploads = []
        else:
            self._uploads.append((PurePath(name).name, file))

    def problem(self) -> str:
        """What still has to be said; empty when the batch may be handed in."""
        return "" if self.paths or self._uploads else _NOTHING

    async def hand_in(self) -> None:
        """Send everything as one batch, and follow it until it is read."""
        problem = self.problem() or self.terms_problem()
        self.trouble = Notice("error", problem) if problem else None
        if problem:
            return
        self._stopped = False
        self.busy, self.status, self.files, self.progress = True, "Handing in …", (), None
        try:
            await self._send()
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            self.status = "Not everything was handed in. Hand it in again: nothing is taken twice."
        finally:
            self.busy = False
        if self.trouble is None:
            await self.follow()

    async def _send(self) -> None:
        chosen = list(gathered([self.home / path for path in self.paths]))
        chosen += [(file, name, None) for name, file in self._uploads]
        batch = await self._work.run(lambda: self._desk.begin(self._offer(chosen[0][1])))
        self.batch = batch.batch_id
        for count, (file, name, said) in enumerate(chosen, 1):
            if self._stopped:
                return
            self.status = f"Handing in {count:,} of {len(chosen):,} …"
            await self._work.run(partial(self._desk.send, self.batch, file, name, said))
        self.progress = await self._work.run(lambda: self._desk.close(self.batch))
        self._uploads, self.paths = [], ()

    async def follow(self) -> None:
        """Look how far the chosen batch is until it is read, then which files were not, and why."""
        if self.following or not self.batch:
            return
        self.following = True
        try:
            while not self._read(await self._look.run(lambda: self._desk.progress(self.batch))):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)
            await self._list()
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
        finally:
            self.following = False

    async def choose(self, batch: str) -> None:
        """Look at another batch of one's own."""
        self._look.cancel()
        self.batch, self.progress, self.files, self.trouble, self.following = batch, None, (), None, False
        await self.follow()

    async def cancel(self) -> None:
        """Call the batch off; what was read of it stands."""
        self._stopped = True
        await self._act(lambda: self._desk.cancel(self.batch))

    async def complete(self, photographs: tuple[int, ...]) -> None:
        """Supply what these photographs lack: what is typed as time, zone, camera and place."""
        said = {"time": self.time.strip(), "time_zone": self.time_zone.strip(), "camera": self.camera.strip()}
        problem = self._unfit() or ("" if photographs else "Choose the photographs that it holds for.")
        if len(said["time"]) > LONGEST:
            problem = f"The time is too long: write it as {WHEN}."
        if problem:
            self.trouble = Notice("error", problem)
            return
        try:
            stated = Stated.model_validate({**said, **self.place()})
            done = await self._work.run(lambda: self._desk.complete(self.batch, photographs, stated))
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            return
        self.trouble = None
        self.status = f"{plural(done.completed, 'photograph')} completed."
        await self.follow()

    async def batches(self) -> list[PhotographBatch]:
        """One's own batches, the newest first."""
        return await asyncio.to_thread(self._desk.batches)

    async def _act(self, call: Callable[[], Progress]) -> None:
        try:
            self._read(await asyncio.to_thread(call))
            await self._list()
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)

    async def _list(self) -> None:
        found = await self._look.run(lambda: tuple(self._desk.files(self.batch, *_WRONG)))
        self.files = found

    def _read(self, progress: Progress) -> bool:
        """Show how far it is; whether nothing is left to wait for."""
        self.progress, self.status = progress, said(progress)
        return ended(progress) or progress.state is BatchState.OPEN

    def _offer(self, first: str) -> PhotographOffer:
        return PhotographOffer.model_validate({**self.stated(), "name": first[-200:], "region": self.region or None})


def said(progress: Progress) -> str:
    """How far a batch is, in one sentence."""
    done = progress.total - progress.waiting
    words = [f"{done:,} of {plural(progress.total, 'file')}"]
    if progress.rate:
        words.append(f"{progress.rate:.1f} a second")
    if progress.seconds_left is not None:
        words.append(f"about {duration(progress.seconds_left)} left")
    counted = (("plate", progress.plates),)
    words += [plural(number, word) for word, number in counted]
    for word, number in (
        ("could not be read", progress.failed),
        ("to be completed", progress.incomplete),
        ("there before", progress.duplicate),
        ("like another one", progress.similar),
        ("called off", progress.cancelled),
    ):
        words += [f"{number:,} {word}"] if number else []
    return f"{_STATES[progress.state]}: {', '.join(words)}."


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever is read at a glance."""
    if seconds < 90:
        return plural(max(1, round(seconds)), "second")
    minutes = round(seconds / 60)
    return plural(minutes, "minute") if minutes < 90 else f"{minutes / 60:.1f} hours"


def table(files: tuple[HandedInFile, ...]) -> pl.DataFrame:
    """Files that were not read, as a table."""
    rows = [(one.photograph, one.name, one.state.value, one.reason) for one in files]
    columns = {"photograph": pl.Int64(), "name": pl.String(), "state": pl.String(), "reason": pl.String()}
    return pl.DataFrame(rows, schema=columns, orient="row")
