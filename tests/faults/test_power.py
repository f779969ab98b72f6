"""Whenever the power is lost, and whatever came of what was not flushed: what was released is on record (464.5).

Every change that a desk makes to its log is traced, through kills, failing flushes and the making of new keys; then the
disk is put together as it may be after a loss of power at any moment of it, and the log is opened there.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.faults.ordeal import Ordeal
from tests.faults.power import Change, Power, changes
from tests.faults.released import Ledgers, Released
from workbench.accesslog.journal import Journal, utcnow
from workbench.accesslog.keyring import BLOCK, Keyring
from workbench.accesslog.ledger import Entry, Ledger
from workbench.accesslog.record import Kind

pytestmark = pytest.mark.section("464.5")
LIVES = (
    ("kill", True),
    ("failed flush", False),
    ("kill", True),
    ("failed flush", True),
    ("input/output error", False),
    ("kill", True),
)
"""What befalls the desk, and whether the disk is mended before it dies."""
FEW, MANY = 60, 1000


class Traced:
    """A log before, every change that was made to it since, and where its copies are put together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before, self.log = folder / "before", folder / "log"
        disk = Disk(folder, self.log, traced=True)
        with closing(Ordeal(folder, disk)) as ordeal:
            self._begun()
            shutil.copytree(self.log, self.before)
            chance = random.Random("power")  # noqa: S311 - a course of events, no secret
            for kind, mended in LIVES:
                ordeal.life(kind, chance, mended=mended)
        self.changes = list(changes(disk.trace))

    def _begun(self) -> None:
        """Let the next block of keys be made while the trace is taken."""
        entries = [Entry(Kind.EVENT, "ana", "x", {"n": n}) for n in range(BLOCK - 20)]
        with closing(
            Ledger(f"sqlite:///{self.log / 'log.sqlite'}", Keyring.open(self.log / "log-keys"), utcnow)
        ) as one:
            one.write(entries)

    def demand(self, cuts: Sequence[int], seed: str, made: Sequence[Change] | None = None) -> int:
        """Lose the power at each of these changes; the answers that had to be on record, all together."""
        chance, power, released = random.Random(seed), self._power(), list[Released]()  # noqa: S311 - as above
        wanted, demanded = sorted(cuts, reverse=True), 0
        for number, change in enumerate(made or self.changes):
            while wanted and wanted[-1] <= number:
                wanted.pop()
                self._demand(power, chance, released)
                demanded += len(released)
            if change.kind == "M":
                released.append(json.loads(change.name))
            else:
                power.follow(change)
        return demanded

    def _power(self) -> Power:
        power = Power()
        power.take(self.before, as_if=self.log)
        return power

    def _demand(self, power: Power, chance: random.Random, released: Sequence[Released]) -> None:
        place = self.folder / "after"
        power.lost(place, self.log, chance)
        url, keys = f"sqlite:///{place / 'log.sqlite'}", place / "log-keys"
        with closing(Journal.open(url, Keyring.open(keys))) as journal:
            next_one = journal.append(Kind.EVENT, "ana", "after", {}).index
        ledgers = Ledgers(url, keys)
        ledgers.demand(released)
        assert ledgers.looked_at == next_one + 1
        shutil.rmtree(place)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    folder = tmp_path_factory.mktemp("power")
    yield Traced(folder)
    shutil.rmtree(folder)


def _cuts(traced: Traced, count: int) -> list[int]:
    chance = random.Random(count)  # noqa: S311 - as above
    return [chance.randrange(len(traced.changes)) for _ in range(count)]


def test_what_was_released_is_on_record_whenever_the_power_is_lost(traced: Traced) -> None:
    assert {"C", "W", "S", "F", "M", "N", "T"} <= {change.kind for change in traced.changes}
    assert traced.demand([*_cuts(traced, FEW), len(traced.changes) - 1], "few") > FEW


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_was_released_is_on_record_after_a_thousand_losses_of_power(
    traced: Traced, record_testsuite_property: Callable[[str, object], None]
) -> None:
    demanded = traced.demand(_cuts(traced, MANY), "many")
    assert demanded > MANY
    marks = sum(change.kind == "M" for change in traced.changes)
    record_testsuite_property("changes, answers, answers demanded", (len(traced.changes), marks, demanded))


def test_a_log_that_does_not_flush_would_be_found_out(traced: Traced) -> None:
    careless = [each for each in traced.changes if not (each.kind == "S" and each.name.endswith("-wal"))]
    with pytest.raises(AssertionError, match="not on record"):
        traced.demand([len(careless) * part // 20 for part in range(1, 20)], "careless", careless)
