"""Asking for reads by a partial plate (464.7(d))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.client import context, released
from workbench.client.answer import Answer
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired, Unavailable
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Circle, PlateSearch

When = datetime | str
Place = Circle | tuple[float, float, float]


class SearchCalls(Calls):
    """Searches; each is recorded before it is made and again before its answer goes out."""

    _days: float | None = None

    def search(
        self,
        pattern: str,
        *,
        lookalikes: bool = False,
        distance: int = 0,
        candidates: bool = False,
        start: When | None = None,
        end: When | None = None,
        anytime: bool = False,
        circle: Place | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 500,
        purpose: PurposeDeclared | None = None,
    ) -> Answer:
        """Reads whose plate fits ``pattern``: ``?`` stands for one character, ``*`` for any run of them.

            answer = client.search("7AB?1*", lookalikes=True, circle=(32.79, -115.56, 5_000))
            answer = client.search("7[AX]~B123", distance=1)
            answer.frame            # polars;  answer.to_pandas() for pandas
            answer.head.record      # the record of the access log

        ``[AX]`` stands for one of these, ``~`` before a character for it or its look-alikes; ``lookalikes`` is for
        all of them. ``distance`` characters, up to 2, may be wrong, missing or too many; it does not go with ``*``.
        With ``candidates`` the other readings that the cameras gave are searched too.

        Times carry an offset. Without ``start`` the agency's usual window up to ``end`` or now is searched;
        ``anytime`` searches everything that is kept, which has to be confirmed. ``circle`` is latitude and
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
                "distance": distance,
                "candidates": candidates,
                "window": self._window(start, end, anytime=anytime),
                "area": _area(circle),
                "sources": list(sources) if sources is not None else None,
                "limit": limit,
                "context": context.current(),
            },
        )
        return self._found(request, stands)

    def _window(self, start: When | None, end: When | None, *, anytime: bool) -> dict[str, Any] | None:
        if anytime:
            if start is not None or end is not None:
                raise BadInput("A time is given together with anytime.", where="anytime", how="Give one of them.")
            return None
        until = _moment(end, "end") or datetime.now(UTC)
        since = _moment(start, "start") or until - timedelta(days=self._usual_days())
        return {"start": since, "end": until}

    def _usual_days(self) -> float:
        """Days that are searched without a confirmation; the custodian's own word, asked once."""
        if self._days is None:
            self._days = self._transport.ask("GET", "/v1/me", Me).window_days
        return self._days

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
        released.note(head.record, head.result_record)
        return Answer(head, frame, request.pattern, purpose)


def _moment(told: When | None, name: str) -> datetime | None:
    if told is None or isinstance(told, datetime):
        return told
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        how = "Write it as in ISO 8601 with an offset, e.g. 2026-05-01T18:00-07:00."
        raise BadInput(f"{told!r} is not a time.", where=f"window.{name}", how=how) from None


def _area(circle: Place | None) -> Circle | None:
    if circle is None or isinstance(circle, Circle):
        return circle
    if len(circle) != 3:
        how = "Give latitude, longitude and a radius in metres."
        raise BadInput("circle needs three numbers.", where="circle", how=how)
    latitude, longitude, radius_m = circle
    return build(Circle, {"latitude": latitude, "longitude": longitude, "radius_m": radius_m})
