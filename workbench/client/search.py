"""Asking for reads by a partial plate (464.7(d))."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.client.answer import Answer
from workbench.client.asking import AskingCalls, Looks, Round, When, circle_of, looks_of
from workbench.client.problems import build
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.search import PlateSearch


class SearchCalls(AskingCalls):
    """The search for a partial plate."""

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
        circle: Round | None = None,
        vehicle: Looks | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 500,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
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
        longitude in degrees (WGS 84) and a radius in metres. ``vehicle`` narrows it by what the reads say of it,
        e.g. ``{"colour": ["black", "grey"], "body_type": "sedan"}``. Raises ``PatternError`` with the position of
        what is wrong, ``PurposeRequired``, ``TrainingRequired``, ``AssentRequired`` with the page where to
        confirm.
        """
        stands = self._resting_on(purpose)
        asked = self._asked(
            stands,
            sources,
            query_id,
            pattern=pattern,
            lookalikes=lookalikes,
            distance=distance,
            candidates=candidates,
            window=self._window(start, end, anytime=anytime),
            area=circle_of(circle),
            vehicle=looks_of(vehicle),
            limit=limit,
        )
        request = build(PlateSearch, asked)
        head, frame, rests = self._found("/v1/search/plates", request, stands)
        return Answer(head, frame, request.pattern, rests, request)
