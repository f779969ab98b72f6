"""How audits, rows, findings and flags stand in tables (464.6)."""

from __future__ import annotations

from typing import Any

from workbench.ui.table import Cell, Column

_Record = dict[str, Any]


def _plain(name: str) -> Any:
    return lambda record: Cell.plain(record[name])


def _number(name: str) -> Any:
    return lambda record: Cell.plain("" if record[name] is None else f"{record[name]:,}")


def _why(record: _Record) -> Cell:
    category = str(record["category"]).replace("_", " ")
    return Cell([(str(record["case_number"]), ""), (f" {category}" if category else "", "quiet")])


def _who(record: _Record) -> Cell:
    return Cell.plain(record["user"] or "masked", "" if record["user"] else "quiet")


AUDIT_COLUMNS = [
    Column("audit", "Audit", _number("audit"), "number"),
    Column("quarter", "Quarter or file", lambda r: Cell.plain(r["quarter"] + (" so far" if r["interim"] else ""))),
    Column("state", "State", _plain("state"), "nowrap"),
    Column("population", "Requests", _number("population"), "number"),
    Column("rows", "Rows looked at", _number("rows"), "number"),
    Column("reviewed", "Reviewed by two", _number("reviewed"), "number"),
    Column("left", "Wait for you", _number("left"), "number"),
    Column("announced_by", "Announced by", _plain("announced_by"), "nowrap"),
    Column("sealed_by", "Sealed by", _plain("sealed_by"), "nowrap"),
]

FINDING_COLUMNS = [
    Column("finding", "Finding", _number("finding"), "number"),
    Column("rows", "Records", _plain("rows")),
    Column("users", "Whose", _plain("users"), "nowrap"),
    Column("words", "What was found", _plain("words"), "long note"),
    Column("raised_by", "Raised by", _plain("raised_by"), "nowrap"),
    Column("outcome", "Decided as", lambda r: Cell.plain(r["outcome"] or "waits", "" if r["outcome"] else "quiet")),
    Column("decided_by", "Decided by", _plain("decided_by"), "nowrap"),
    Column("approved_by", "Approved by", _plain("approved_by"), "nowrap"),
]

FLAG_COLUMNS = [
    Column("detector", "Rule", _plain("detector"), "nowrap"),
    Column("user", "Who", _who, "nowrap"),
    Column("reason", "Why it points here", _plain("reason"), "long"),
    Column("rows", "Rows", _number("rows"), "number"),
]


def review_columns(zone: str) -> list[Column]:
    """One row of the sample."""
    return [
        Column("index", "Record", _plain("index"), "number"),
        Column("time", "When", lambda r: Cell.moment(r["time"], zone)),
        Column("user", "Who", _who, "nowrap"),
        Column("asked", "What was asked", _plain("asked"), "long note"),
        Column("seen", "Seen", _number("seen"), "number"),
        Column("case_number", "Case", _why, "long"),
        Column("narrative", "Why", _plain("narrative"), "long note"),
        Column("stratum", "In the sample", _plain("stratum"), "nowrap"),
        Column("mine", "Your word", _mine, "nowrap"),
        Column("others", "Others", lambda r: Cell.plain(r["others"], "quiet")),
    ]


def _mine(record: _Record) -> Cell:
    bad = record["mine"] not in ("", "in order")
    return Cell.plain(record["mine"] or ("waits" if record["waits"] else ""), "bad" if bad else "quiet")


def entry_columns(zone: str) -> list[Column]:
    """One record of the log, under a flag."""
    return [
        Column("index", "Record", _plain("index"), "number"),
        Column("time", "When", lambda r: Cell.moment(r["time"], zone)),
        Column("user", "Who", _plain("user"), "nowrap"),
        Column("asked", "What was asked", _plain("asked"), "long note"),
        Column("case_number", "Case", _why, "long"),
        Column("narrative", "Why", _plain("narrative"), "long note"),
        Column("outcome", "Outcome", _plain("outcome")),
    ]


def foreign_columns(zone: str) -> list[Column]:
    """One row of another system's log."""
    return [
        Column("index", "Row", _plain("index"), "number"),
        Column("time", "When", lambda r: Cell.moment(r["time"], zone)),
        Column("user", "Who", _who, "nowrap"),
        Column("plate", "Plate", _plain("plate"), "mono"),
        Column("case", "Case", _plain("case")),
        Column("category", "Offence", _plain("category")),
        Column("reason", "Reason", _plain("reason"), "long note"),
    ]
