"""``workbench bench search`` at a running custodian: each search is on record as anybody's is (464.5)."""

from __future__ import annotations

import json

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.unit.cli.conftest import Done, Run

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def bench(custodian: Custodian, workbench: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, from the server of somebody in training, with a purpose stated beforehand."""

    def run(*words: str) -> Done:
        monkeypatch.setenv("ALPR_CUSTODIAN", custodian.address)
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", custodian.token("ben"))
        monkeypatch.setenv("ALPR_PURPOSE", json.dumps(PURPOSE))
        return workbench("bench", "search", *words)

    return run


def test_times_and_counts_are_told_and_every_search_is_on_record(custodian: Custodian, bench: Run) -> None:
    before = len(custodian.records(user="ben", action="search.plates"))
    pattern = custodian.task.hint_pattern
    done = bench(pattern, "9ZZZ999", "--rounds", "3", "--json")
    assert done.code == 0
    assert "6 searches follow, each on record under your name for case 26-01234 (training store)." in done.told
    told = json.loads(done.out)
    assert (told["store"], told["rounds"]) == ("training", 3)
    some, none = told["searches"]
    assert (some["pattern"], none["pattern"], none["reads"]) == (pattern, "9ZZZ999", 0)
    assert some["reads"] > 0
    assert 0 < some["least_ms"] <= some["median_ms"] <= some["p95_ms"]
    records = custodian.records(user="ben", action="search.plates")
    assert len(records) == before + 12
    assert {*some["records"], *none["records"]} == {record.index for record in records[:12] if record.kind == "intent"}
    with custodian.client("ben") as ben:
        assert ben.standing_purposes() == []


def test_without_json_there_is_a_line_for_each_pattern_and_no_plate(custodian: Custodian, bench: Run) -> None:
    done = bench(custodian.task.hint_pattern, "--rounds", "1")
    head, line = done.out.splitlines()
    assert head.split() == ["pattern", "median", "ms", "p95", "ms", "least", "ms", "reads", "plates", "records"]
    assert line.startswith(custodian.task.hint_pattern)
    assert custodian.task.plate not in done.out


def test_a_search_that_must_be_confirmed_ends_the_run_and_the_purpose(custodian: Custodian, bench: Run) -> None:
    done = bench("7*")
    assert (done.code, done.out) == (2, "")
    assert "fewer than 4" in done.told
    with custodian.client("ben") as ben:
        assert ben.standing_purposes() == []
