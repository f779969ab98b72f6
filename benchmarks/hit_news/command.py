"""The command: for each size of list and of batch, seconds until the hit is told, following and asking."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.hit_news.desk import Told, Watch, asking, desk, following, measured

_WAYS: dict[str, Watch] = {"following": following, "a look every 1 s": asking(1.0), "a look every 5 s": asking(5.0)}
_FOLLOWING = "following"


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
    numbers, rows = count(), []
    with tempfile.TemporaryDirectory(prefix="hits-") as name:
        folder = Path(name)
        with desk(folder, entries) as client:
            for reads in sizes:
                told = {
                    way: asyncio.run(measured(client, folder, watch, reads, rounds, numbers))
                    for way, watch in _WAYS.items()
                }
                rows += _figures(entries, reads, told)
    return rows


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
            "ratio": medians[way] / medians[_FOLLOWING],
            "batches": len(found),
        }
        for way, found in told.items()
    ]
