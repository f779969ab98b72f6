"""What people say of a hit, take back, and are told of (464.5, 464.7(g)): each on record, news by numbers alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.collection.desk import Desk
from tests.unit.collection.hotlists.lists import install
from tests.unit.collection.hotlists.test_hits import look, reads
from workbench.accesslog.record import Kind, canonical
from workbench.collection.hotlists.follow import demand_following, follow_hits, news_of_hits
from workbench.collection.hotlists.look import verify_hit, withdraw_hit
from workbench.errors import BadInput, NotFound, PurposeRequired, Refused, TrainingRequired
from workbench.policy.caller import Standing
from workbench.policy.hits import Status
from workbench.store.registers.hit_words import News, Place
from workbench.wire.base import Context
from workbench.wire.hits import Hit, Verified, VerifyHit, WithdrawHit

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

MINUTE = timedelta(minutes=1)
PLATE = "7ABC123"


@pytest.fixture
def hit(station: Station, tmp_path: Path) -> Hit:
    install(station, f"{PLATE},CA,,,,,\n")
    Desk(tmp_path, station).take(reads((PLATE, "CA", 0.9)))
    return look(station).hits[0]


def say(station: Station, hit: int, result: Status, who: str = "ana", **said: Any) -> Verified:
    told = VerifyHit(hit=hit, result=result, **said)
    return verify_hit(station.gate, station.registers, analyst(who), purpose(who), told)


def take_back(station: Station, hit: int, who: str = "ana") -> Verified:
    return withdraw_hit(station.gate, station.registers, analyst(who), purpose(who), WithdrawHit(hit=hit))


def test_a_slip_of_the_hand_is_taken_back_on_record_and_nothing_is_overwritten(station: Station, hit: Hit) -> None:
    say(station, hit.hit, Status.MISREAD)
    station.clock += MINUTE
    told = take_back(station, hit.hit)
    assert (told.hit.status, "UNVERIFIED" in told.hit.mark) == (Status.UNVERIFIED, True)
    assert [each.result for each in told.hit.verifications] == [Status.MISREAD, Status.WITHDRAWN]
    before, after = station.records()[-2:]
    assert (before.action, before.index, after.index) == ("hits.withdraw", told.record, told.result_record)
    assert (after.body["result"], after.body["read_ids"]) == ("withdrawn", [hit.read_id])


def test_nobody_takes_back_what_another_said_or_what_was_said_too_long_ago(station: Station, hit: Hit) -> None:
    say(station, hit.hit, Status.MISREAD)
    with pytest.raises(Refused, match="ana said what stands"):
        take_back(station, hit.hit, "ben")
    station.clock += 11 * MINUTE
    with pytest.raises(Refused, match="more than 10 minutes"):
        take_back(station, hit.hit)
    assert {record.kind for record in station.records()[-2:]} == {Kind.REFUSAL}
    assert look(station).hits[0].status is Status.MISREAD


def test_there_is_nothing_to_take_back_of_a_hit_on_which_nothing_was_said(station: Station, hit: Hit) -> None:
    for number, error in ((hit.hit, BadInput), (99, NotFound)):
        with pytest.raises(error):
            take_back(station, number)
        assert station.records()[-1].body["outcome"] == "failed"


def test_the_counts_tell_what_stands_at_what_whichever_is_looked_at(station: Station, hit: Hit) -> None:
    say(station, hit.hit, Status.DISMISSED, note="The owner got the car back at noon.")
    page = look(station, open=True)
    assert (page.hits, page.counts, page.stale_hours) == ([], {Status.DISMISSED: 1}, 24)


@pytest.mark.section("464.5")
def test_following_is_one_record_and_news_of_it_are_none_and_name_no_plate(station: Station, tmp_path: Path) -> None:
    install(station, f"{PLATE},CA,,,,,\n")
    record, place = follow_hits(station.gate, station.registers, analyst(), purpose(), Context(notebook="hits.ipynb"))
    begun = station.records()[-1]
    assert (begun.index, begun.action, place) == (record, "hits.follow", Place())
    Desk(tmp_path, station).take(reads((PLATE, "CA", 0.9)))
    before = len(station.records())
    demand_following(station.gate, analyst(), purpose())
    assert news_of_hits(station.registers, analyst(), place) == News(Place(1, 0), 1, 0)
    assert news_of_hits(station.registers, replace(analyst(), sources=frozenset({"state"})), place).hits == 0
    assert len(station.records()) == before
    assert PLATE.encode() not in canonical(begun.body)


@pytest.mark.section("464.5", "464.4.1")
def test_nobody_follows_without_purpose_training_or_source_and_that_is_asked_each_time(station: Station) -> None:
    ended = purpose(ended_at=NOW)
    for who, why, error in (
        (analyst(), None, PurposeRequired),
        (analyst(), ended, PurposeRequired),
        (analyst(standing=Standing()), purpose(), TrainingRequired),
        (replace(analyst(), sources=frozenset()), purpose(), Refused),
    ):
        with pytest.raises(error):
            follow_hits(station.gate, station.registers, who, why, Context())
        with pytest.raises(error):
            demand_following(station.gate, who, why)
        assert {record.kind for record in station.records()[-2:]} == {Kind.REFUSAL}
