"""A small client of hits: a queue in memory, words that are kept and taken back, and news that a test gives."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.unit.ui.fakes import CAMERAS, NOW, me
from tests.unit.ui.reviewing import FakeReviews, waiting
from workbench.errors import Refused
from workbench.policy.hits import LOOKED_UP, OPEN, Matched, Status, counting, mark
from workbench.wire.hits import Hit, HitNews, HitPage, HitsFollowed, Place, Verification, Verified
from workbench.wire.purpose import Me, PurposeDeclared

HOSTILE = "<img src=x onerror='window.hurt=1'> \u202e\U0001f697" + "A" * 300
HOUR = timedelta(hours=1)


def hit(number: int, **changes: Any) -> Hit:
    """One hit of the last day, unverified."""
    camera, latitude, longitude, source = CAMERAS[number % len(CAMERAS)]
    known: dict[str, Any] = {
        "hit": number,
        "read_id": f"r-{number}",
        "time": NOW - number * HOUR,
        "camera": camera,
        "latitude": latitude,
        "longitude": longitude,
        "source": source,
        "plate": "7ABC123",
        "state": "CA",
        "confidence": 0.94,
        "matched": Matched.EXACT,
        "hotlist": "DOJ stolen vehicles",
        "version": 3,
        "hotlist_source": "state",
        "listed_plate": "7ABC123",
        "listed_state": "CA",
        "reason": "stolen vehicle",
        "case_number": "26-00417",
        "entered": NOW - 48 * HOUR,
        "expires": NOW + 480 * HOUR,
        "listed_note": "county 13",
        "status": Status.UNVERIFIED,
        "mark": "",
        "verifications": [],
        "batch_record": 70 + number,
        "version_installed": NOW - 6 * HOUR,
        "version_in_force": True,
    }
    made = known | changes
    return Hit(**made | {"mark": mark(made["status"])})


def several() -> list[Hit]:
    """A morning's hits, of all kinds."""
    return [
        hit(9, time=NOW - timedelta(minutes=2), plate="7A8C123", confidence=0.83, matched=Matched.LOOKALIKE),
        hit(8, plate="8XYZ940", listed_plate="8XYZ940", state="AZ", listed_state="CA", matched=Matched.EXACT),
        hit(7, plate="A12BCD3", listed_plate="A12BCD3", state=None, listed_state="BC", hotlist="NCIC extract",
            reason="felony vehicle", version_installed=NOW - 72 * HOUR, confidence=None),
        hit(6, plate="6SYN482", listed_plate="6SYN48Z", reason="missing person", hotlist="Own entries",
            hotlist_source="department", listed_note="blue Nissan Altima, dent in the left door"),
        hit(5, status=Status.CONFIRMED, verifications=[
            Verification(result=Status.CONFIRMED, by="ben", at=NOW - HOUR, reference="CLETS 26-118/9",
                         note="", record=301, looked_up=NOW - HOUR)]),
        hit(4, status=Status.MISREAD, plate="7ABCI23", version_in_force=False, verifications=[
            Verification(result=Status.UNABLE, by="ana", at=NOW - 3 * HOUR, reference="",
                         note="The terminal has had no line since nine.", record=280, looked_up=None),
            Verification(result=Status.MISREAD, by="ben", at=NOW - 2 * HOUR, reference="", note="",
                         record=290, looked_up=None)]),
    ]  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """Hits and their head."""

    hits: list[Hit]
    head: HitPage | Verified


@dataclass
class FakeHitDesk:
    """Keeps hits and words; ``fails`` is raised once instead. ``tell`` gives news to whoever waits for it."""

    who: Me = field(default_factory=me)
    kept: list[Hit] = field(default_factory=several)
    reviews: FakeReviews = field(default_factory=lambda: FakeReviews([waiting("7A8C123", 9, read_id="r-9")]))
    fails: list[Exception] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    waiting: queue.Queue[HitNews | Exception] = field(default_factory=queue.Queue)
    purpose: PurposeDeclared | None = None
    followed: Callable[[], None] = lambda: None
    _record: int = 400

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return self.purpose

    def hits(self, **asked: Any) -> Shown:
        self._called("hits", asked)
        shown = [each for each in self.kept if asked["hotlist"] in (None, each.hotlist)]
        counts = {status: sum(each.status is status for each in shown) for status in Status}
        fitting = [each for each in shown if asked["status"] in (None, each.status)]
        fitting = [each for each in fitting if each.status in OPEN or not asked["open"]]
        fitting.sort(key=lambda each: (each.status not in OPEN, -each.time.timestamp()))
        before = asked["before"]
        first = next((at + 1 for at, each in enumerate(fitting) if before and each.hit == before.hit), 0)
        page = fitting[first : first + asked["limit"]]
        more = first + asked["limit"] < len(fitting)
        head = HitPage(
            hits=page,
            total=len(fitting),
            next=Place(time=page[-1].time, hit=page[-1].hit) if more else None,
            counts={status: count for status, count in counts.items() if count},
            sources_searched=["department", "state"],
            sources_left_out=["federal"],
            stale_hours=24,
            record=self._record,
            result_record=self._record + 1,
            receipt=f"c2sp.org/tlog-proof@v1\nindex {self._record + 1}\n",
        )
        return Shown(page, head)

    def verify_hit(
        self, hit: int, result: Status | str, reference: str = "", note: str = "", looked_up: datetime | None = None
    ) -> Shown:
        self._called("verify", (hit, result, reference, note, looked_up))
        status = Status(result)
        when = (looked_up or NOW) if status in LOOKED_UP else None
        return self._said(hit, Verification(result=status, by=self.who.username, at=NOW, reference=reference,
                                            note=note, record=self._record, looked_up=when))  # fmt: skip

    def withdraw_hit(self, hit: int, note: str = "") -> Shown:
        self._called("withdraw", hit)
        return self._said(hit, Verification(result=Status.WITHDRAWN, by=self.who.username, at=NOW, reference="",
                                            note=note, record=self._record, looked_up=None))  # fmt: skip

    def follow_hits(self) -> HitsFollowed:
        self._called("follow", None)
        return HitsFollowed(hit=9, said=3, watch="w" * 32, record=self._record)

    def hit_news(self, watch: str, hit: int, said: int, seconds: float = 6.0) -> HitNews:
        self.calls.append(("news", (hit, said)))
        told = self.waiting.get(timeout=30)
        if isinstance(told, Exception):
            raise told
        return told

    def tell(self, *new: Hit, words: int = 0) -> None:
        """Keep new hits, and tell that there are some."""
        self.kept = [*new, *self.kept]
        self.waiting.put(HitNews(hit=max(each.hit for each in self.kept), said=3 + words, hits=len(new), words=words))

    def _said(self, number: int, word: Verification) -> Shown:
        at = next((place for place, each in enumerate(self.kept) if each.hit == number), None)
        if at is None:
            raise Refused("There is no such hit.", section="464.7(f)")
        before = self.kept[at]
        words = [*before.verifications, word]
        counts = counting([each.result for each in words])
        status = Status.UNVERIFIED if counts is None else words[counts].result
        now = before.model_copy(update={"verifications": words, "status": status, "mark": mark(status)})
        self.kept[at] = now
        return Shown([now], Verified(hit=now, record=self._record, result_record=self._record + 1))

    def _called(self, name: str, asked: Any) -> None:
        self.calls.append((name, asked))
        self._record += 2
        if self.fails:
            raise self.fails.pop(0)
