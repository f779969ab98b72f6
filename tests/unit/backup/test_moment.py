"""While a moment is archived nothing ends that it links to, and nothing of it is left after a stop (464.9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.policy.people import Station
from tests.unit.backup.ground import House
from workbench.backup.places import moment_folder, turn
from workbench.custodian.backing import desk_of
from workbench.errors import StoreUnavailable

pytestmark = pytest.mark.section("464.9")


def test_a_purge_waits_until_the_archives_are_written(house: House) -> None:
    settings, order, begun = house.settings, list[str](), Event()

    def purging() -> None:
        begun.set()
        with turn(settings):
            order.append("purged")

    with ThreadPoolExecutor(1) as pool:
        with turn(settings):
            waiting = pool.submit(purging)
            assert begun.wait(10)
            order.append("archived")
        waiting.result(10)
    assert order == ["archived", "purged"]


def test_what_a_stop_left_of_a_moment_is_gone_before_anything_is_purged(house: House) -> None:
    settings = house.settings
    with turn(settings), desk_of(settings) as desk:
        desk.taken()
    assert moment_folder(settings).exists()
    with turn(settings):
        assert not moment_folder(settings).exists()


def test_a_moment_that_can_not_be_taken_is_on_record_and_leaves_nothing(house: House) -> None:
    settings = house.settings
    lost = next((house.data / "custodian" / "reads" / "live" / "files").iterdir())
    with turn(settings), desk_of(settings) as desk:
        lost.unlink()
        with pytest.raises(StoreUnavailable, match="can't be taken"):
            desk.taken()
    assert not moment_folder(settings).exists()
    with Station(house.data / "custodian") as station:
        assert [record.action for record in station.records()[-2:]] == ["backup.create", "backup.created"]
        assert station.records()[-1].body["outcome"] == "failed"
