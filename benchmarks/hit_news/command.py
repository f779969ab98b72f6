"""The command: for each size of list and of batch, seconds until the hit is told, following and asking."""

from __future__ import annotations

import argparse
import json
import statistics
from datetime import UTC, datetime
from typing import Any

from benchmarks.hit_news.desk import FOLLOWING, Told
from benchmarks.hit_news.plates import hotlist
from tests.house import ROOT, House, opened

_PANEL = "import json, sys; sys.path.insert(0, sys.argv[1]); from benchmarks.hit_news.desk import main; "
_PANEL += "main(*json.loads(sys.argv[2]))"
_INSTALL = """
import sys
from workbench.client import Client
told = {"name": "benchmark", "source": "department"}
Client.from_environment().hotlists.install(sys.argv[1], told)
"""
_WAIT = 3600.0
"""Seconds that one size of list may take."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; milliseconds after the batch was offered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 300_000], help="entries of the list")
    parser.add_argument("--reads", type=int, nargs="+", default=[1, 5_000], help="reads of a batch")
    parser.add_argument("--rounds", type=int, default=20, help="batches each")
    parser.add_argument("--json", action="store_true", help="figures for programs")
    given = parser.parse_args(arguments)
    rows = [row for entries in given.entries for row in _rows(entries, given.reads, given.rounds)]
    if given.json:
        print(json.dumps(rows))
        return 0
    print("| entries | reads a batch | way | receipt, median | told, median | told, most | of following |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['entries']:,} | {row['reads']:,} | {row['way']} | {row['receipt_ms']:.0f} ms | "
            f"{row['told_ms']:.0f} ms | {row['most_ms']:.0f} ms | {row['ratio']:.2f} |"
        )
    return 0


def _rows(entries: int, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    with opened() as house:
        _told(house, "adam", _INSTALL, _shared(house, "list.csv", hotlist(entries, datetime.now(UTC))))
        folder = house.environment("ana")["TMPDIR"]
        panel = json.loads(_told(house, "ana", _PANEL, str(ROOT), json.dumps([sizes, rounds, 0, folder])))
    return [
        row
        for reads, ways in panel.items()
        for row in _figures(entries, int(reads), {way: [Told(*each) for each in found] for way, found in ways.items()})
    ]


def _shared(house: House, name: str, text: str) -> str:
    file = house.data / name
    file.write_text(text)
    file.chmod(0o644)
    return str(file)


def _told(house: House, who: str, code: str, *given: str) -> str:
    """What a program of this person's prints, run as his or her own OS user."""
    house.environment(who)
    done = house.run_as(who, code, *given, timeout=_WAIT)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def _figures(entries: int, reads: int, told: dict[str, list[Told]]) -> list[dict[str, Any]]:
    medians = {way: statistics.median(each.panel for each in found) for way, found in told.items()}
    return [
        {
            "entries": entries,
            "reads": reads,
            "way": way,
            "receipt_ms": 1000 * statistics.median(each.receipt for each in found),
            "told_ms": 1000 * medians[way],
            "most_ms": 1000 * max(each.panel for each in found),
            "ratio": medians[way] / medians[FOLLOWING],
            "batches": len(found),
        }
        for way, found in told.items()
    ]
