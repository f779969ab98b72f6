"""``workbench bench``: how long searches take on the agency's own reads, under your own name and purpose (464.5).

A measurement is a look like any other: each search is recorded before and after, and nothing is asked in another way
than a notebook asks. What is printed are times and counts, no plate.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Annotated

import typer

from workbench.client import Client
from workbench.client.answer import Answer
from workbench.client.prepared import prepared
from workbench.plates.pattern import FARTHEST, parse

app = typer.Typer(help="How long searches take on the agency's own reads.", no_args_is_help=True)
MOST_ROUNDS = 100


@dataclass
class Timed:
    """The searches for one pattern: each one's milliseconds and record, and what the last one found."""

    pattern: str
    milliseconds: list[float] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    reads: int = 0
    plates: int = 0

    def add(self, milliseconds: float, answer: Answer) -> None:
        """One search more."""
        self.milliseconds.append(milliseconds)
        self.records.append(answer.head.record)
        self.reads, self.plates = answer.head.total, answer.head.plates

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """Milliseconds that 95 of 100 searches don't exceed (nearest rank)."""
        return sorted(self.milliseconds)[math.ceil(0.95 * len(self.milliseconds)) - 1]

    @property
    def least(self) -> float:
        """Milliseconds."""
        return min(self.milliseconds)

    def told(self) -> dict[str, object]:
        """For ``--json``."""
        return {"median_ms": self.median, "p95_ms": self.p95, "least_ms": self.least, **asdict(self)}


@app.callback()
def bench() -> None:
    """How long searches take on the agency's own reads."""


@app.command("search")
def search(
    patterns: Annotated[list[str], typer.Argument(help="Partial plates, e.g. '7AB?1*' '7[AX]B~8*'; quote them.")],
    rounds: Annotated[int, typer.Option(min=1, max=MOST_ROUNDS, help="How often each is searched.")] = 10,
    lookalikes: Annotated[bool, typer.Option("--lookalikes", help="Let look-alikes through everywhere.")] = False,
    distance: Annotated[int, typer.Option(min=0, max=FARTHEST, help="Characters that may be wrong.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Search for each pattern several times and print how long that took, from the question to the table of reads.

    The purpose is declared from ALPR_PURPOSE, a JSON object with category, case_number, narrative and why_this_plate,
    and ended afterwards. Every search is on record under your name. Times hold the sign-in's check, both durable
    records, the search in the agency's usual window and the answer's way here.
    """
    draft = prepared()
    for pattern in patterns:
        parse(pattern, lookalikes=lookalikes, distance=distance)  # what is wrong is told before anything is recorded
    with Client.from_environment() as client:
        purpose = client.declare(draft)
        count = rounds * len(patterns)
        sys.stderr.write(
            f"{count:,} searches follow, each on record under your name for case {purpose.case_number}"
            f" ({purpose.realm.value} store).\n"
        )
        try:
            found = _timed(client, patterns, rounds, lookalikes=lookalikes, distance=distance)
        finally:
            client.end(purpose)
    if as_json:
        told = {"store": purpose.realm.value, "rounds": rounds, "searches": [each.told() for each in found]}
        typer.echo(json.dumps(told, indent=2))
        return
    typer.echo(_table(found))


def _timed(client: Client, patterns: Sequence[str], rounds: int, *, lookalikes: bool, distance: int) -> list[Timed]:
    """In turns, so that what the machine does besides falls on all patterns alike; each time the same window."""
    import_module("workbench.wire.frame")  # else the first search would pay for it
    end = datetime.now(UTC)
    start = end - timedelta(days=client.me().window_days)
    found = [Timed(pattern) for pattern in patterns]
    for _ in range(rounds):
        for each in found:
            before = time.perf_counter()
            answer = client.search(each.pattern, lookalikes=lookalikes, distance=distance, start=start, end=end)
            each.add((time.perf_counter() - before) * 1000, answer)
    return found


def _table(found: Sequence[Timed]) -> str:
    width = max(len("pattern"), *(len(each.pattern) for each in found))
    lines = [f"{'pattern':<{width}}  median ms   p95 ms  least ms      reads     plates  records"]
    for each in found:
        times = f"{each.median:>9.1f} {each.p95:>8.1f} {each.least:>9.1f}"
        counts = f"{each.reads:>10,} {each.plates:>10,}"
        lines.append(f"{each.pattern:<{width}}  {times} {counts}  {each.records[0]} to {each.records[-1] + 1}")
    return "\n".join(lines)
