"""The comparison of plate searches, small: every engine takes part, and a wrong answer ends the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.plate_search.answers import Mismatch
from benchmarks.plate_search.classes import Kind
from benchmarks.plate_search.command import main
from benchmarks.plate_search.data import SCHEMA, write_reads
from benchmarks.plate_search.draw import draw
from benchmarks.plate_search.hotlist import hotlist
from benchmarks.plate_search.measure import measure
from benchmarks.plate_search.rivals.duckdb import DuckDB
from benchmarks.plate_search.rivals.polars import Polars
from benchmarks.plate_search.rivals.rival import Ways

ROWS = 20_000
ENGINES = {"workbench", "DuckDB", "polars", "PostgreSQL", "SQLite"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the documented command writes."""
    out = tmp_path_factory.mktemp("report")
    told = ["--json", str(out / "report.json"), "--markdown", str(out / "report.md")]
    assert main(["--rows", str(ROWS), "--rounds", "2", *told]) == 0
    return {**json.loads((out / "report.json").read_text()), "tables": (out / "report.md").read_text()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_reads(tmp_path_factory.mktemp("reads"), ROWS, 7)


@pytest.mark.long
def test_every_engine_answers_every_class_it_can_and_all_agree(report: dict[str, Any]) -> None:
    entered = {kind: {name.split(",")[0] for name in told["contestants"]} for kind, told in report["classes"].items()}
    assert set(entered) == {kind.value for kind in Kind}
    edits = {Kind.EDIT_1.value, Kind.EDIT_2.value}
    for kind, engines in entered.items():
        rivals = ENGINES - {"workbench"} - ({"polars", "SQLite"} if kind in edits else set())
        assert rivals <= engines, kind


@pytest.mark.long
def test_each_class_has_answers_to_compare(report: dict[str, Any]) -> None:
    without = {kind for kind, told in report["classes"].items() if not told["rows_most"]}
    assert not without


@pytest.mark.long
def test_the_report_tells_rates_and_footprint(report: dict[str, Any]) -> None:
    assert set(report["loads"]) == ENGINES
    assert report["bandwidth_bytes_s"] > 0
    assert report["store"]["pss"] > 0
    assert report["custodian"]["rss"] > 0
    assert report["end_to_end"]["n"] == 2 * 3
    one = report["classes"][Kind.PREFIX.value]["contestants"]
    assert one["workbench"]["times_ours"] == 1
    assert one["DuckDB"]["n"] == 2
    assert one["DuckDB"]["quartiles_ms"][0] <= one["DuckDB"]["median_ms"] <= one["DuckDB"]["p95_ms"]
    assert all(kind.value in report["tables"] for kind in Kind)


def test_an_engine_that_leaves_a_read_out_ends_the_run(files: list[Path], tmp_path: Path) -> None:
    class Forgetful(Polars):
        def contestants(self) -> dict[str, Ways]:
            return {"forgetful": {Kind.ONE_PLATE: lambda query: self._whole(pl.col("plate") == query.text)[1:]}}

    listed = hotlist(files, 7)
    with DuckDB(tmp_path / "duckdb") as honest, Forgetful() as forgetful:
        for rival in (honest, forgetful):
            rival.load(files, listed)
        with pytest.raises(Mismatch, match="forgetful"):
            measure([honest, forgetful], draw(files, 2, 7), 100, 7, lambda _: None)


def test_the_same_seed_gives_the_same_reads_and_queries(files: list[Path], tmp_path: Path) -> None:
    again = write_reads(tmp_path, ROWS, 7)
    assert pl.read_parquet(again).equals(pl.read_parquet(files))
    assert draw(again, 3, 7) == draw(files, 3, 7)
    assert not pl.read_parquet(write_reads(tmp_path, ROWS, 8)).equals(pl.read_parquet(files))


def test_reads_are_whole_in_order_and_come_from_vehicles_that_return(files: list[Path]) -> None:
    reads = pl.read_parquet(files)
    assert reads.schema == SCHEMA
    assert not sum(reads.null_count().row(0))
    assert reads["time"].is_sorted()
    assert reads["read_id"].n_unique() == ROWS
    assert reads["read_id"].str.contains("^[0-9a-f]{32}$").all()
    assert ROWS // 20 < reads["plate"].n_unique() < ROWS // 6


def test_plates_that_are_asked_for_were_read(files: list[Path]) -> None:
    queries = draw(files, 3, 7)
    plates = set(pl.read_parquet(files)["plate"])
    assert {query.text for kind in (Kind.ONE_PLATE, Kind.EDIT_1, Kind.CO_TRAVEL) for query in queries[kind]} <= plates
