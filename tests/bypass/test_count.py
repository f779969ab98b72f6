"""After all attempts: none is missing, each has its control, every answer and every search has its records (464.5)."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bypass import tally
from tests.bypass.attack import Ground, unrecorded
from tests.house import ROOT
from tests.sharing import CLUSTER


def test_there_are_sixty_attempts_in_five_groups_and_each_has_its_control() -> None:
    """An attempt without a control would show nothing."""
    counted = Counter(path.parent.name for path in tally.ATTEMPTS)
    assert set(counted) == set(tally.GROUPS)
    assert len(tally.ATTEMPTS) >= tally.FEWEST
    stray = set(tally.HERE.rglob("test_*.py")) - {*tally.ATTEMPTS, tally.HERE / "test_count.py"}
    assert not stray
    for path in tally.ATTEMPTS:
        tests = re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
        assert [name for name in tests if name.startswith("test_control")], path.name
        assert [name for name in tests if not name.startswith("test_control")], path.name
        assert tally.answer_to(path)


def test_in_a_whole_run_all_ran_and_all_controls_succeeded(strong: Ground, request: pytest.FixtureRequest) -> None:
    """Where only some attempts were asked for, those are judged."""
    reporter: pytest.TerminalReporter | None = request.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter
    asked = {item.path for item in request.session.items} & set(tally.ATTEMPTS)
    found = tally.came(reporter)
    assert {path for path in asked - elsewhere() if path not in found} == set()
    if asked == set(tally.ATTEMPTS):
        assert len([one for one in found.values() if one.blocked and one.control]) >= tally.FEWEST


def elsewhere() -> set[Path]:
    """Attempts that another process of this run makes; where one of them fails, the run does."""
    shared = os.environ.get("PYTEST_XDIST_WORKER") is not None
    return {path for path in tally.ATTEMPTS if shared and path.relative_to(ROOT).as_posix() in CLUSTER}


def test_no_read_was_released_without_a_record(strong: Ground, record_property: Callable[[str, object], None]) -> None:
    """Neither to an attacker, nor to anybody else since the product was started."""
    strong.attack("ana", "search(declare())")
    record_property(tally.GIVEN, sum(told.reads for told in Ground.answers))
    record_property(tally.BARE, unrecorded())
    assert sum(told.reads for told in Ground.answers) > 0
    assert unrecorded() == 0
    searches = strong.records(action="search.plates")
    intents = {record.index: record for record in searches if record.kind == "intent"}
    results = [record for record in searches if record.kind == "result"]
    assert results
    for result in results:
        intent = int(result.body["intent"])
        assert intent < result.index
        assert intents[intent].user == result.user
