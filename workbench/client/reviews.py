"""Reads that wait for a review, what somebody says of one, and their images (464.5, 464.7(g))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbench.client import context, released
from workbench.client.asking import AskingCalls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.policy.reviews import Outcome
from workbench.wire.base import Message
from workbench.wire.images import ImagesAsked
from workbench.wire.photographs import ImageKind
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.reviews import Order, QueuePage, QueuePlace, QueueQuery, Reviewed, ReviewRead, UndoReview
from workbench.wire.search import Found, Window

if TYPE_CHECKING:  # a kernel must answer before it needs to know what a frame is
    import polars as pl


@dataclass(frozen=True, slots=True)
class Images:
    """Images and the head that names their records; ``frame`` has ``read_id``, ``media`` (MIME) and ``image``."""

    head: Found
    frame: pl.DataFrame

    def get(self, read_id: str) -> tuple[str, bytes] | None:
        """MIME type and bytes of a read's image; None where it has none."""
        rows = self.frame.filter(self.frame["read_id"] == read_id)
        return (rows["media"][0], rows["image"][0]) if len(rows) else None

    def __repr__(self) -> str:
        return f"<Images: {len(self.frame):,}, records {self.head.record} and {self.head.result_record}>"


class ReviewCalls(AskingCalls):
    """Each look and each word is recorded before it is made and again before its answer goes out."""

    def queue(
        self,
        *,
        window: Window | None = None,
        batch_id: str | None = None,
        camera: str | None = None,
        source: str | None = None,
        below: float | None = None,
        order: Order | str = Order.DOUBTFUL,
        reviewed: bool = False,
        after: QueuePlace | None = None,
        limit: int = 25,
        purpose: PurposeDeclared | None = None,
    ) -> QueuePage:
        """Reads that wait for somebody to look at their image, the most doubtful first.

            page = client.reviews.queue(camera="EC-04", order="oldest")
            page.reads[0].plate, page.waiting
            client.reviews.queue(after=page.next)

        With ``reviewed`` those on which somebody's word counts instead. ``below`` is a confidence from 0 to 1. Raises
        ``PurposeRequired``, ``TrainingRequired``, ``Refused``.
        """
        stands = self._resting_on(purpose)
        asked = {"window": window, "batch_id": batch_id, "camera": camera, "source": source, "below": below}
        more = {"order": order, "reviewed": reviewed, "after": after, "limit": limit}
        query = build(QueueQuery, {**asked, **more, **_rests(stands)})
        page: QueuePage = self._asked_for("/v1/reviews/queue", QueuePage, query, stands)
        return page

    def say(
        self,
        read_id: str,
        plate: str,
        time: datetime,
        outcome: Outcome | str,
        *,
        resolved: str = "",
        state: str = "",
        note: str = "",
        purpose: PurposeDeclared | None = None,
    ) -> Reviewed:
        """Keep what you found in a read's image; the read as it stands then.

            client.reviews.say(read.read_id, read.plate, read.time, "corrected", resolved="7ABC123")

        ``outcome`` is accepted, corrected, rejected (no plate there) or unreadable; ``plate`` and ``time`` are those
        of the read as it was shown. Raises ``Refused`` (464.7(g)) for a correction without another plate.
        """
        stands = self._resting_on(purpose)
        said = {"read_id": read_id, "plate": plate, "time": time, "outcome": outcome}
        told = build(ReviewRead, {**said, "resolved": resolved, "state": state, "note": note, **_rests(stands)})
        done: Reviewed = self._asked_for("/v1/reviews", Reviewed, told, stands)
        return done

    def undo(self, review: int, reason: str = "", purpose: PurposeDeclared | None = None) -> Reviewed:
        """Take a word back: your own last one on a read, or another's with a reason."""
        stands = self._resting_on(purpose)
        told = build(UndoReview, {"review": review, "reason": reason, **_rests(stands)})
        done: Reviewed = self._asked_for("/v1/reviews/undo", Reviewed, told, stands)
        return done

    def images(
        self, read_ids: Sequence[str], kind: ImageKind | str = ImageKind.CROP, purpose: PurposeDeclared | None = None
    ) -> Images:
        """The images of reads: crops or thumbnails of up to 100, or one photograph as it was given.

            client.reviews.images([read.read_id], "original").get(read.read_id)

        Raises ``NotFound`` when none of them has one.
        """
        stands = self._resting_on(purpose)
        asked = build(ImagesAsked, {"read_ids": list(read_ids), "kind": kind, **_rests(stands)})
        head, frame, _ = self._found("/v1/images", asked, stands)
        return Images(head, frame)

    def _asked_for(self, path: str, answer: type[Any], body: Message, purpose: PurposeDeclared) -> Any:
        try:
            told = self._transport.ask("POST", path, answer, body, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(purpose.purpose_id, None)
            raise
        released.note(told.record, told.result_record, receipt=told.receipt)
        return told


def _rests(purpose: PurposeDeclared) -> dict[str, Any]:
    return {"purpose_id": purpose.purpose_id, "context": context.current()}
