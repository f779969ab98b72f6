"""After all attempts: every answer that an attacker got, and every search in the log, has its records (464.5)."""

from __future__ import annotations

import re
from pathlib import Path

from tests.bypass.attack import Ground, unrecorded

HERE = Path(__file__).parent
ATTEMPTS = [path for path in sorted(HERE.rglob("test_[0-9][0-9]_*.py")) if path != Path(__file__)]


def test_there_are_twenty_attempts_and_each_has_its_control() -> None:
    """An attempt without a control would show nothing."""
    assert len(ATTEMPTS) >= 20
    for path in ATTEMPTS:
        tests = re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
        assert [name for name in tests if name.startswith("test_control")], path.name
        assert [name for name in tests if not name.startswith("test_control")], path.name


def test_no_read_was_released_without_a_record(strong: Ground) -> None:
    """Neither to an attacker, nor to anybody else since the product was started."""
    strong.attack("ana", "search(declare())")
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
