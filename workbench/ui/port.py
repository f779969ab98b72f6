"""What the panels ask of a client: one port each, so that a panel can be tried with a small fake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.log import LogExport, LogPage
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.retention import Hold, ShredCertificate, ShredPreview
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

    def log_export(self, **filters: Any) -> LogExport:
        """The records that fit as CSV, once that was confirmed."""
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


class Keeping(Protocol):
    """Holds, and the shredding of the log's details."""

    def holds(self) -> list[Hold]:
        """The holds that stand."""
        ...

    def hold(self, case_number: str, reason: str, review_by: date) -> Hold:
        """Hold a case."""
        ...

    def review(self, hold: int, reason: str, review_by: date) -> Hold:
        """Have a hold go on."""
        ...

    def lift(self, hold: int, reason: str) -> None:
        """End a hold."""
        ...

    def preview(self, before: datetime) -> ShredPreview:
        """What shredding would take away; UTC."""
        ...

    def shred(self, told: ShredPreview) -> ShredCertificate:
        """Shred it, once it was approved."""
        ...

    def certificates(self) -> list[ShredCertificate]:
        """Of what was shredded, newest first."""
        ...


class Keeper(Identity, Protocol):
    """A client seen from the notebook of holds."""

    @property
    def retention(self) -> Keeping:
        """Holds and shredding."""
        ...


class Session(School, LogBook, Receiver, Keeper, Protocol):
    """Everything that the panels ask for, as the client of a signed-in person gives it."""
