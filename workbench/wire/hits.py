"""Hits (464.7(g)): reads that met an entry of a hotlist, each marked until somebody verified it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from workbench.policy.hits import Matched, Status
from workbench.policy.purpose import unprintable
from workbench.wire.base import Context, Message, Short, Time
from workbench.wire.search import Window

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _printable(text: str) -> str:
    if unprintable(text):
        raise ValueError("has control, invisible or direction-changing characters")
    return text.strip()


Reference = Annotated[Short, AfterValidator(_printable)]
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_printable)]


class Place(Message):
    """Where a page ended: hits come by the time of the read, the newest first."""

    time: Time
    hit: Number
    open: bool = False
    """Whether that hit waited for a result, where those come first."""


class HitQuery(Message):
    """Which hits. None leaves a condition out."""

    purpose_id: Short = ""
    """The purpose that this look rests on (464.5(4))."""
    window: Window | None = None
    """By the time of the read."""
    hotlist: Short | None = None
    status: Status | None = None
    open: bool = False
    """Only those that wait for a result: nobody looked them up, or somebody could not."""
    first: Literal["newest", "open"] = "newest"
    """``open``: those that wait for a result come before all others, each by the time of the read."""
    before: Place | None = None
    """The next page: what the last one gave as ``next``."""
    limit: int = Field(default=100, ge=1, le=500)
    following: int | None = Field(default=None, ge=0)
    """The record under which this panel follows hits, when it looks by itself: that keeps no purpose alive."""
    context: Context = Context()


class Verification(Message):
    """What somebody found who looked a hit up (464.7(g)); ``reference`` is CLETS's, typed in."""

    result: Status
    by: str
    at: Time
    reference: str
    note: str
    record: int
    looked_up: Time | None
    """When CLETS answered; None for what is no look-up."""


class Hit(Message):
    """One read that met one entry; the entry is as the list had it when they met."""

    hit: int
    read_id: str
    time: Time
    camera: str
    latitude: float
    longitude: float
    source: str
    """Of the read (464.7(f)); ``hotlist_source`` is that of the list."""
    plate: str
    """As the camera read it."""
    state: str | None
    confidence: float | None
    matched: Matched
    hotlist: str
    version: int
    hotlist_source: str
    listed_plate: str
    listed_state: str | None
    reason: str
    case_number: str
    entered: Time
    expires: Time
    listed_note: str
    status: Status
    resolved_plate: str | None = None
    """The plate as a person corrected it who looked at the image, while that correction counts."""
    mark: str
    """Stands beside the hit on every view and export; empty for a confirmed one alone that no review contradicts."""
    verifications: list[Verification]
    """The oldest first; the last one that was not withdrawn counts."""
    batch_record: int
    """The record of the batch that brought the read."""
    version_installed: Time | None
    """When the version of the list came into force that the entry stood in."""
    version_in_force: bool
    """Whether no later one has taken its place."""


class HitPage(Message):
    """Hits that fit, and the two records of this look."""

    hits: list[Hit]
    total: int
    """Hits that fit, on all pages."""
    next: Place | None
    """What to ask for as ``before``; None at the end."""
    counts: dict[Status, int]
    """How many hits stand at what, of those that fit whatever was said of them."""
    sources_searched: list[str]
    sources_left_out: list[str]
    stale_hours: int
    """A version of a list that is older than this is stale."""
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class VerifyHit(Message):
    """A person's word on a hit after looking it up; the custodian says who and when."""

    purpose_id: Short = ""
    hit: Number
    result: Status
    reference: Reference = ""
    note: Note = ""
    looked_up: Time | None = None
    """When CLETS answered; None for just now."""
    context: Context = Context()


class WithdrawHit(Message):
    """A person takes back the last word on a hit, which was his or her own."""

    purpose_id: Short = ""
    hit: Number
    note: Note = ""
    context: Context = Context()


class Verified(Message):
    """The hit as it stands now, and the two records of this act."""

    hit: Hit
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class FollowHits(Message):
    """Begins to be told that there is news of hits; no news names a plate."""

    purpose_id: Short = ""
    context: Context = Context()


class HitNews(Message):
    """How far the hits are, and how much is new: numbers alone."""

    hit: int
    """The newest hit of sources granted to the caller; 0 for none."""
    said: int
    """The newest word on such a hit; 0 for none."""
    hits: int = 0
    """Hits since the place that was asked from."""
    words: int = 0
    """Words on hits since then, of others than the caller."""


class HitsFollowed(HitNews):
    """Where one follows from, and the one record of it; each look at what is new has records of its own."""

    watch: str
    record: int


class NextNews(Message):
    """Waits for news after ``hit`` and ``said``, ``seconds`` at most."""

    watch: Short
    hit: int = Field(ge=0)
    said: int = Field(ge=0)
    seconds: float = Field(default=0.0, ge=0, le=6)
