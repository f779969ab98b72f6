"""Measures the audit's detectors (464.6): ``python -m benchmarks.detectors [--quarters 40] [--logs FOLDER]``.

Prints precision and recall for each kind of simulated misuse, with Wilson intervals at 95 %, and alarms for each
1,000 rows: of honest simulated rows, and of logs that agencies publish, where such a folder is given.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.audit_detectors.measure import RealLog, Tally, real, simulated
from benchmarks.audit_detectors.misuse import KINDS
from workbench.audit.detectors.every import EVERY


def main() -> None:
    """Print the tables, as they stand in docs/audit.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quarters", type=int, default=40, help="how many quarters are simulated")
    parser.add_argument("--seed", type=int, default=1, help="of the first one")
    parser.add_argument("--logs", type=Path, help="a folder with published logs (CSV)")
    said = parser.parse_args()
    told(simulated(range(said.seed, said.seed + said.quarters)), said.quarters)
    if said.logs:
        told_real(real(said.logs))


def told(tally: Tally, quarters: int) -> None:
    """The simulated quarters."""
    print(f"{quarters} simulated quarters, {tally.rows:,} rows, {tally.honest_rows:,} of them honest.\n")
    print("| misuse | episodes found by any detector | by which |\n|---|---|---|")
    for kind in KINDS:
        by = Counter({which: count for (of, which), count in tally.found_by.items() if of == kind})
        print(f"| {kind} | {tally.recall(kind)} | {', '.join(f'{name} {n}' for name, n in by.most_common(3)) or '-'} |")
    print("\n| detector | flags that name misuse (precision) | honest rows named per 1,000 |\n|---|---|---|")
    for each in EVERY:
        wolf = 1000 * tally.honest_named[each.name] / tally.honest_rows
        print(f"| {each.name} | {tally.precision(each.name)} | {wolf:.2f} |")
    right, raised = sum(tally.right.values()), sum(tally.raised.values())
    print(f"| all | {right}/{raised} = {right / raised:.0%} | {1000 * tally.honest_any / tally.honest_rows:.2f} |\n")


def told_real(logs: list[RealLog]) -> None:
    """The published logs."""
    rows = sum(log.rows for log in logs)
    print(
        f"{len(logs)} published logs, {rows:,} rows, persons masked in {sum(log.masked for log in logs):,} of them.\n"
    )
    print("| detector | rows named per 1,000 | logs with matter for it |\n|---|---|---|")
    for each in EVERY:
        able = [log for log in logs if each.name not in log.idle]
        named, of = sum(log.named[each.name] for log in able), sum(log.rows for log in able)
        print(f"| {each.name} | {f'{1000 * named / of:.0f}' if of else '-'} | {len(able)} of {len(logs)} |")
    print("\n| log | rows | vague reasons per 1,000 | most of them |\n|---|---|---|---|")
    for log in logs:
        vague = log.named["vague reason"]
        most = max(log.kinds, key=lambda kind: log.kinds[kind], default="-")
        print(f"| {log.name} | {log.rows:,} | {1000 * vague / max(1, log.rows):.0f} | {most} |")


if __name__ == "__main__":
    main()
