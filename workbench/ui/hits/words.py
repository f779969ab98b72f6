"""What a hit is called and how it reads (464.7(g)): results, plates side by side, ages. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from workbench.plates.lookalikes import alike
from workbench.policy.hits import LOOKED_UP, OPEN, REASONED, Status
from workbench.wire.hits import Hit
from workbench.wire.hotlists import OWN_LIST

Pieces = list[tuple[str, str]]
"""Texts, each with a kind that the style knows; ``swapped`` stands out."""


@dataclass(frozen=True, slots=True)
class Result:
    """Something that one can say of a hit: the key for it, its name, and what has to be said with it."""

    key: str
    status: Status
    label: str
    meaning: str

    @property
    def wants(self) -> str:
        """The field that has to be filled: ``reference``, ``note`` or none."""
        if self.status in LOOKED_UP:
            return "reference"
        return "note" if self.status in REASONED else ""


RESULTS = (
    Result("1", Status.CONFIRMED, "Correct", "it is this vehicle, and CLETS bears the entry out"),
    Result("2", Status.WRONG_STATE, "Wrong state", "the characters fit, the plate is another state's"),
    Result("3", Status.MISREAD, "Misread", "the plate has other characters"),
    Result("4", Status.DISMISSED, "Dismissed", "no concern of ours; say why"),
    Result("5", Status.NOT_CONFIRMED, "Not confirmed", "it is this vehicle, but CLETS has no such entry any more"),
    Result("6", Status.UNABLE, "Not looked up", "it stays unverified; say why"),
)
UNDO = "z"
_NAMES = {result.status: result.label for result in RESULTS} | {
    Status.UNVERIFIED: "Not verified",
    Status.WITHDRAWN: "Taken back",
}


def name(status: Status) -> str:
    """What a state is called on the screen."""
    return _NAMES[status]


def look(status: Status) -> str:
    """How it is coloured: ``bad`` for what waits, ``good`` for what was borne out, ``quiet`` for the rest."""
    if status in OPEN:
        return "bad"
    return "good" if status is Status.CONFIRMED else "quiet"


def compared(observed: str, listed: str) -> tuple[Pieces, Pieces]:
    """Both plates in pieces; what is not the same in both stands out."""
    ours: Pieces = []
    theirs: Pieces = []
    for tag, first, last, begin, end in SequenceMatcher(None, observed, listed, autojunk=False).get_opcodes():
        kind = "" if tag == "equal" else "swapped"
        ours += [(observed[first:last], kind)] if last > first else []
        theirs += [(listed[begin:end], kind)] if end > begin else []
    return ours, theirs


def difference(hit: Hit) -> str:
    """In a sentence, where read and entry differ, or what can't be compared."""
    told = []
    if hit.plate != hit.listed_plate:
        told.append(_characters(hit.plate, hit.listed_plate))
    if hit.state and hit.listed_state and hit.state != hit.listed_state:
        told.append(f"the camera says {hit.state}, the list {hit.listed_state}")
    elif not hit.state and hit.listed_state:
        told.append(f"the camera says no state, the list {hit.listed_state}")
    if not told:
        told.append("characters and state are the same" if hit.listed_state else _STATELESS)
    words = "; ".join(told)
    return f"{words[:1].upper()}{words[1:]}."


_STATELESS = "the characters are the same; the list names no state"


def _characters(observed: str, listed: str) -> str:
    if len(observed) == len(listed):
        pairs = [(a, b) for a, b in zip(observed, listed, strict=True) if a != b]
        if all(alike(a, b) for a, b in pairs):
            swaps = ", ".join(f"{a} where the list has {b}" for a, b in pairs)
            return f"the camera read {swaps}: characters that it takes for one another"
    return f"the camera read {observed}, the list has {listed}"


def age(since: datetime | None, now: datetime) -> str:
    """``4 h`` or ``3 days``; of a moment ago ``0 min``."""
    if since is None:
        return "of unknown age"
    minutes = max(0, (now - since) // timedelta(minutes=1))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * 24 * 60 else f"{minutes // (24 * 60)} days"


def is_stale(hit: Hit, hours: int, now: datetime) -> bool:
    """Whether the version of the list is older than it should be, or has been replaced.

    Our own entries have dates of their own.
    """
    if hit.hotlist == OWN_LIST:
        return False
    too_old = hit.version_installed is None or now - hit.version_installed > timedelta(hours=hours)
    return too_old or not hit.version_in_force
