"""What is told of a read under review (464.7(g)): facts, readings character by character, and what was said."""

from __future__ import annotations

from typing import Any

from workbench.policy.reviews import Outcome
from workbench.prose.shown import visible
from workbench.ui.words import exact, plural
from workbench.wire.photographs import PlateCandidate
from workbench.wire.reviews import ReadUnderReview, Review

SAID = {
    Outcome.ACCEPTED: "{plate} accepted.",
    Outcome.CORRECTED: "{plate} corrected to {resolved}.",
    Outcome.REJECTED: "{plate} rejected: no plate there.",
    Outcome.UNREADABLE: "{plate} is marked as unreadable.",
}
_SURE, _DOUBTFUL = 0.95, 0.75
"""A character is sure from here on, doubtful down to there, and poor below."""


def waiting(count: int) -> str:
    """How many wait."""
    return f"{plural(count, 'read')} {'waits' if count == 1 else 'wait'}"


def level(confidence: float) -> str:
    """How sure a character is."""
    if confidence >= _SURE:
        return "sure"
    return "doubtful" if confidence >= _DOUBTFUL else "poor"


def reading(candidate: PlateCandidate, observed: PlateCandidate) -> dict[str, Any]:
    """One reading as the card draws it: its characters, each with a percentage where the recogniser told one."""
    told = candidate.characters if len(candidate.characters) == len(candidate.plate) else []
    chars = [
        {
            "char": char,
            "percent": f"{told[place]:.0%}".removesuffix("%") if told else "",
            "level": level(told[place]) if told else "",
            "differs": len(candidate.plate) != len(observed.plate) or char != observed.plate[place],
        }
        for place, char in enumerate(candidate.plate)
    ]
    doubts = [f"{one['char']} {one['percent']} %" for one in chars if one["level"] not in ("", "sure")]
    spoken = f"{' '.join(candidate.plate)}, {candidate.confidence:.0%}"
    label = f"{spoken}; not sure of {', '.join(doubts)}" if doubts else spoken
    return {"plate": candidate.plate, "percent": f"{candidate.confidence:.0%}", "chars": chars, "label": label}


def facts(read: ReadUnderReview, zone: str) -> list[list[str]]:
    """When, where and by what the read was made, for reading."""
    sure = "confidence not told" if read.confidence is None else f"{read.confidence:.0%} sure"
    zoned = " (its zone was assumed)" if read.image is not None and read.image.offset_assumed else ""
    rows = [
        ("Observed", ", ".join(part for part in (read.plate, read.state, sure) if part)),
        ("Time", exact(read.time, zone) + zoned),
        ("Camera", _camera(read)),
        ("Source", f"{read.source}, batch {read.batch_id}" if read.batch_id else read.source),
        ("Photograph", _photograph(read)),
    ]
    rows += [("Said before", said_before(one, zone)) for one in read.reviews]
    return [[name, visible(words, 300)] for name, words in rows if words]


def _camera(read: ReadUnderReview) -> str:
    heading = f", heading {read.direction}" if read.direction else ""
    place = "place not told" if read.latitude is None else f"{read.latitude:.5f}, {read.longitude:.5f} (WGS 84)"
    return f"{read.camera or 'not told'}{heading}; {place}"


def _photograph(read: ReadUnderReview) -> str:
    if (image := read.image) is None:
        return ""
    same = f"; looks like photograph {image.similar_to}" if image.similar_to else ""
    return f"{visible(image.name, 120)}, plate {image.number} of {image.plates}{same}"


def said_before(review: Review, zone: str) -> str:
    """One word on the read, and whether it was taken back."""
    corrected = f" to {review.plate}" if review.plate else ""
    note = f": {review.note}" if review.note else ""
    told = f"{review.outcome.value}{corrected} by {review.by}, {exact(review.at, zone)}{note}"
    return f"{told} (taken back by {review.undone_by})" if review.undone_by else told


def outcome_words(read: ReadUnderReview | None) -> str:
    """What was said of a read here; empty while nothing was."""
    if read is None or not read.reviews:
        return ""
    last = read.reviews[-1]
    words = SAID[last.outcome].format(plate=read.plate, resolved=last.plate)
    return f"{words} A second person has to say the same." if read.waits else words
