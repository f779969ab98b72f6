"""Handing in photographs, archives and videos (464.7.1(a), 464.9): begin, send, close, follow, complete."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.client.upload import send_file
from workbench.errors import BadInput
from workbench.wire.photographs import (
    BatchState,
    Complete,
    Completed,
    FileList,
    HandedIn,
    HandedInFile,
    ListFiles,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
    Progress,
)
from workbench.wire.stated import LONGEST, SIDECAR, TABLE, HandIn, Stated, of_csv, of_toml

_PATH = "/v1/photographs/batches"
_ENDED = (BatchState.DONE, BatchState.CANCELLED)
Sent = Callable[[HandedIn, int, int], None]
"""Told after each file: what became of it, how many are sent, how many there are."""


class PhotographCalls(Calls):
    """Batches of photographs."""

    def begin(self, offer: PhotographOffer | Mapping[str, Any]) -> PhotographBatch:
        """Begin a batch on these terms (``wire.photographs.PhotographOffer``); files are sent into it."""
        told = offer if isinstance(offer, PhotographOffer) else build(PhotographOffer, offer)
        return self._transport.ask("POST", _PATH, PhotographBatch, told)

    def send(self, batch_id: str, file: Path | str, name: str = "", stated: Stated | None = None) -> HandedIn:
        """Send one photograph, video or archive, as it is; sent again it changes nothing."""
        path = Path(file)
        told = HandIn(name=(name or path.name)[-200:], stated=stated)
        data = send_file(self._transport, f"{_one(batch_id)}/files", path, "X-ALPR-File", told)
        return self._transport.read(HandedIn, data)

    def close(self, batch_id: str) -> Progress:
        """Every file was sent: let them be read."""
        return self._transport.ask("POST", f"{_one(batch_id)}/close", Progress, timeout=LONG)

    def cancel(self, batch_id: str) -> Progress:
        """Call the batch off; what was read of it stands."""
        return self._transport.ask("POST", f"{_one(batch_id)}/cancel", Progress, timeout=LONG)

    def progress(self, batch_id: str) -> Progress:
        """How far the batch is: counts, photographs a second, seconds left."""
        return self._transport.ask("GET", _one(batch_id), Progress)

    def batches(self) -> list[PhotographBatch]:
        """Your batches, the newest first."""
        return self._transport.ask("GET", _PATH, list[PhotographBatch])

    def files(self, batch_id: str, *states: PhotographState) -> Iterator[HandedInFile]:
        """What became of the files of a batch, of those in these states or of all; each page is on record."""
        after = 0
        while True:
            wanted = ListFiles(states=list(states), after=after, limit=500)
            found = self._transport.ask("POST", f"{_one(batch_id)}/list", FileList, wanted, timeout=LONG)
            yield from found.files
            if len(found.files) < wanted.limit:
                return
            after = found.files[-1].photograph

    def complete(self, batch_id: str, photographs: Sequence[int], stated: Stated | Mapping[str, Any]) -> Completed:
        """Supply what photographs lack: ``time``, ``time_zone``, ``camera``, ``latitude`` and ``longitude``."""
        said = stated if isinstance(stated, Stated) else build(Stated, stated)
        told = Complete(photographs=list(photographs), stated=said)
        return self._transport.ask("POST", f"{_one(batch_id)}/complete", Completed, told, timeout=LONG)

    def hand_in(
        self,
        files: Sequence[Path | str],
        offer: PhotographOffer | Mapping[str, Any],
        *,
        sent: Sent = lambda _told, _done, _of: None,
        stop: threading.Event | None = None,
    ) -> Progress:
        """Hand in photographs, videos, archives, or folders of them with their sidecars, as one batch.

            client.photographs.hand_in(["friday/"], {"name": "friday", "source": "department",
                                                     "provenance": "public_road", "camera": "EC-04"})

        Raises ``BadInput`` for a sidecar that can't be read, before anything is sent. When ``stop`` is set the batch is
        called off.
        """
        chosen = list(gathered([Path(file) for file in files]))
        if not chosen:
            raise BadInput("There is no photograph to hand in.", where="files", how="Name files, or folders of them.")
        batch = self.begin(offer)
        for count, (path, name, stated) in enumerate(chosen, 1):
            if stop is not None and stop.is_set():
                return self.cancel(batch.batch_id)
            sent(self.send(batch.batch_id, path, name, stated), count, len(chosen))
        return self.close(batch.batch_id)


def ended(progress: Progress) -> bool:
    """Whether nothing of the batch is left to do but what a person must supply."""
    return progress.state in _ENDED and not progress.waiting


def gathered(paths: Sequence[Path]) -> Iterator[tuple[Path, str, Stated | None]]:
    """Files to send, with the names that they get and what is stated beside them; hidden ones and links left out."""
    for path in paths:
        if path.is_dir():
            tables: dict[Path, dict[str, Stated]] = {}
            for file in sorted(each for each in path.rglob("*") if _plain(each, path)):
                yield file, str(file.relative_to(path)), _stated(file, tables)
        else:
            yield path, path.name, _stated(path, {})


def _plain(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and not file.is_symlink() and file.is_file() and not _beside(file)


def _beside(file: Path) -> bool:
    return file.suffix == SIDECAR or file.name == TABLE


def _stated(file: Path, tables: dict[Path, dict[str, Stated]]) -> Stated | None:
    """The file's own sidecar, or its line in the table of its folder."""
    sidecar = file.with_name(f"{file.name}{SIDECAR}")
    if sidecar.is_file():
        return of_toml(_read(sidecar), str(sidecar))
    if file.parent not in tables:
        table = file.with_name(TABLE)
        tables[file.parent] = of_csv(_read(table), str(table)) if table.is_file() else {}
    return tables[file.parent].get(file.name)


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        raw = stream.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise BadInput("It is larger than 4 MB, which no sidecar is.", where=str(path))
    return raw


def _one(batch_id: str) -> str:
    return f"{_PATH}/{quote(batch_id, safe='')}"
