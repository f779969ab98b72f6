"""Movements over the custodian's socket: each search is on record, and its asker alone may follow or end it (464.5)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from tests.custodian import PURPOSE, WAIT, Custodian
from workbench.client import Client, new_query, released, scene
from workbench.errors import AssentRequired, BadInput, Cancelled, NotFound, PurposeRequired, Refused
from workbench.policy.caller import Realm
from workbench.synthetic.stories import STORIES
from workbench.wire.movement import Residents

pytestmark = pytest.mark.section("464.7(d)")

CONVOY = next(story for story in STORIES if story.key == "convoy")
PROWLER = next(story for story in STORIES if story.key == "prowler")
HOMICIDE = next(story for story in STORIES if story.key == "homicide")


@pytest.fixture
def ana(custodian: Custodian) -> Iterator[Client]:
    """Somebody in training, whose purpose opens the training store and its planted stories."""
    with custodian.client("ana") as client:
        assert client.declare(PURPOSE).realm is Realm.TRAINING
        yield client
        client.end()


def logged(custodian: Custodian, action: str) -> list[Any]:
    """The last two records of an action, the older first."""
    return custodian.records(user="ana", action=action)[:2][::-1]


@pytest.mark.section("464.5")
def test_the_planted_convoy_is_found_and_both_records_name_its_reads(custodian: Custodian, ana: Client) -> None:
    leader, follower = CONVOY.answer
    found = ana.convoy(leader)
    first = found.frame.row(0, named=True)
    assert (first["plate"], first["encounters"]) == (follower, 28)
    assert first["corrected"] < 0.01
    intent, result = logged(custodian, "search.convoy")
    assert (intent.body["elements"]["plate"], result.body["intent"]) == (leader, intent.index)
    assert result.body["count"] == len(result.body["read_ids"]) == found.head.count
    assert {found.head.record, found.head.result_record} <= set(released.records())
    assert found.cited in found.summary
    assert found.summary.startswith("1 vehicles from ")
    assert follower in found._repr_html_()


def test_a_canvass_around_the_homicide_shows_the_suspects_car(custodian: Custodian, ana: Client) -> None:
    (plate,) = HOMICIDE.answer
    seen = ana.vehicle(plate).frame.sort("time")
    around = seen.filter(seen["camera"] == "EC-09").row(-1, named=True)
    moment = around["time"]
    latitude, longitude = around["latitude"], around["longitude"]
    corners = [(latitude - 0.01, longitude - 0.01), (latitude + 0.01, longitude - 0.01), (latitude, longitude + 0.01)]
    hour = timedelta(hours=1)
    circle = scene(moment - hour, moment + hour, circle=(latitude, longitude, 500))
    drawn = scene(moment - hour, moment + hour, polygon=corners)
    by_circle, by_polygon = ana.canvass(circle), ana.canvass(drawn)
    for answer in (by_circle, by_polygon):
        assert plate in answer.frame["plate"].to_list()
    both = ana.canvass(circle, drawn, vehicle={"colour": "BLACK"}, seen_at_least=2)
    assert set(both.frame["colour"]) == {"black"}
    assert plate in both.frame["plate"].to_list()
    assert logged(custodian, "search.canvass")[0].body["elements"]["vehicle"] == {"colour": ["BLACK"]}
    usual = ana.canvass(circle, residents=Residents(days=28, share=0.25))
    assert set(usual.frame["plate"]) == set(by_circle.frame["plate"])
    (of,) = usual.head.extra["days_of"]
    own = usual.frame.filter(usual.frame["plate"] == plate)["usual_days"].list.get(0)
    assert 0 <= own.max() < of <= 28


def test_the_prowlers_places_and_how_common_reads_are_there(ana: Client) -> None:
    assert ana.gaps(PROWLER.answer[0]).head.extra["days"] >= 30
    found = ana.places(PROWLER.answer[0])
    assert found.frame["place"].to_list() == ["EC-11", "EC-12", "EC-13"]
    rates = ana.base_rates(circle=(32.7920, -115.5866, 100))
    assert set(rates.frame["camera"]) >= {"EC-11"}
    assert rates.head.count == 0


def test_a_partial_plate_is_narrowed_by_the_vehicles_looks(custodian: Custodian, ana: Client) -> None:
    looks = {"colour": ["black"], "make": "chevrolet"}
    answer = ana.search(HOMICIDE.pattern, vehicle=looks)
    assert set(answer.frame["plate"]) == set(HOMICIDE.answer)
    intent, _ = logged(custodian, "search.plates")
    assert intent.body["elements"]["vehicle"] == {"colour": ["black"], "make": ["chevrolet"]}
    assert ana.search(HOMICIDE.pattern, vehicle={"colour": "pink"}).frame.is_empty()


Call = Callable[[Client], Any]
SEARCHES: dict[str, Call] = {
    "canvass": lambda client: client.canvass(
        scene("2026-05-01T18:00-07:00", "2026-05-01T20:00-07:00", circle=(32.79, -115.56, 800))
    ),
    "vehicle": lambda client: client.vehicle("7ABC123"),
    "convoy": lambda client: client.convoy("7ABC123"),
    "places": lambda client: client.places("7ABC123"),
    "gaps": lambda client: client.gaps("7ABC123"),
    "base-rates": lambda client: client.base_rates(),
}


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.section("464.5(4)")
def test_without_a_purpose_nothing_is_shown(custodian: Custodian, name: str) -> None:
    with custodian.client("ana") as client, pytest.raises(PurposeRequired):
        SEARCHES[name](client)
    window = {"start": "2026-05-01T00:00:00Z", "end": "2026-05-02T00:00:00Z"}
    circle = {"latitude": 32.79, "longitude": -115.56, "radius_m": 800}
    body: dict[str, Any] = {"purpose_id": "made-up"}
    body |= {"scenes": [{"window": window, "area": circle}]} if name == "canvass" else {"window": window}
    body |= {} if name in ("canvass", "base-rates") else {"plate": "7ABC123"}
    answer = custodian.call(custodian.token("ben"), "POST", f"/search/{name}", body)
    assert (answer.status_code, answer.json()["kind"]) == (403, "purpose-required")
    assert custodian.records(user="ben", action=f"search.{name}")[0].kind == "refusal"


WRONG: dict[str, tuple[Call, type[Exception], str]] = {
    "a pattern": (lambda client: client.vehicle("7AB*"), BadInput, "plate"),
    "a scene without a window": (
        lambda client: client.canvass(scene("2026-05-01", "2026-05-02", circle=(1, 2, 3))),
        BadInput,
        "window",
    ),
    "a scene without a place": (
        lambda client: client.canvass(scene("2026-05-01T00:00Z", "2026-05-02T00:00Z")),
        BadInput,
        "area",
    ),
    "no scene": (lambda client: client.canvass(), BadInput, "scenes"),
    "a polygon that crosses itself": (
        lambda client: client.base_rates(polygon=[(0, 0), (1, 1), (0, 1), (1, 0)]),
        BadInput,
        "the request",
    ),
    "circle and polygon": (
        lambda client: client.base_rates(circle=(0, 0, 1), polygon=[(0, 0), (1, 1), (0, 1)]),
        BadInput,
        "area",
    ),
    "looks that are none": (lambda client: client.vehicle("7ABC123", vehicle={"smell": "petrol"}), BadInput, "smell"),
    "an id that is none": (lambda client: client.vehicle("7ABC123", query_id="mine"), BadInput, "query_id"),
    "everything": (lambda client: client.places("7ABC123", anytime=True), AssentRequired, ""),
    "eleven scenes": (
        lambda client: client.canvass(*[scene("2026-05-01T00:00Z", "2026-05-01T01:00Z", circle=(1, 2, 3))] * 11),
        Refused,
        "",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_can_not_be_asked_is_told_and_where(ana: Client, name: str) -> None:
    call, error, where = WRONG[name]
    with pytest.raises(error) as told:
        call(ana)
    assert where in getattr(told.value, "where", "")


@pytest.mark.section("464.5", "464.10(a)")
def test_a_running_search_is_followed_and_called_off_by_its_asker_alone(custodian: Custodian, ana: Client) -> None:
    ben = custodian.token("ben")
    until = time.monotonic() + WAIT
    with ThreadPoolExecutor(1) as pool:
        while time.monotonic() < until:
            query = new_query()
            asked = pool.submit(ana.convoy, CONVOY.answer[0], seconds=1800, metres=5000, query_id=query)
            while not asked.done():
                with suppress(NotFound):
                    told = ana.progress(query)
                    others = custodian.call(ben, "DELETE", f"/queries/{query}")
                    assert others.status_code == 404
                    assert 0 <= told.done <= told.of
                    ana.cancel(query)
            if asked.exception() is not None:
                break
    assert isinstance(asked.exception(), Cancelled), asked.exception()
    result = custodian.records(user="ana", action="search.convoy", kind="result")[0]
    assert (result.body["outcome"], result.body["reason"], "read_ids" in result.body) == ("failed", "cancelled", False)
    for look in (ana.progress, ana.cancel):
        with pytest.raises(NotFound):
            look(query)


def test_a_search_for_a_plate_carries_an_id_too_and_it_is_free_again_afterwards(ana: Client) -> None:
    query = new_query()
    for _ in range(2):
        assert ana.search(HOMICIDE.pattern, query_id=query).head.count > 0
    with pytest.raises(NotFound):
        ana.progress(query)
