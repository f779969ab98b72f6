"""What a request asks for, out of what was typed (464.11): plates, time, place, cameras, and how many reads."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError

from workbench.ui.search.window import to_utc, window_problem
from workbench.wire.search import Circle, Window
from workbench.wire.sharing import Bounds


def bounds_of(
    plates: str,
    since: datetime | None,
    before: datetime | None,
    place: str,
    cameras: str,
    most: int,
    files: int,
    zone: str,
) -> Bounds:
    """Times are by the clock of ``zone``, an IANA name; ``ValueError`` says in words what can't be taken."""
    start, end = to_utc(since, zone), to_utc(before, zone, last=True)
    if start is None or end is None:
        raise ValueError("From when until when are reads asked for?")
    if problem := window_problem(since, before):
        raise ValueError(problem)
    named, seen = _split(plates), _split(cameras)
    if not (named or seen or place.strip()):
        raise ValueError("Which reads are asked for: whose plates, at which place, or of which cameras?")
    try:
        return Bounds(
            window=Window(start=start, end=end),
            plates=named,
            area=_circle(place) if place.strip() else None,
            cameras=seen,
            reads=most,
            files=files,
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = " ".join(map(str, first["loc"][:1]))
        raise ValueError(f"What is asked for can't be taken ({field}): {first['msg'].lower()}.") from None


def _circle(text: str) -> Circle:
    try:
        latitude, longitude, metres = (float(part) for part in _split(text))
        return Circle(latitude=latitude, longitude=longitude, radius_m=metres)
    except ValueError:
        words = "A place is three numbers with commas between them: latitude, longitude, metres around it."
        raise ValueError(words) from None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
