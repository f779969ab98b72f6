"""Where vehicles were (464.7(d)): canvass, one vehicle, its company, places and gaps; base rates."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.searching import answered
from workbench.search import base_rates, canvass, convoy, gaps, places, vehicle
from workbench.wire.frame import MEDIA_TYPE
from workbench.wire.movement import (
    BaseRatesSearch,
    CanvassSearch,
    ConvoySearch,
    GapsSearch,
    PlacesSearch,
    VehicleSearch,
)

router = APIRouter(prefix="/search", default_response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})


@router.post("/canvass")
def around_scenes(request: CanvassSearch, caller: Person, rooms: Rooms) -> Response:
    """Reads around scenes."""
    return answered(
        rooms,
        caller,
        canvass.ACTION,
        request,
        lambda desk: canvass.canvass(desk, rooms.stores_as_reviewed[desk.realm], request),
    )


@router.post("/vehicle")
def one_vehicle(request: VehicleSearch, caller: Person, rooms: Rooms) -> Response:
    """One vehicle's reads."""
    return answered(
        rooms,
        caller,
        vehicle.ACTION,
        request,
        lambda desk: vehicle.vehicle(desk, rooms.stores_as_reviewed[desk.realm], request),
    )


@router.post("/convoy")
def company(request: ConvoySearch, caller: Person, rooms: Rooms) -> Response:
    """Who travels with a vehicle."""
    return answered(
        rooms,
        caller,
        convoy.ACTION,
        request,
        lambda desk: convoy.convoy(desk, rooms.stores_as_reviewed[desk.realm], request),
    )


@router.post("/places")
def frequented(request: PlacesSearch, caller: Person, rooms: Rooms) -> Response:
    """Where a vehicle is read again and again."""
    return answered(
        rooms,
        caller,
        places.ACTION,
        request,
        lambda desk: places.places(desk, rooms.stores_as_reviewed[desk.realm], request),
    )


@router.post("/gaps")
def absent(request: GapsSearch, caller: Person, rooms: Rooms) -> Response:
    """When a vehicle was not read although it usually is."""
    return answered(
        rooms,
        caller,
        gaps.ACTION,
        request,
        lambda desk: gaps.gaps(desk, rooms.stores_as_reviewed[desk.realm], request),
    )


@router.post("/base-rates")
def rates(request: BaseRatesSearch, caller: Person, rooms: Rooms) -> Response:
    """How common reads are, by camera and hour of the week."""
    return answered(
        rooms,
        caller,
        base_rates.ACTION,
        request,
        lambda desk: base_rates.base_rates(desk, rooms.stores_as_reviewed[desk.realm], request),
    )
