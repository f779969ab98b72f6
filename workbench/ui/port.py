"""What the panels ask of a client: one port each, so that a panel can be tried with a small fake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from workbench.policy.hits import Status
from workbench.policy.reviews import Outcome
from workbench.ui.audit_port import Auditor
from workbench.ui.office_port import Office
from workbench.ui.port_duties import Breached, Publisher, Purger, Releaser
from workbench.ui.school_port import Schooling
from workbench.wire.export import TakenOut
from workbench.wire.hits import Hit, HitNews, HitPage, HitsFollowed, Place, Verified
from workbench.wire.hotlist_entries import EntryPage, HotlistPreview, OwnChanged
from workbench.wire.hotlists import HotlistOffer, HotlistPage, HotlistReceipt
from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.log import LogExport, LogPage
from workbench.wire.photographs import (
    Completed,
    HandedIn,
    HandedInFile,
    ImageKind,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
)
from workbench.wire.photographs import Progress as ReadingProgress
from workbench.wire.programme_lists import KnownCameras
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.queries import QueryProgress
from workbench.wire.retention import Hold, ShredCertificate, ShredPreview
from workbench.wire.reviews import Order, QueuePage, Reviewed
from workbench.wire.saved import SavedForm, SavedSearch, SavedSearches
from workbench.wire.search import Circle, Found, Vehicle, Window
from workbench.wire.stated import Stated


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

    def take_out(
        self,
        answer: Any,
        format: Any,  # noqa: A002
        *,
        why: str,
        case_number: str,
        paper: Any,
        release: int | None,
        evidence: str,
        only: Any,
        narrowed: str,
    ) -> Taken:
        """The reads of an answer of this client as a file in the person's home."""
        ...


class SavedDesk(Protocol):
    """Keeps a person's searches; every call is recorded."""

    def list(self) -> SavedSearches:
        """The person's own, by name."""
        ...

    def keep(self, name: str, form: SavedForm) -> SavedSearch:
        """Keep a form under a name, instead of what stood there."""
        ...

    def forget(self, name: str) -> None:
        """Delete one."""
        ...


class Followed(Protocol):
    """Tells how far a search is, and calls it off."""

    def progress(self, query_id: str) -> QueryProgress:
        """How far it is; raises where it does not run."""
        ...

    def cancel(self, query_id: str) -> None:
        """Call it off; raises where it does not run."""
        ...


class Grounds(Protocol):
    """Tells where cameras stand; the look is recorded."""

    def cameras(self) -> KnownCameras:
        """The registered cameras in use, of the sources that were granted."""
        ...


class Searcher(Identity, Exporter, Followed, Grounds, Protocol):
    """Finds reads by a partial plate; every call is a logged query."""

    @property
    def saved(self) -> SavedDesk:
        """The person's saved searches."""
        ...

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
        vehicle: Vehicle | None = None,
        limit: int = 500,
        query_id: str = "",
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
        plate: str = "",
        before: int | None = None,
        limit: int = 200,
    ) -> LogPage:
        """A page of records, newest first; times are UTC."""
        ...

    def log_export(self, **filters: Any) -> LogExport:
        """The records that fit as CSV, once that was confirmed."""
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

    @property
    def reviews(self) -> ReviewDesk:
        """Where the images of reads are asked for."""
        ...

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


class School(Searcher, Protocol):
    """A client seen from the training notebooks."""

    @property
    def training(self) -> Schooling:
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


class Pictures(Protocol):
    """Images of reads, and the head that names the records they came under."""

    @property
    def head(self) -> Found:
        """The records of this look."""
        ...

    def get(self, read_id: str) -> tuple[str, bytes] | None:
        """MIME type and bytes of a read's image; None where it has none."""
        ...


class ReviewDesk(Protocol):
    """Reads that wait for a review; every look and every word is recorded."""

    def queue(
        self,
        *,
        batch_id: str | None = None,
        camera: str | None = None,
        source: str | None = None,
        order: Order | str = Order.DOUBTFUL,
        limit: int = 25,
    ) -> QueuePage:
        """The first page of what waits."""
        ...

    def say(
        self, read_id: str, plate: str, time: datetime, outcome: Outcome | str, *, resolved: str = "", note: str = ""
    ) -> Reviewed:
        """Keep what the caller found in a read's image."""
        ...

    def undo(self, review: int, reason: str = "") -> Reviewed:
        """Take a word back."""
        ...

    def images(self, read_ids: Sequence[str], kind: ImageKind | str = ImageKind.CROP) -> Pictures:
        """The images of reads; ``NotFound`` when none has one."""
        ...


class Reviewer(Identity, Protocol):
    """A client seen from the review notebook."""

    @property
    def reviews(self) -> ReviewDesk:
        """The desk."""
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


class Administrator(Identity, Protocol):
    """A client seen from the notebook of administration."""

    @property
    def administration(self) -> Office:
        """The office."""
        ...


class Session(
    School,
    HitDesk,
    ListKeeper,
    LogBook,
    Receiver,
    PhotographReceiver,
    Reviewer,
    Keeper,
    Administrator,
    Auditor,
    Purger,
    Releaser,
    Publisher,
    Breached,
    Protocol,
):
    """Everything that the panels ask for, as the client of a signed-in person gives it."""
