"""Whatever befalls the process that keeps the log, or its disk: what was released is on record (464.5).

Gate, journal and notary stand in a process of their own, so that a thousand lives take minutes
(``bin/test --long``; the figures are kept in ``docs/access-log-faults.md``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.faults.ordeal import KINDS, Ordeal

pytestmark = pytest.mark.section("464.5")
KILLS, OTHERS = 1000, 60


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    with closing(Ordeal(tmp_path, Disk(tmp_path, tmp_path / "log"))) as made:
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_released_is_on_record_after_each_of_several_faults(ordeal: Ordeal, kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - the same course each time, as far as the machine has it
    answers = sum(ordeal.life(kind, chance) for _ in range(5))
    assert answers == ordeal.ledgers.found > 5
    if kind not in ("kill", "stopped"):
        assert ordeal.told["refusals"] >= 5


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_was_released_is_on_record_after_a_thousand_kills_and_faults_of_every_kind(
    ordeal: Ordeal, record_testsuite_property: Callable[[str, object], None]
) -> None:
    chance = random.Random("a thousand")  # noqa: S311 - as above
    lives = ["kill"] * KILLS + [kind for kind in KINDS[1:] for _ in range(OTHERS)]
    chance.shuffle(lives)
    for kind in lives:
        ordeal.life(kind, chance)
    assert ordeal.told["kill"] == KILLS
    assert ordeal.ledgers.found > KILLS
    record_testsuite_property("lives", dict(ordeal.told))
    record_testsuite_property("answers and records", (ordeal.ledgers.found, ordeal.ledgers.looked_at))
