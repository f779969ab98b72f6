"""Asking for reads by a partial plate (464.7(d))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from workbench.client import context
from workbench.client.answer import Answer
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired, Unavailable
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.search import Circle, PlateSearch

When = datetime | str
Place = Circle | tuple[float, float, float]


class SearchCalls(Calls):
    """Searches; each is recorded before it is made and again before its answer goes out."""

    def search(
        self,
        pattern: str,
        *,
        lookalikes: bool = False,
        start: When | None = None,
        end: When | None = None,
        circle: Place | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 500,
        purpose: PurposeDeclared | None = None,
    ) -> Answer:
        """Reads whose plate fits ``pattern``: ``?`` stands for one character, ``*`` for any run of them.

            answer = client.search("7AB?1*", lookalikes=True, circle=(32.79, -115.56, 5_000))
            answer.frame            # polars;  answer.to_pandas() for pandas
            answer.head.record      # the record of the access log

        Times carry an offset; without ``start`` the agency's usual window applies. ``circle`` is latitude and
        longitude in degrees (WGS 84) and a radius in metres. Raises ``PatternError`` with the position of
        what is wrong, ``PurposeRequired``, ``TrainingRequired``, ``AssentRequired`` with the page where to
        confirm.
        """
        stands = self._resting_on(purpose)
        request = build(
            PlateSearch,
            {
                "purpose_id": stands.purpose_id,
                "pattern": pattern,
                "lookalikes": lookalikes,
                "window": _window(start, end),
                "area": _area(circle),
                "sources": list(sources) if sources is not None else None,
                "limit": limit,
                "context": context.current(),
            },
        )
        return self._found(request, stands)

    def _found(self, request: PlateSearch, purpose: PurposeDeclared) -> Answer:
        body = request.model_dump_json().encode()
        headers = {"Content-Type": "application/json"}
        try:
            data = self._transport.send("POST", "/v1/search/plates", body, headers=headers, timeout=LONG)
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
        return Answer(head, frame, request.pattern, purpose)


def _window(start: When | None, end: When | None) -> dict[str, Any] | None:
    if start is None and end is None:
        return None
    if start is None:
        raise BadInput("end is given without start.", where="start", how="Say from when on to look.")
    return {"start": start, "end": end if end is not None else datetime.now(UTC)}


def _area(circle: Place | None) -> Circle | None:
    if circle is None or isinstance(circle, Circle):
        return circle
    if len(circle) != 3:
        how = "Give latitude, longitude and a radius in metres."
        raise BadInput("circle needs three numbers.", where="circle", how=how)
    latitude, longitude, radius_m = circle
    return build(Circle, {"latitude": latitude, "longitude": longitude, "radius_m": radius_m})
