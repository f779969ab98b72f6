"""A custodian's desk for photographs, with a real reader, and pictures that the tests draw."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import ExifTags, Image

from tests.policy.people import Station, analyst
from tests.unit.ocr.drawn import encoded, photograph
from tests.unit.store.reads_ground import SEALING, opened
from workbench.collection.photographs import handin, listing
from workbench.collection.photographs.desk import PhotographDesk
from workbench.collection.photographs.reader import ReaderClient
from workbench.collection.photographs.rounds import Round, Rounds
from workbench.gate import Request
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.images import ImageStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.wire.ingest import Provenance
from workbench.wire.photographs import (
    Complete,
    Completed,
    HandedIn,
    ListFiles,
    Photograph,
    PhotographOffer,
    Progress,
)
from workbench.wire.stated import HandIn, Stated

WHERE = {"latitude": 32.792, "longitude": -115.5631}


def offer(**changes: Any) -> PhotographOffer:
    """The department's own photographs, of one camera at one place."""
    terms = {"name": "friday", "source": "department", "provenance": Provenance.PUBLIC_ROAD, "camera": "EC-04", **WHERE}
    return PhotographOffer.model_validate({**terms, "time_zone": "America/Los_Angeles", "region": "us", **changes})


def car(plate: str, *, taken: str | None = "2026:03:01 09:30:00", shade: int = 0, blur: int = 1, **how: Any) -> bytes:
    """A photograph of a car as a camera would save it; ``taken`` None for one that tells no time."""
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    image = np.asarray(cv2.GaussianBlur(photograph(plate, **how), (blur, blur), 0), np.uint8)
    image[: 40 + shade, : 60 + 3 * shade] = (40 + 2 * shade) % 255
    return encoded(np.asarray(image, np.uint8), exif=exif)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: Mapping[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> bytes:
    """A tar of these files; a member that is no plain file is given as tar knows it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                archive.addfile(content)
                continue
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


class PhotographBench:
    """Hands in and reads; the clock stands at that of ``tests.policy.people``."""

    def __init__(self, folder: Path, station: Station, settings: Settings, reader: ReaderClient | None) -> None:
        self.folder = folder
        self.station = station
        self.store = opened(folder / "live")
        self.images = ImageStore.open(folder / "images", SEALING)
        self.desk = PhotographDesk(station.gate, station.registers, self.store, self.images, settings)
        self.looks = ThreadPoolExecutor(settings.ocr.processes)
        self.rounds = Rounds(self.desk, reader, self.looks) if reader else None
        self.ana = analyst()

    def close(self) -> None:
        """Let go of the folders."""
        self.looks.shutdown()
        self.images.close()
        self.store.close()

    def begin(self, caller: Caller | None = None, **terms: Any) -> str:
        """Begin a batch; its id."""
        return handin.begin(self.desk, caller or self.ana, offer(**terms)).batch_id

    def send(self, batch: str, name: str, content: bytes, stated: Stated | None = None) -> HandedIn:
        """Hand in one file."""
        file = self.folder / "spooled"
        file.write_bytes(content)
        return handin.take_file(self.desk, self.ana, batch, HandIn(name=name, stated=stated), file)

    def hand_in(self, files: Mapping[str, bytes], **terms: Any) -> str:
        """A whole batch, closed; its id."""
        batch = self.begin(**terms)
        for name, content in files.items():
            self.send(batch, name, content)
        handin.close(self.desk, self.ana, batch)
        return batch

    def read(self) -> list[Round]:
        """Round after round until nothing is due."""
        assert self.rounds is not None
        done = []
        while (one := self.rounds.one()).finished:
            done.append(one)
        return done

    def progress(self, batch: str) -> Progress:
        """How far it is."""
        return self.station.registers.photograph_batches.progress(batch)

    def photographs(self, batch: str) -> list[Photograph]:
        """All of a batch, with their plates."""
        return self.station.registers.photographs.of_batch(batch, (), 0, 5000, self.receipt())

    def complete(self, batch: str, *photographs: int, **stated: Any) -> Completed:
        """Supply what is missing."""
        said = Complete(photographs=list(photographs), stated=Stated.model_validate(stated))
        return listing.complete(self.desk, self.ana, batch, said)

    def listed(self, batch: str) -> dict[str, str]:
        """Each file's name and why it was not read."""
        found = listing.list_files(self.desk, self.ana, batch, ListFiles(limit=500))
        return {one.name: one.reason for one in found.files}

    def reads(self, pattern: str = "*") -> Any:
        """Reads of the store that fit."""
        return self.store.find(PlateQuery(parse(pattern)), self.receipt()).reads

    def rows(self) -> int:
        """How many reads the store holds."""
        return self.store.rows(self.receipt())

    def receipt(self) -> Receipt:
        """What the gate gives for a look."""
        return self.station.gate.admit(self.ana, None, Request("test.look", Operation.INGEST, {}))


@contextmanager
def bench(folder: Path, settings: Settings, reader: ReaderClient | None = None) -> Iterator[PhotographBench]:
    """A desk for the time of a block."""
    with Station(folder) as station:
        made = PhotographBench(folder, station, settings, reader)
        try:
            yield made
        finally:
            made.close()
