"""The measurement of the audit's detectors, small: every kind of misuse and every detector has its figure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.audit_detectors.measure import simulated
from benchmarks.audit_detectors.misuse import KINDS
from benchmarks.audit_detectors.simulator import honest
from benchmarks.audit_detectors.wilson import share
from benchmarks.detectors import main

pytestmark = pytest.mark.section("464.6")


def test_the_documented_command_tells_every_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = "id,userId,searchDate,reason\n1,***,2026-03-20T00:06:23Z,inv\n2,***,2026-03-20T00:06:23Z,stolen vehicle\n"
    (tmp_path / "a-pd.csv").write_text(log, "utf-8")
    monkeypatch.setattr(sys, "argv", ["detectors", "--quarters", "1", "--logs", str(tmp_path)])
    main()
    told = capsys.readouterr().out
    assert all(f"| {kind} |" in told for kind in KINDS)
    assert "| vague reason | 500 | 1 of 1 |" in told
    assert "| a-pd | 2 | 500 |" in told


def test_the_same_seed_is_the_same_quarter_and_the_quarters_are_of_some_size() -> None:
    assert honest(7).events == honest(7).events != honest(8).events
    tally = simulated(range(1, 3))
    assert tally.rows > 4000
    assert tally.rows - tally.honest_rows > 50
    assert all(tally.planted[kind] == 2 for kind in KINDS)
    assert tally.recall("looked up once").hits < 2


def test_intervals_are_wilsons() -> None:
    assert share(0, 10)[2:] == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert share(8, 10)[2:] == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert share(0, 0)[2:] == (0.0, 1.0)
