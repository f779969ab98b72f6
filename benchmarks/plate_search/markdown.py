"""The report as Markdown tables, as ``docs/performance.md`` keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.plate_search.report import Report


def markdown(report: Report) -> str:
    """Times, ratios, memory bandwidth, loading and the store's start, in this order."""
    classes: dict[str, Any] = report["classes"]
    names = report["contestants"]
    parts = [
        f"## {report['rows']:,} reads, {report['plates']:,} plates",
        _machine(report),
        "Median / 95th percentile in ms (how often asked); rows: the median answer.",
        _table(["query", "rows", *names], (_times(kind, told, names) for kind, told in classes.items())),
    ]
    if any("times_ours" in entry for told in classes.values() for entry in told["contestants"].values()):
        parts += [
            "Median as a multiple of the workbench's.",
            _table(["query", *names], (_ratios(kind, told, names) for kind, told in classes.items())),
        ]
    parts += [
        f"GB touched a second, and the share of a numpy sum's {_giga(report['bandwidth_bytes_s'])} GB/s (one thread).",
        _table(["query", *names], (_rates(kind, told, names) for kind, told in classes.items())),
        f"Loading; the reads themselves were generated at {report['generated']['reads_s']:,.0f} a second.",
        _table(["engine", "version", "seconds", "reads a second", "GB on disk"], map(_load, report["loads"].items())),
    ]
    if store := report["store"]:
        parts.append(
            f"The store opens in {store['open_s']:.2f} s ({store['process_s']:.2f} s from the start of its process); "
            f"the process then holds {_giga(store['rss'])} GB resident, {_giga(store['pss'])} GB proportional."
        )
    if custodian := report["custodian"]:
        more = report["end_to_end"]
        parts.append(
            f"Through a custodian (Hub check, two durable records, Arrow) a search takes {_ms(more['median_ms'])} ms "
            f"more in the median and {_ms(more['p95_ms'])} ms in the 95th percentile of {more['n']}. It answers "
            f"{custodian['start_s']:.1f} s after its start and holds {_giga(custodian['rss'])} GB resident, "
            f"{_giga(custodian['pss'])} GB proportional."
        )
    return "\n\n".join(parts) + "\n"


def _machine(report: Report) -> str:
    machine = report["machine"]
    return (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_bytes'] / 2**30:.0f} GiB, Python "
        f"{machine['python']}; seed {report['seed']}, {report['rounds']} rounds, engines interleaved:\n\n"
        f"    python benchmarks/search.py --rows {report['rows']} --rounds {report['rounds']} --seed {report['seed']}"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    told = [row for row in rows if set(row[1:]) != {"-"}]
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *told]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _times(kind: str, told: Report, names: list[str]) -> list[str]:
    cells = [
        f"{_ms(entry['median_ms'])} / {_ms(entry['p95_ms'])} ({entry['n']})" if entry else "-"
        for entry in map(told["contestants"].get, names)
    ]
    return [kind, f"{told['rows_median']:,.0f}", *cells]


def _ratios(kind: str, told: Report, names: list[str]) -> list[str]:
    cells = [entry and entry.get("times_ours") for entry in map(told["contestants"].get, names)]
    return [kind, *(f"{ratio:,.3g}" if ratio else "-" for ratio in cells)]


def _rates(kind: str, told: Report, names: list[str]) -> list[str]:
    cells = [entry if entry and "bytes_s" in entry else None for entry in map(told["contestants"].get, names)]
    return [kind, *(f"{_giga(cell['bytes_s'])} ({cell['of_bandwidth']:.0%})" if cell else "-" for cell in cells)]


def _load(item: tuple[str, Report]) -> list[str]:
    name, load = item
    if not load["disk_bytes"]:
        return [name, load["version"], "-", "-", "-"]
    return [name, load["version"], f"{load['seconds']:,.1f}", f"{load['reads_s']:,.0f}", _giga(load["disk_bytes"])]


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


def _giga(value: float) -> str:
    return f"{value / 1e9:.2f}"
