"""How records of the access log stand in the table: who, when, what, why, counts (464.5)."""

from __future__ import annotations

from typing import Any

from workbench.ui.table import Cell, Column

_Record = dict[str, Any]


def log_columns(zone: str) -> list[Column]:
    """One row a record."""
    return [
        Column("index", "Record", lambda r: Cell.plain(r["index"]), "number"),
        Column("time", "When", lambda r: Cell.moment(r["time"], zone)),
        Column("user", "Who", lambda r: Cell.plain(r["user"]), "nowrap"),
        Column("action", "What", _what),
        Column("asked", "Asked", lambda r: Cell.plain(r["asked"]), "long note"),
        Column("count", "Reads", lambda r: Cell.plain("" if r["count"] is None else f"{r['count']:,}"), "number"),
        Column("outcome", "Outcome", _outcome, "long"),
        Column("case_number", "Case", _case),
        Column("narrative", "Why", lambda r: Cell.plain(r["narrative"]), "long note"),
    ]


COUNT_COLUMNS = [
    Column("user", "User", lambda r: Cell.plain(r["user"])),
    Column("records", "Records", lambda r: Cell.plain(f"{r['records']:,}"), "number"),
]


def _what(record: _Record) -> Cell:
    return Cell([(record["action"], ""), (f" ({record['kind']})", "quiet")])


def _case(record: _Record) -> Cell:
    category = record["category"].replace("_", " ")
    return Cell([(record["case_number"], ""), (f" {category}" if category else "", "quiet")])


def _outcome(record: _Record) -> Cell:
    refused = "refus" in record["kind"] or "refus" in record["outcome"].casefold()
    cited = f" {record['section']}" if record["section"] else ""
    return Cell([(record["outcome"], "bad" if refused else ""), (cited, "quiet")])
