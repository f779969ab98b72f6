"""What all searches share on the asker's side (464.5): purpose, window, area, looks, and taking an answer in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired, Unavailable
from workbench.wire.images import ImagesAsked
from workbench.wire.movement import Look
from workbench.wire.polygon import Polygon
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Circle, Found, PlateSearch, Vehicle

if TYPE_CHECKING:  # a kernel must answer before it needs to know what a frame is
    import polars as pl

When = datetime | str
Round = Circle | tuple[float, float, float]
Drawn = Polygon | Sequence[tuple[float, float]]
Looks = Vehicle | Mapping[str, str | Sequence[str]]


def new_query() -> str:
    """An id for a search, by which ``client.progress`` and ``client.cancel`` know it: 32 hexadecimal digits."""
    return secrets.token_hex(16)


class AskingCalls(Calls):
    """Searches; each is recorded before it is made and again before its answer goes out."""

    _days: float | None = None

    def _asked(
        self, stands: PurposeDeclared, sources: Sequence[str] | None, query_id: str, **asked: Any
    ) -> dict[str, Any]:
        """The fields of a search's message."""
        said = {"purpose_id": stands.purpose_id, "query_id": query_id, "context": context.current()}
        return {**said, "sources": list(sources) if sources is not None else None, **asked}

    def _window(self, start: When | None, end: When | None, *, anytime: bool = False) -> dict[str, Any] | None:
        if anytime:
            if start is not None or end is not None:
                raise BadInput("A time is given together with anytime.", where="anytime", how="Give one of them.")
            return None
        until = moment(end, "end") or datetime.now(UTC)
        since = moment(start, "start") or until - timedelta(days=self._usual_days())
        return {"start": since, "end": until}

    def _usual_days(self) -> float:
        """Days that are searched without a confirmation; the custodian's own word, asked once."""
        if self._days is None:
            self._days = self._transport.ask("GET", "/v1/me", Me).window_days
        return self._days

    def _found(
        self, path: str, request: PlateSearch | Look | ImagesAsked, purpose: PurposeDeclared
    ) -> tuple[Found, pl.DataFrame, PurposeDeclared]:
        """The head and the table of an answer, and what it rests on; its records are noted."""
        body = request.model_dump_json().encode()
        headers = {"Content-Type": "application/json"}
        try:
            data = self._transport.send("POST", path, body, headers=headers, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(purpose.purpose_id, None)
            raise
        from workbench.wire.frame import unpack  # a second of imports that a starting kernel can't spare

        try:
            head, frame = unpack(data)
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise Unavailable(
                "The answer is incomplete and was thrown away.",
                how="Ask again; the access log tells that this request was made.",
                diagnostic=type(error).__name__,
            ) from None
        released.note(head.record, head.result_record, receipt=head.receipt)
        return head, frame, purpose


def moment(told: When | None, name: str) -> datetime | None:
    """A time as given; ``BadInput`` for a text that is none."""
    if told is None or isinstance(told, datetime):
        return told
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        how = "Write it as in ISO 8601 with an offset, e.g. 2026-05-01T18:00-07:00."
        raise BadInput(f"{told!r} is not a time.", where=f"window.{name}", how=how) from None


def circle_of(circle: Round | None) -> Circle | None:
    """Latitude, longitude (degrees, WGS 84) and radius in metres as a circle."""
    if circle is None or isinstance(circle, Circle):
        return circle
    if len(circle) != 3:
        how = "Give latitude, longitude and a radius in metres."
        raise BadInput("circle needs three numbers.", where="circle", how=how)
    latitude, longitude, radius_m = circle
    return build(Circle, {"latitude": latitude, "longitude": longitude, "radius_m": radius_m})


def area_of(circle: Round | None, polygon: Drawn | None) -> Circle | Polygon | None:
    """The one of the two that is given; ``BadInput`` for both."""
    if polygon is None:
        return circle_of(circle)
    if circle is not None:
        raise BadInput("A circle is given together with a polygon.", where="area", how="Give one of them.")
    return polygon if isinstance(polygon, Polygon) else build(Polygon, {"vertices": list(polygon)})


def looks_of(vehicle: Looks | None) -> Vehicle:
    """What a vehicle looks like; a single text stands for the one value that fits."""
    if vehicle is None or isinstance(vehicle, Vehicle):
        return vehicle or Vehicle()
    return build(Vehicle, {name: [fits] if isinstance(fits, str) else list(fits) for name, fits in vehicle.items()})
