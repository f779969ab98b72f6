"""What it tries: code inside the custodian calls the store without having gone through the gate.

What stops it: the store takes only a receipt that the gate sealed, and only as it was sealed (464.5).
"""

from __future__ import annotations

import dataclasses
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bypass.attack import Control
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller, Realm
from workbench.store import reads
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt, issue
from workbench.store.segments.sealing import KeySealing

NOW = datetime(2026, 1, 2, tzinfo=UTC)
NOBODY = Caller("ana", "Demo", frozenset(), frozenset(), sources=frozenset({"department"}))
QUERY = PlateQuery(parse("7?BR4*"), None, None, frozenset({"department"}), 500)
GENUINE = issue(7, NOW, "search.plates", Realm.TRAINING, NOBODY, None, None, frozenset())
"""Stands for one that the gate gave out for the training store."""


@pytest.fixture
def store(weak: Control, tmp_path: Path) -> ReadStore:
    """A copy of the control's store."""
    live = Path(shutil.copytree(weak.data / "custodian" / "reads" / "live", tmp_path / "live"))
    return ReadStore.open(live, Realm.LIVE, KeySealing.from_file(weak.data / "custodian" / "reads-key"))


FORGED = {
    "none": None,
    "by hand": Receipt(7, NOW, "search.plates", Realm.LIVE, NOBODY, None, None, frozenset()),
    "a word for a seal": dataclasses.replace(GENUINE, realm=Realm.LIVE, seal="sealed"),
    "altered": dataclasses.replace(GENUINE, realm=Realm.LIVE),
    "for the other store": GENUINE,
}


@pytest.mark.parametrize("name", FORGED)
def test_blocked(store: ReadStore, name: str) -> None:
    """The store does not even look."""
    with pytest.raises(TypeError):
        store.find(QUERY, FORGED[name])  # type: ignore[arg-type]


def test_control(store: ReadStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the store demands none, it gives out plates."""
    monkeypatch.setattr(reads, "demand", lambda receipt, realm=None: receipt)
    assert len(store.find(QUERY, FORGED["by hand"]).reads)  # type: ignore[arg-type]
