"""Asking where vehicles were (464.7(d)): canvass, one vehicle, its company, places and gaps; base rates."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.client.answer import Answer
from workbench.client.asking import AskingCalls, Drawn, Looks, Round, When, area_of, looks_of, moment
from workbench.client.findings import Findings
from workbench.client.problems import build
from workbench.errors import BadInput
from workbench.wire.movement import (
    BaseRatesSearch,
    CanvassSearch,
    ConvoySearch,
    GapsSearch,
    Place,
    PlacesSearch,
    Residents,
    VehicleSearch,
)
from workbench.wire.purpose import PurposeDeclared


def scene(start: When, end: When, *, circle: Round | None = None, polygon: Drawn | None = None) -> Place:
    """A time and a place for ``canvass``: a circle (latitude, longitude, metres) or a polygon's corners in degrees.

        scene("2026-05-01T18:00-07:00", "2026-05-01T20:00-07:00", circle=(32.79, -115.56, 800))

    Raises ``BadInput`` that names what can't be used.
    """
    if circle is None and polygon is None:
        raise BadInput("A scene needs a place.", where="area", how="Give a circle or a polygon.", section="464.7(d)")
    window = {"start": moment(start, "start"), "end": moment(end, "end")}
    return build(Place, {"window": window, "area": area_of(circle, polygon)})


class MovementCalls(AskingCalls):
    """Where vehicles were; a read is a lead, and so is all that is made of reads."""

    def canvass(
        self,
        *scenes: Place,
        vehicle: Looks | None = None,
        seen_at_least: int = 1,
        residents: Residents | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 500,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Answer:
        """Everybody's reads around scenes, those of vehicles that were at most of them first.

            client.canvass(scene(since, until, circle=(32.79, -115.56, 800)), vehicle={"colour": "black"})

        ``seen_at_least`` leaves out vehicles that were at fewer scenes. With ``residents``, e.g. ``Residents(days=28,
        share=0.25)``, ``usual_days`` says on how many of the days before each scene the vehicle was read there
        (``head.extra["days_of"]``), and who is usually there comes last. Raises as ``search`` does, and ``Refused``
        (464.7(d)) for more than ten scenes.
        """
        stands = self._resting_on(purpose)
        looks = looks_of(vehicle)
        asked = self._asked(
            stands,
            sources,
            query_id,
            scenes=list(scenes),
            vehicle=looks,
            seen_at_least=seen_at_least,
            residents=residents,
            limit=limit,
        )
        request = build(CanvassSearch, asked)
        head, frame, rests = self._found("/v1/search/canvass", request, stands)
        return Answer(head, frame, "", rests, request)

    def vehicle(
        self,
        plate: str,
        *,
        start: When | None = None,
        end: When | None = None,
        anytime: bool = False,
        circle: Round | None = None,
        polygon: Drawn | None = None,
        vehicle: Looks | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 500,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Answer:
        """One vehicle's reads by its whole plate, the newest first; window and errors as in ``search``."""
        stands = self._resting_on(purpose)
        asked = self._asked(
            stands,
            sources,
            query_id,
            plate=plate,
            window=self._window(start, end, anytime=anytime),
            area=area_of(circle, polygon),
            vehicle=looks_of(vehicle),
            limit=limit,
        )
        request = build(VehicleSearch, asked)
        head, frame, rests = self._found("/v1/search/vehicle", request, stands)
        return Answer(head, frame, plate, rests, request)

    def convoy(
        self,
        plate: str,
        *,
        start: When | None = None,
        end: When | None = None,
        seconds: float = 120,
        metres: float = 300,
        least: int = 2,
        vehicle: Looks | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 50,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Findings:
        """Who was read within ``seconds`` and ``metres`` of a vehicle on ``least`` outings or more.

        The least likely to be chance come first: ``chance`` says how likely the vehicle's own habits lead to as many
        shared outings, ``corrected`` takes into account how many were met. A longer window tells habits better.
        ``vehicle`` is what the company looks like. Errors as in ``search``.
        """
        stands = self._resting_on(purpose)
        asked = self._asked(
            stands,
            sources,
            query_id,
            plate=plate,
            window=self._window(start, end),
            seconds=seconds,
            metres=metres,
            least=least,
            vehicle=looks_of(vehicle),
            limit=limit,
        )
        request = build(ConvoySearch, asked)
        head, frame, rests = self._found("/v1/search/convoy", request, stands)
        return Findings(head, frame, plate, rests, rows="vehicles")

    def places(
        self,
        plate: str,
        *,
        start: When | None = None,
        end: When | None = None,
        anytime: bool = False,
        metres: float = 150,
        sources: Sequence[str] | None = None,
        limit: int = 100,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Findings:
        """Where a vehicle was read again and again, the most visited place first; reads within ``metres`` are of one.

        ``by_hour`` are the reads of each hour of the week, 168 from Monday 00:00 by the agency's clock. Window and
        errors as in ``search``.
        """
        stands = self._resting_on(purpose)
        window = self._window(start, end, anytime=anytime)
        asked = self._asked(stands, sources, query_id, plate=plate, window=window, metres=metres, limit=limit)
        request = build(PlacesSearch, asked)
        head, frame, rests = self._found("/v1/search/places", request, stands)
        return Findings(head, frame, plate, rests, rows="places")

    def gaps(
        self,
        plate: str,
        *,
        start: When | None = None,
        end: When | None = None,
        sources: Sequence[str] | None = None,
        limit: int = 50,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Findings:
        """When a vehicle was not read although it usually is, the least likely gap by its own habits first.

        ``chance`` is that of no read at all from ``after`` until ``before``, ``expected`` on how many of the ``days``
        it would have been read. Window and errors as in ``search``.
        """
        stands = self._resting_on(purpose)
        asked = self._asked(stands, sources, query_id, plate=plate, window=self._window(start, end), limit=limit)
        request = build(GapsSearch, asked)
        head, frame, rests = self._found("/v1/search/gaps", request, stands)
        return Findings(head, frame, plate, rests, rows="gaps")

    def base_rates(
        self,
        *,
        start: When | None = None,
        end: When | None = None,
        circle: Round | None = None,
        polygon: Drawn | None = None,
        vehicle: Looks | None = None,
        sources: Sequence[str] | None = None,
        purpose: PurposeDeclared | None = None,
        query_id: str = "",
    ) -> Findings:
        """How common reads are by camera and hour of the week (0 to 167, from Monday 00:00 by the agency's clock).

            client.base_rates(circle=(32.79, -115.56, 800), vehicle={"colour": "black", "body_type": "sedan"})

        No plate is shown. Errors as in ``search``.
        """
        stands = self._resting_on(purpose)
        asked = self._asked(
            stands,
            sources,
            query_id,
            window=self._window(start, end),
            area=area_of(circle, polygon),
            vehicle=looks_of(vehicle),
        )
        request = build(BaseRatesSearch, asked)
        head, frame, rests = self._found("/v1/search/base-rates", request, stands)
        return Findings(head, frame, "", rests, rows="rates")
