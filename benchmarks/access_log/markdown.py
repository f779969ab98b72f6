"""The report as Markdown tables, as ``docs/access-log-cost.md`` keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.access_log.report import BESIDE_MS, FLUSHES, Report

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
_PARTS = ("flush", "append", "intent", "result", "receipt", "query")


def markdown(report: Report) -> str:
    """Times by clients, queries a second, the large log, in this order."""
    machine = report["machine"]
    where = f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}"
    parts = [
        f"{where}; {report['rounds']} rounds: raw flushes, appends and queries in turns.",
        f"Median / 95th percentile in ms. Query: intent, result, receipt; target: {FLUSHES} flushes + {BESIDE_MS} ms.",
        _table(
            ["log", "clients", *_PARTS, "append / flush", "query / flush", "target", "held"],
            (_turns(name, clients, told) for name, clients, told in _every(report)),
        ),
        _table(
            [
                "log",
                "clients",
                "asked/s",
                "queries/s",
                "slowest second",
                "processor ms each",
                "median / 95th ms",
                "held",
            ],
            (_sustained(name, told) for name, each in report["engines"].items() for told in each["sustained"]),
        ),
    ]
    if told := report.get("large"):
        parts += [_large(told)]
    return "\n\n".join(parts) + "\n"


def _every(report: Report) -> Iterable[tuple[str, str, Report]]:
    for name, each in report["engines"].items():
        for clients, told in each["clients"].items():
            yield name, clients, told


def _turns(name: str, clients: str, told: Report) -> list[str]:
    ratios = [f"{told[part]['flushes']:.2f}" for part in ("append", "query")]
    return [NAMES[name], clients, *(_two(told[part]) for part in _PARTS), *ratios, *_held(told["target_ms"], told)]


def _sustained(name: str, told: Report) -> list[str]:
    figures = [f"{told['queries_s']:.0f}", f"{told['slowest_second']}", f"{told['processor_ms']:.2f}"]
    asked = str(told["asked_s"] or "all")
    return [NAMES[name], str(told["clients"]), asked, *figures, _two(told["query"]), "yes" if told["held"] else "no"]


def _large(told: Report) -> str:
    looks = told["look_up"]
    built = f"built in {told['built_s']:,.0f} s, " if told["built_s"] else ""
    asked = "; ".join(
        f"{name} {each['median_ms']:,.0f} ms (most {each['most_ms']:,.0f}, {each['n']} plates)"
        for name, each in looks.items()
    )
    return (
        f"A log of {told['leaves']:,} leaves ({built}{told['bytes'] / 1e9:.1f} GB) opens in "
        f"{told['open']['median_ms'] / 1000:.1f} s. Who asked for or saw a plate: {asked}; {told['found_median']:.0f} "
        f"records are found. Target {told['target_s']} s: {'held' if told['held'] else 'missed'}."
    )


def _held(limit: float, told: Report) -> list[str]:
    return [f"{limit:.1f}", "yes" if told["held"] else "no"]


def _two(told: Report) -> str:
    return f"{told['median_ms']:.2f} / {told['p95_ms']:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
