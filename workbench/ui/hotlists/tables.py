"""How lists, entries and changes stand in their tables (464.7(g))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl

from workbench.ui.hits.words import age
from workbench.ui.table import Cell, Column
from workbench.ui.words import local
from workbench.wire.hotlist_entries import EntryChange, ListedEntry
from workbench.wire.hotlists import ListState

_Row = dict[str, Any]
_STATES = {
    ListState.ACTIVE: ("In force", "good"),
    ListState.REPLACED: ("Replaced", "quiet"),
    ListState.RETIRED: ("Ended", "quiet"),
    ListState.LOADING: ("Loading", "quiet"),
}


def list_columns(zone: str, clock: Callable[[], datetime]) -> list[Column]:
    """One row a version of a list."""
    return [
        Column("name", "List", lambda r: Cell.plain(r["name"]), "long"),
        Column("state", "State", lambda r: Cell([_STATES[ListState(r["state"])]]), "nowrap"),
        Column("installed", "In force since", lambda r: _since(r, zone, clock())),
        Column("version", "Version", lambda r: Cell.plain(r["version"]), "number"),
        Column("entries", "Entries", lambda r: Cell.plain(f"{r['entries']:,}"), "number"),
        Column("expiring", "Due", _due),
        Column("hits", "Hits", lambda r: Cell.plain(f"{r['hits']:,}"), "number"),
        Column("source", "Source", lambda r: Cell.plain(r["source"])),
        Column("installed_by", "By", lambda r: Cell.plain(r["installed_by"])),
        Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
    ]


def _since(row: _Row, zone: str, now: datetime) -> Cell:
    day, hour = local(row["installed"], zone).split(" ", 1)
    stale = [(" stale", "bad")] if row["stale"] else []
    old = f" {age(row['installed'], now)} old" if row["state"] == ListState.ACTIVE else ""
    return Cell([(day, "whole"), (" ", ""), (hour, "whole"), (old, "quiet"), *stale])


def _due(row: _Row) -> Cell:
    told = [(f"{row['expired']:,} expired", "bad")] if row["expired"] else []
    if row["expiring"]:
        told += [(", " if told else "", ""), (f"{row['expiring']:,} soon", "bad")]
    return Cell(told or [("-", "quiet")])


def entry_columns(zone: str) -> list[Column]:
    """One row an entry."""
    return [
        Column("plate", "Plate", lambda r: Cell.plain(r["plate"]), "mono"),
        Column("state", "State", lambda r: Cell.plain(r["state"] or "-")),
        Column("reason", "Reason", lambda r: Cell.plain(r["reason"]), "long"),
        Column("case_number", "Case", lambda r: Cell.plain(r["case_number"]), "long"),
        Column("entered", "Entered", lambda r: Cell.moment(r["entered"], zone)),
        Column("expires", "Expires", lambda r: _expires(r, zone)),
        Column("note", "Note", lambda r: Cell.plain(r["note"]), "long note"),
    ]


def _expires(row: _Row, zone: str) -> Cell:
    there = Cell.moment(row["expires"], zone)
    mark = {"expired": " expired", "expiring": " soon"}.get(row["due"], "")
    return Cell([*there.pieces, (mark, "bad" if mark else "")], there.title)


REJECTED = [
    Column("line", "Line", lambda r: Cell.plain(r["line"]), "nowrap"),
    Column("reason", "Why it was rejected", lambda r: Cell.plain(r["reason"])),
]
_KINDS = {"added": "good", "removed": "bad", "changed": "quiet"}
_CHANGE = dict.fromkeys(
    ("id", "kind", "plate", "state", "reason", "case_number", "expires", "note", "was"), pl.String()
)


def change_columns() -> list[Column]:
    """One row a change."""
    return [
        Column("kind", "Change", lambda r: Cell.plain(r["kind"], _KINDS.get(r["kind"], "")), "nowrap"),
        Column("plate", "Plate", lambda r: Cell.plain(r["plate"]), "mono"),
        Column("state", "State", lambda r: Cell.plain(r["state"] or "-")),
        Column("reason", "Reason", lambda r: Cell.plain(r["reason"]), "long"),
        Column("case_number", "Case", lambda r: Cell.plain(r["case_number"]), "long"),
        Column("expires", "Expires", lambda r: Cell.plain(r["expires"]), "nowrap"),
        Column("was", "What it was", lambda r: Cell.plain(r["was"]), "long note"),
    ]


def changes(found: list[EntryChange], first: list[ListedEntry], zone: str) -> pl.DataFrame:
    """The changes as the table shows them; where nothing is in force yet, the first entries."""
    rows = [_change(change, place, zone) for place, change in enumerate(found)]
    if not rows:
        rows = [_row(entry, f"f{place}", "", "", zone) for place, entry in enumerate(first)]
    return pl.DataFrame(rows, schema=_CHANGE)


def _change(change: EntryChange, place: int, zone: str) -> dict[str, str]:
    name = f"c{place}"
    if change.after is None:
        return _row(change.before, name, "removed", "", zone) if change.before else {}
    if change.before is None:
        return _row(change.after, name, "added", "", zone)
    return _row(change.after, name, "changed", _was(change, zone), zone)


def _row(entry: ListedEntry, name: str, kind: str, was: str, zone: str) -> dict[str, str]:
    return {
        "id": name,
        "kind": kind,
        "plate": entry.plate,
        "state": entry.state or "",
        "reason": entry.reason,
        "case_number": entry.case_number,
        "expires": local(entry.expires, zone),
        "note": entry.note,
        "was": was,
    }


def _was(change: EntryChange, zone: str) -> str:
    told = []
    for name in change.fields:
        value = getattr(change.before, name)
        told.append(f"{name.replace('_', ' ')}: {local(value, zone) if isinstance(value, datetime) else value or '-'}")
    return "; ".join(told)
