"""What the panels ask of a client: one port each, so that a panel can be tried with a small fake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from workbench.policy.hits import Status
from workbench.wire.hits import Hit, HitNews, HitPage, HitsFollowed, Place, Verified
from workbench.wire.hotlist_entries import EntryPage, HotlistPreview, OwnChanged
from workbench.wire.hotlists import HotlistOffer, HotlistPage, HotlistReceipt
from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.log import LogPage
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Circle, Found, Window
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


class HitsShown(Protocol):
    """Hits, and the head that names the records they came under."""

    @property
    def hits(self) -> list[Hit]:
        """The hits, in the order that was asked for."""
        ...

    @property
    def head(self) -> HitPage | Verified:
        """The records of this look."""
        ...


class HitDesk(Identity, Protocol):
    """Shows hits and keeps what people found; every look and every word is recorded."""

    def hits(
        self,
        *,
        window: Window | None = None,
        hotlist: str | None = None,
        status: Status | str | None = None,
        open: bool = False,  # noqa: A002 - as the message has it
        first: str = "newest",
        before: Place | None = None,
        limit: int = 100,
        following: int | None = None,
    ) -> HitsShown:
        """Hits that fit; ``first="open"`` puts those that wait for a result before all others."""
        ...

    def verify_hit(
        self, hit: int, result: Status | str, reference: str = "", note: str = "", looked_up: datetime | None = None
    ) -> HitsShown:
        """Keep what the caller found; the hit as it stands then."""
        ...

    def withdraw_hit(self, hit: int, note: str = "") -> HitsShown:
        """Take back what the caller said last; the hit as it stands then."""
        ...

    def follow_hits(self) -> HitsFollowed:
        """Begin to be told of news."""
        ...

    def hit_news(self, watch: str, hit: int, said: int, seconds: float = 6.0) -> HitNews:
        """News after this place, as soon as there is any; numbers alone."""
        ...


class ListDesk(Protocol):
    """Keeps hotlists; every call is recorded."""

    def list(self, before: int | None = None, limit: int = 100) -> HotlistPage:
        """All versions of all lists, the newest first; no plate."""
        ...

    def preview(self, path: Path | str, offer: HotlistOffer) -> HotlistPreview:
        """What a file would be as a list, and what it would change."""
        ...

    def install(self, path: Path | str, offer: HotlistOffer) -> HotlistReceipt:
        """Put it in force whole, or not at all."""
        ...

    def retire(self, name: str) -> None:
        """End a list."""
        ...

    def entries(self, name: str, *, due: str = "all", plate: str = "", skip: int = 0, limit: int = 100) -> EntryPage:
        """Entries of a list in force, those that expire first before all others."""
        ...

    def enter(
        self, plate: str, *, reason: str, case_number: str, expiry: date | str, state: str = "", note: str = ""
    ) -> OwnChanged:
        """Enter a plate of our own until the end of a day."""
        ...

    def withdraw(self, entry_id: str, note: str = "") -> OwnChanged:
        """Take an entry of our own back."""
        ...


class ListKeeper(Identity, Protocol):
    """A client seen from the notebook of hotlists."""

    @property
    def hotlists(self) -> ListDesk:
        """The desk for lists."""
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


class Session(School, HitDesk, ListKeeper, LogBook, Receiver, Protocol):
    """Everything that the panels ask for, as the client of a signed-in person gives it."""
