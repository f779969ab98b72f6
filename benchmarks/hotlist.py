"""Hotlist matching beside the joins of polars and DuckDB, on the same plates in the same run (464.7(g)).

    python -m benchmarks.hotlist [--reads 1000000] [--entries 300000] [--rounds 7] [--json]

Each is asked for every pair of a read and an entry that look alike, and whether the plates are the very same; the
number of pairs has to agree. Reads come as text, as they do in a batch: each way makes of it what it joins by, and
the entries are prepared beforehand, as a list is installed once. Besides, our matching alone, from keys. Medians of
the rounds, in milliseconds; the ratio is to ours from text.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from workbench.collection.hotlists.match import Index
from workbench.plates.column import keys_of
from workbench.plates.lookalikes import CLASSES

Run = Callable[[], int]
_LETTERS, _DIGITS = (np.frombuffer(text, np.uint8) for text in (b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"))
_FROM, _TO = ("".join(group[1:] if side else group[0] * len(group[1:]) for group in CLASSES) for side in (True, False))


def plates(chance: np.random.Generator, count: int) -> pl.DataFrame:
    """California's current shape at random, folded too; some of them meet, most don't."""
    columns = [chance.choice(_DIGITS if mark == "9" else _LETTERS, count) for mark in "9AAA999"]
    drawn = np.stack(columns, axis=1).view("S7").ravel().astype(str)
    return pl.DataFrame({"plate": drawn}).with_columns(folded=_folded()).with_row_index("row")


def _folded() -> pl.Expr:
    return pl.col("plate").str.replace_many(list(_FROM), list(_TO))


def by_polars(reads: pl.DataFrame, entries: pl.DataFrame) -> Run:
    """An inner join by the folded plate."""
    plain = reads.drop("folded").lazy().with_columns(folded=_folded())
    joined = plain.join(entries.lazy(), on="folded", suffix="_listed")
    return lambda: len(joined.select("row", "row_listed", exact=pl.col("plate") == pl.col("plate_listed")).collect())


def by_duckdb(reads: pl.DataFrame, entries: pl.DataFrame) -> Run:
    """The same join in SQL, over tables of DuckDB's own."""
    import duckdb

    database = duckdb.connect()
    for name, frame in (("reads", reads.drop("folded")), ("entries", entries)):
        database.register("given", frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    asked = (
        "SELECT r.row, e.row AS listed, r.plate = e.plate AS exact FROM reads r JOIN entries e "
        f"ON e.folded = translate(r.plate, '{_FROM}', '{_TO}')"
    )
    return lambda: len(database.sql(asked).to_arrow_table())


def measured(run: Run, rounds: int) -> dict[str, Any]:
    """Median and spread in milliseconds, after one round that doesn't count."""
    found = run()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return {"pairs": found, "median_ms": statistics.median(taken), "least_ms": min(taken), "most_ms": max(taken)}


def compare(reads: int, entries: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Each way's figures; ``AssertionError`` when they find different pairs."""
    chance = np.random.default_rng(464)
    seen, listed = plates(chance, reads), plates(chance, entries)
    column, keys, listed_keys = seen["plate"], keys_of(seen["plate"]), keys_of(listed["plate"])
    index = Index(listed_keys)
    told = {
        "ours": measured(lambda: len(index.match(keys_of(column))), rounds),
        "polars join": measured(by_polars(seen, listed), rounds),
        "DuckDB join": measured(by_duckdb(seen, listed), rounds),
        "ours, matching alone": measured(lambda: len(index.match(keys)), rounds),
    }
    assert len({each["pairs"] for each in told.values()}) == 1, "they found different pairs"
    for each in told.values():
        each["ratio"] = each["median_ms"] / told["ours"]["median_ms"]
    return told | {"ours, making the index": measured(lambda: len(Index(listed_keys)), rounds)}


def main() -> None:
    """Print the table, or JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("reads", 1_000_000), ("entries", 300_000), ("rounds", 7)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    told = compare(given.reads, given.entries, given.rounds)
    if given.json:
        print(json.dumps({"reads": given.reads, "entries": given.entries, "cores": os.cpu_count(), "ways": told}))
        return
    print(f"{given.reads:,} reads, {given.entries:,} entries, {told['ours']['pairs']:,} pairs, {os.cpu_count()} cores")
    for name, each in told.items():
        ratio = f"{each['ratio']:6.1f} x" if "ratio" in each else ""
        print(f"{name:24} {each['median_ms']:8.1f} ms ({each['least_ms']:.1f} to {each['most_ms']:.1f}) {ratio}")


if __name__ == "__main__":
    main()
