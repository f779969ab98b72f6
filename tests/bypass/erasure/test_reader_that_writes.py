"""What it tries: code inside the custodian that may read the log uses its connection to delete from it.

What stops it: a connection that reads can't write, whatever is asked of it (464.5, 464.6).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from tests.bypass.attack import Control
from workbench.accesslog.database import parse, reading, writing

COUNT = "SELECT count(*) FROM access_record WHERE username = 'ana'"


@pytest.fixture
def log(weak: Control, tmp_path: Path) -> URL:
    """A copy of the control's log."""
    weak.attack("ana", "search(declare())")
    for file in weak.log.parent.glob("log.sqlite*"):
        shutil.copy(file, tmp_path)
    return parse(f"sqlite:///{tmp_path / 'log.sqlite'}")


def _attack(engine: Engine) -> None:
    """The guard against slips of the hand goes first, then all that Ana did."""
    with engine.begin() as connection:
        assert connection.exec_driver_sql(COUNT).scalar_one()
        connection.exec_driver_sql("DROP TRIGGER access_record_kept")
        connection.exec_driver_sql("DELETE FROM access_record WHERE username = 'ana'")


def test_blocked(log: URL) -> None:
    """The database refuses."""
    with pytest.raises(OperationalError, match="readonly"):
        _attack(reading(log))


def test_control(log: URL) -> None:
    """Over a connection that can write, Ana was never here."""
    _attack(writing(log))
    with reading(log).connect() as connection:
        assert connection.exec_driver_sql(COUNT).scalar_one() == 0
