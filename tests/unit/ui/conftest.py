"""What the panels' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.people import Station


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A gate over a real log and real registers."""
    with Station(tmp_path) as station:
        yield station
