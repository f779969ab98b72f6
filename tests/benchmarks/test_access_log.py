"""The access log's benchmark, small: each figure that it promises is there, and what it looks up it finds (464.6)."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from benchmarks.access_log import large
from benchmarks.access_log.bodies import plate, query
from benchmarks.access_log.command import main
from benchmarks.access_log.report import BESIDE_MS, FLUSHES, spread
from workbench.accesslog.asked_page import Asked


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the documented command writes."""
    out = tmp_path_factory.mktemp("report")
    small = ["--clients", "1", "3", "--rounds", "2", "--seconds", "1", "--leaves", "10000"]
    told = ["--json", str(out / "report.json"), "--markdown", str(out / "report.md")]
    assert main([*small, *told]) == 0
    return {**json.loads((out / "report.json").read_text()), "tables": (out / "report.md").read_text()}


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_each_place_is_measured_beside_raw_flushes(report: dict[str, Any], engine: str) -> None:
    for clients, told in report["engines"][engine]["clients"].items():
        assert {told[part]["n"] for part in ("flush", "append", "query")} == {10 * int(clients)}
        raw, query = told["flush"]["median_ms"], told["query"]["median_ms"]
        assert told["query"]["flushes"] == pytest.approx(query / raw)
        assert told["target_ms"] == pytest.approx(FLUSHES * raw + BESIDE_MS)
        assert told["held"] is (query <= told["target_ms"])
    for busy in report["engines"][engine]["sustained"]:
        assert busy["queries_s"] * busy["seconds"] == pytest.approx(busy["query"]["n"])


def test_the_large_log_is_opened_and_looked_at(report: dict[str, Any]) -> None:
    told = report["large"]
    assert told["leaves"] == 10_000
    assert told["look_up"]["cold"]["n"] == told["look_up"]["warm"]["n"] == 12
    assert report["tables"].count("| SQLite |") == report["tables"].count("| PostgreSQL |") == 5
    assert "A log of 10,000 leaves" in report["tables"]


def test_a_look_up_finds_whoever_asked_for_the_plate_or_saw_it(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret hangs on it
    wanted = plate(random.Random(464).randrange(large.PLATES))  # noqa: S311 - the same that is looked up
    with large.opened(tmp_path) as ledger:
        for one in (Asked(f"{wanted[:3]}*"), Asked("0AAA*"), Asked(wanted[:-1] + "?", distance=1)):
            ledger.write(list(query(chance, ledger.end.index, one, ["9ZZZ999"])))
        ledger.write(list(query(chance, ledger.end.index, Asked("0AAA000"), [wanted])))
    ((_, total, opened),) = large.look_ups(tmp_path, 1, 464, cold=True)
    assert (total, opened) == (3, 3)


def test_the_spread_of_times_is_in_milliseconds() -> None:
    told = spread([0.001, 0.002, 0.003, 0.004, 0.01])
    assert (told["median_ms"], told["least_ms"], told["most_ms"]) == (3, 1, 10)
    assert told["quartiles_ms"] == [2, 4]
