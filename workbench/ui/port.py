"""What the panels ask of a client: one port each, so that a panel can be tried with a small fake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from workbench.wire.export import TakenOut
from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.log import LogPage
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Circle, Found
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


class Taken(Protocol):
    """A file that was taken out."""

    @property
    def head(self) -> TakenOut:
        """Its records, name and hash."""
        ...

    @property
    def path(self) -> Path:
        """Where it lies."""
        ...


class Exporter(Protocol):
    """Makes files of answers; every call is a logged export."""

    def take_out(self, answer: Any, format: Any, *, why: str, case_number: str, paper: Any) -> Taken:  # noqa: A002
        """The reads of an answer of this client as a file in the person's home."""
        ...


class Searcher(Identity, Exporter, Protocol):
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


class Session(School, LogBook, Receiver, Protocol):
    """Everything that the panels ask for, as the client of a signed-in person gives it."""
