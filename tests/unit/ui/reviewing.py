"""A small desk for the review panel: made-up reads that wait, with drawn images; it remembers what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.unit.collection.reviews.pictures import box, drawn, face, plate_of
from tests.unit.ocr.drawn import encoded
from tests.unit.ui.fakes import NOW, FakeSearcher, me
from workbench.policy.caller import Realm
from workbench.policy.reviews import Outcome
from workbench.ui.search.results import with_vehicle
from workbench.ui.search.reviewed import under_review
from workbench.wire.photographs import ImageKind, PlateCandidate
from workbench.wire.purpose import Me
from workbench.wire.reviews import Order, PlateInImage, QueuePage, Reading, ReadUnderReview, Review, Reviewed
from workbench.wire.search import Found

PLATES = ("7ABC1Z3", "8XYZ987", "6KLM550", "5TRW318")


def waiting(plate: str, number: int = 0, *, pictured: bool = True, **changes: Any) -> ReadUnderReview:
    """A read that waits."""
    sure = 0.42 + number / 20
    candidates = [PlateCandidate(**one) for one in plate_of(plate, 0, "", sure)["candidates"]]
    image = PlateInImage(
        photograph=number + 1,
        name=f"IMG_{number:04}.jpg",
        number=1,
        plates=1,
        width=960,
        height=540,
        box=box(0),
        candidates=candidates,
        offset_assumed=number % 2 == 1,
        similar_to=None,
    )
    known: dict[str, Any] = {
        "read_id": f"r-{number}",
        "time": NOW - timedelta(hours=number),
        "plate": plate,
        "plate_as_given": plate,
        "state": "CA",
        "confidence": sure,
        "camera": "EC-04",
        "latitude": 32.792,
        "longitude": -115.5631,
        "source": "department",
        "direction": "N",
        "batch_id": "b-1",
        "candidates": [Reading(plate=candidates[1].plate, confidence=candidates[1].confidence)],
        "image": image if pictured else None,
    }
    return ReadUnderReview(**{**known, **changes})


@dataclass
class FakePictures:
    """Drawn images."""

    head: Found
    made: dict[str, tuple[str, bytes]]

    def get(self, read_id: str) -> tuple[str, bytes] | None:
        return self.made.get(read_id)


@dataclass
class FakeReviews:
    """Keeps words; ``fails`` is raised once instead of a word, an undo or images."""

    reads: list[ReadUnderReview] = field(default_factory=lambda: [waiting(p, n) for n, p in enumerate(PLATES)])
    said: list[tuple[str, Outcome, str]] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    looks: list[tuple[str, ...]] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    two_persons: bool = False

    def queue(self, *, order: Order | str = Order.DOUBTFUL, limit: int = 25, **filters: Any) -> QueuePage:
        self.asked.append({"order": order, **filters})
        done = {read_id for read_id, _, _ in self.said}
        left = [read for read in self.reads if read.read_id not in done]
        return QueuePage(
            reads=left[:limit],
            waiting=len(left),
            done=len(done),
            below=0.8,
            two_persons=self.two_persons,
            next=None,
            sources_searched=["department"],
            sources_left_out=["federal"],
            record=40,
            result_record=41,
        )

    def say(
        self, read_id: str, plate: str, time: datetime, outcome: Outcome | str, *, resolved: str = "", note: str = ""
    ) -> Reviewed:
        self._fail()
        outcome = Outcome(outcome)
        self.said.append((read_id, outcome, resolved))
        review = Review(
            review=len(self.said),
            outcome=outcome,
            plate=resolved or None,
            state=None,
            note=note,
            by="analyst",
            at=NOW,
            record=50,
        )
        read = next(read for read in self.reads if read.read_id == read_id)
        assert (read.plate, read.time) == (plate, time)
        waits = self.two_persons and outcome is Outcome.CORRECTED
        counts = {} if waits else {"outcome": outcome, "resolved_plate": resolved or None}
        told = read.model_copy(update={"reviews": [review], "waits": waits, **counts})
        return Reviewed(read=told, hits=int(outcome is Outcome.CORRECTED), record=50, result_record=51)

    def undo(self, review: int, reason: str = "") -> Reviewed:
        self._fail()
        self.undone.append(review)
        read_id, _, _ = self.said.pop()
        read = next(read for read in self.reads if read.read_id == read_id)
        return Reviewed(read=read, hits=0, record=60, result_record=61)

    def images(self, read_ids: Sequence[str], kind: ImageKind | str = ImageKind.CROP) -> FakePictures:
        self.looks.append((ImageKind(kind).value, *read_ids))
        self._fail()
        shown = {read.read_id: read.plate for read in self.reads}
        made = {}
        for read_id in read_ids:
            picture = face(shown[read_id]) if kind == ImageKind.CROP else drawn(shown[read_id], "4PQR221")
            made[read_id] = ("image/jpeg", encoded(picture))
        head = Found(
            record=70,
            result_record=71,
            time=NOW,
            realm=Realm.LIVE,
            count=len(made),
            total=len(made),
            plates=len(made),
            sources_searched=["department"],
            sources_left_out=[],
        )
        return FakePictures(head, made)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)


@dataclass
class FakeReviewer(FakeSearcher):
    """A client with that desk."""

    who: Me = field(default_factory=lambda: me(operations=["query", "review"]))
    reviews: FakeReviews = field(default_factory=FakeReviews)

    @classmethod
    def of_what_was_found(cls) -> FakeReviewer:
        """One whose desk knows every read of its store."""
        made = cls()
        store = with_vehicle(made.store)
        found = [under_review(store, read_id) for read_id in store["read_id"]]
        made.reviews.reads = [read for read in found if read]
        return made
