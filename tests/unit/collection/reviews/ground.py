"""What the tests of reviews share: reads at a desk, and people who review them."""

from __future__ import annotations

from typing import Any

from tests.policy.people import Station, analyst, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from workbench.collection.hotlists.look import page_of_hits
from workbench.collection.reviews.act import review_read, undo_review
from workbench.collection.reviews.queue import queue_page
from workbench.policy.caller import Caller
from workbench.policy.reviews import Outcome
from workbench.settings import Settings
from workbench.wire.hits import Hit, HitQuery
from workbench.wire.reviews import QueuePage, QueueQuery, ReadUnderReview, Reviewed, ReviewRead, UndoReview

TWO = Settings.from_mapping({"review": {"two_persons": True}})


class Reviewing:
    """A desk whose reads are reviewed."""

    def __init__(self, desk: Desk, settings: Settings = SETTINGS) -> None:
        self.desk, self.settings = desk, settings
        self.station: Station = desk.station

    def queue(self, by: str | Caller = "ana", **query: Any) -> QueuePage:
        """A page of what waits."""
        who, asked = _who(by), QueueQuery.model_validate(query)
        gate, registers = self.station.gate, self.station.registers
        return queue_page(gate, registers, self.desk.store, who, purpose(who.username), asked, self.settings)

    def waiting(self, by: str = "ana", **query: Any) -> list[str]:
        """The plates that wait, as observed."""
        return [read.plate for read in self.queue(by, **query).reads]

    def say(self, read: ReadUnderReview, outcome: Outcome, by: str | Caller = "ana", **said: Any) -> Reviewed:
        """A word on a read; ``resolved``, ``state`` and ``note`` besides."""
        who = _who(by)
        told = {"read_id": read.read_id, "plate": read.plate, "time": read.time, "outcome": outcome, **said}
        gate, registers = self.station.gate, self.station.registers
        word = ReviewRead.model_validate(told)
        return review_read(gate, registers, self.desk.store, who, purpose(who.username), word, self.settings)

    def undo(self, review: int, by: str | Caller = "ana", reason: str = "") -> Reviewed:
        """Take a word back."""
        who = _who(by)
        gate, registers = self.station.gate, self.station.registers
        said = UndoReview(review=review, reason=reason)
        return undo_review(gate, registers, who, purpose(who.username), said, self.settings)

    def hits(self) -> list[Hit]:
        """All hits, the oldest read first."""
        found = page_of_hits(self.station.gate, self.station.registers, analyst(), purpose(), HitQuery(), self.settings)
        return found.hits[::-1]


def _who(by: str | Caller) -> Caller:
    return analyst(by) if isinstance(by, str) else by
