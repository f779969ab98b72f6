"""A script that shares no code with the workbench draws the same sample from the exported log (464.6, 464.10(c))."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.policy.people import Station, analyst, person, purpose, search
from workbench.accesslog.notary import Notary, export_log
from workbench.audit.period import checkpoint_at, leaves_of, size_at
from workbench.audit.sampling.draw import draw, seed_of
from workbench.errors import Refused
from workbench.gate import Request
from workbench.policy.caller import Standing
from workbench.policy.roles import Operation, Role

pytestmark = pytest.mark.section("464.6", "464.10(c)")
SCRIPT = Path(__file__).parents[4] / "docs" / "recompute_sample.py"
BEGIN, END = datetime(2026, 4, 1, 7, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)


def ask(station: Station, user: str, standing: Standing | None = None) -> None:
    station.clock += timedelta(hours=7)
    who = analyst(user) if standing is None else analyst(user, standing)
    at = {"declared_at": station.clock, "last_used_at": station.clock}
    station.gate.admit(who, purpose(user, **at), search())


def look(station: Station, action: str) -> None:
    station.clock += timedelta(minutes=5)
    at = {"declared_at": station.clock, "last_used_at": station.clock}
    olga = person(Role.AUDITOR, name="olga")
    station.gate.admit(olga, purpose("olga", **at), Request(action, Operation.READ_LOG, {}))


def busy(station: Station) -> None:
    """A quarter with what came before and after it: searches of several, and somebody whose training had lapsed."""
    for turn in range(430):
        ask(station, ("ana", "ben", "ben", "cem")[turn % 4])
        if turn % 40 == 0:
            look(station, ("audit.queue", "audit.rows", "audit.standing", "breach.scope")[turn // 40 % 4])
        if turn in (60, 200, 420):
            with pytest.raises(Refused):
                ask(station, "cem", Standing())
        if turn in (100, 110):
            ask(station, "dot")


def test_the_script_draws_the_same_rows_from_the_export_alone(station: Station, tmp_path: Path) -> None:
    busy(station)
    notary = Notary(lambda: station.journal.end, station.url, station.keys)
    notary.keep_checkpoint(notary.checkpoint(), witnessed=False)
    export_log(station.url, station.keys, tmp_path / "export")
    size = size_at(station.reader, END)
    checkpoint = checkpoint_at(notary, size)
    leaves = leaves_of(station.reader, BEGIN, size)
    # Nearly every value leaves somebody to be added by name; the log's key is another each time, so look for one.
    draws = ((value, draw(leaves, seed_of(checkpoint, value))) for value in map("4f1c{:x}".format, count()))
    value, ours = next(drawn for drawn in draws if "each person" in drawn[1].rows.values())
    spelt = f" {value[:2].upper()}-{value[2:]}.\n"
    words = (tmp_path / "export", "--begin", BEGIN.isoformat(), "--value", spelt)
    for border in (("--end", END.isoformat()), ("--size", str(size))):
        done = subprocess.run([sys.executable, SCRIPT, *words, *border], capture_output=True, check=True, text=True)
        told = json.loads(done.stdout)
        assert told["checkpoint"] == checkpoint
        assert told["seed"] == seed_of(checkpoint, value).hex()
        assert told["population"] == ours.population
        assert {int(index): why for index, why in told["rows"].items()} == ours.rows
    assert {"random", "refused", "after a training lapse", "each person"} <= set(ours.rows.values())
    assert 0 < ours.drawn < ours.rest < ours.population < size < station.gate.records()
    notary.close()
