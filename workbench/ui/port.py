"""What the panels ask of a client: one port each, so that a panel can be tried with a small fake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.log import LogPage
from workbench.wire.photographs import (
    Completed,
    HandedIn,
    HandedInFile,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
)
from workbench.wire.photographs import Progress as ReadingProgress
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Circle, Found
from workbench.wire.stated import Stated
from workbench.wire.training import ExerciseResult, Progress, QuizResult, Trainee


class Identity(Protocol):
    """Who is behind the screen, and why."""

    def me(self) -> Me:
        """The caller, and how he or she stands."""
        ...

    def current_purpose(self) -> PurposeDeclared | None:
        """What the next search would rest on."""
        ...


class Answer(Protocol):
    """Reads, and the head that names the records they came under."""

    @property
    def frame(self) -> pl.DataFrame:
        """The reads, with ``match``, ``likeness`` and ``likelihood`` beside the columns of a read."""
        ...

    @property
    def head(self) -> Found:
        """The records, counts and sources of this answer."""
        ...


class Searcher(Identity, Protocol):
    """Finds reads by a partial plate; every call is a logged query."""

    def search(
        self,
        pattern: str,
        *,
        lookalikes: bool = False,
        distance: int = 0,
        candidates: bool = False,
        start: datetime | None = None,
        end: datetime | None = None,
        anytime: bool = False,
        circle: Circle | None = None,
        limit: int = 500,
    ) -> Answer:
        """Reads whose plate fits; times are UTC, ``anytime`` instead of them is everything that is kept.

        ``distance`` characters may be wrong; with ``candidates`` the cameras' other readings are searched too.
        """
        ...


class LogBook(Identity, Protocol):
    """Reads the access log; every call is itself recorded."""

    def log(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        user: str = "",
        kind: str = "",
        action: str = "",
        case_number: str = "",
        text: str = "",
        before: int | None = None,
        limit: int = 200,
    ) -> LogPage:
        """A page of records, newest first; times are UTC."""
        ...


class Lessons(Protocol):
    """The training desk."""

    def progress(self) -> Progress:
        """How far the caller has come."""
        ...

    def done(self, key: str, /) -> Progress:
        """The caller read this module."""
        ...

    def quiz(self, answers: Mapping[str, str]) -> QuizResult:
        """The caller's answers, marked."""
        ...

    def exercise(self, plate: str) -> ExerciseResult:
        """Whether this is the planted vehicle."""
        ...

    def acknowledge(self, version: str) -> Progress:
        """The caller received and read this version of the policy."""
        ...

    def trainees(self) -> list[Trainee]:
        """Everybody in training; for trainers."""
        ...


class School(Searcher, Protocol):
    """A client seen from the training notebooks."""

    @property
    def training(self) -> Lessons:
        """The training desk."""
        ...


class Receiver(Identity, Protocol):
    """Takes batches of reads."""

    def ingest(self, path: Path, offer: BatchOffer) -> BatchReceipt:
        """Hand over a file; what became of each entry."""
        ...


class PhotographDesk(Protocol):
    """Takes batches of photographs, and tells how far they are."""

    def begin(self, offer: PhotographOffer) -> PhotographBatch:
        """Begin a batch on these terms."""
        ...

    def send(self, batch_id: str, file: Path, name: str, stated: Stated | None) -> HandedIn:
        """Send one photograph, video or archive."""
        ...

    def close(self, batch_id: str) -> ReadingProgress:
        """Let the batch be read."""
        ...

    def cancel(self, batch_id: str) -> ReadingProgress:
        """Call the batch off."""
        ...

    def progress(self, batch_id: str) -> ReadingProgress:
        """How far the batch is."""
        ...

    def batches(self) -> list[PhotographBatch]:
        """The caller's batches, the newest first."""
        ...

    def files(self, batch_id: str, *states: PhotographState) -> Iterator[HandedInFile]:
        """What became of its files."""
        ...

    def complete(self, batch_id: str, photographs: Sequence[int], stated: Stated) -> Completed:
        """Supply what photographs lack."""
        ...


class PhotographReceiver(Identity, Protocol):
    """A client seen from the panel of photographs."""

    @property
    def photographs(self) -> PhotographDesk:
        """Where photographs are handed in."""
        ...


class Session(School, LogBook, Receiver, PhotographReceiver, Protocol):
    """Everything that the panels ask for, as the client of a signed-in person gives it."""
