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


ACTIONS = {
    "search.plates": "Plate search",
    "search.canvass": "Canvass",
    "search.vehicle": "Vehicle's reads",
    "search.convoy": "Company of a vehicle",
    "search.places": "Places of a vehicle",
    "search.base-rates": "Base rates",
    "log.read": "Access log",
    "collection.take": "Batch of reads",
    "purpose.declare": "Purpose declared",
    "purpose.continue": "Purpose gone on with",
    "purpose.end": "Purpose ended",
    "assents.pending": "Waiting questions",
    "assent.grant": "Question granted",
    "assent.deny": "Question denied",
    "training.module": "Training module",
    "training.quiz": "Training quiz",
    "training.exercise": "Training exercise",
    "training.acknowledge": "Policy acknowledged",
    "training.sign-off": "Training signed off",
    "training.trainees": "Trainees",
    "source.grant": "Source granted",
    "source.revoke": "Source taken back",
    "device.add": "Device enrolled",
    "custodian.start": "Data service started",
}
"""How the log's actions are called on a page; one that is not here goes by its own name."""

_KINDS = {"intent": "asked", "result": "released", "refusal": "refused"}


def _what(record: _Record) -> Cell:
    kind = _KINDS.get(record["kind"], "")
    return Cell([(ACTIONS.get(str(record["action"]), str(record["action"])), ""), (f" {kind}", "quiet")])


def _case(record: _Record) -> Cell:
    category = record["category"].replace("_", " ")
    return Cell([(record["case_number"], ""), (f" {category}" if category else "", "quiet")])


def _outcome(record: _Record) -> Cell:
    refused = "refus" in record["kind"] or "refus" in record["outcome"].casefold()
    cited = f" {record['section']}" if record["section"] else ""
    return Cell([(record["outcome"], "bad" if refused else ""), (cited, "quiet")])
