"""Who follows the hits (464.5): a watch is one person's own, and there are so many at most."""

from __future__ import annotations

import pytest

from workbench.custodian.watches import Watches
from workbench.errors import NotFound

pytestmark = pytest.mark.section("464.5")


def test_a_watch_rests_on_the_purpose_that_it_began_with_and_is_nobody_elses() -> None:
    watches = Watches()
    name = watches.begin("ana", "p-1")
    assert watches.purpose(name, "ana") == "p-1"
    for asked, who in ((name, "ben"), ("guessed", "ana")):
        with pytest.raises(NotFound):
            watches.purpose(asked, who)


def test_an_ended_watch_is_none() -> None:
    watches = Watches()
    name = watches.begin("ana", "p-1")
    watches.end(name)
    watches.end(name)
    with pytest.raises(NotFound):
        watches.purpose(name, "ana")


def test_the_oldest_of_too_many_gives_way_to_the_newest_and_nobody_elses_does() -> None:
    watches = Watches()
    others = watches.begin("ben", "p-9")
    first, *rest = (watches.begin("ana", f"p-{number}") for number in range(Watches.EACH + 1))
    with pytest.raises(NotFound):
        watches.purpose(first, "ana")
    assert [watches.purpose(name, "ana") for name in rest] == [f"p-{number}" for number in range(1, Watches.EACH + 1)]
    assert watches.purpose(others, "ben") == "p-9"
