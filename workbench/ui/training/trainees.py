"""The trainer's list as rows and columns (464.12): who is how far, what was tried, and whose training ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from workbench.ui.table import Cell, Column
from workbench.wire.training import Trainee

SOON = timedelta(days=30)
_SCHEMA = {
    "username": pl.String(), "modules": pl.Int64(), "of": pl.Int64(),
    "policy": pl.String(), "acknowledged": pl.Boolean(),
    "quiz": pl.Boolean(), "quiz_tried": pl.String(),
    "exercise": pl.Boolean(), "exercise_tried": pl.String(),
    "misuse": pl.Boolean(), "misuse_tried": pl.String(),
    "last": pl.Datetime("us", "UTC"), "state": pl.String(), "kind": pl.String(),
    "until": pl.Datetime("us", "UTC"), "ends": pl.String(),
}  # fmt: skip


def waiting(trainee: Trainee) -> bool:
    """Whether this person waits for a trainer's sign-off, the first or another one."""
    return trainee.ready


def ending(trainee: Trainee, now: datetime) -> bool:
    """Whether a sign-off that holds ends within thirty days."""
    until = trainee.trained_until
    return trainee.certificate is not None and until is not None and until - now <= SOON


def ordered(trainees: Iterable[Trainee], now: datetime) -> list[Trainee]:
    """Those who wait first, then whose training lapsed or ends, then by name."""

    def place(each: Trainee) -> tuple[bool, bool, str]:
        return (not waiting(each), not (each.lapsed or ending(each, now)), each.username)

    return sorted(trainees, key=place)


def table(trainees: Iterable[Trainee], now: datetime) -> pl.DataFrame:
    """The list as the table shows it."""
    return pl.DataFrame([_row(each, now) for each in trainees], schema=_SCHEMA)


def columns(zone: str) -> list[Column]:
    """One row a person."""
    return [
        Column("username", "Trainee", lambda r: Cell.plain(r["username"]), "nowrap"),
        Column("modules", "Modules", _modules, "nowrap"),
        Column("acknowledged", "Policy copy", _policy, "nowrap"),
        _step("quiz", "Quiz", "passed"),
        _step("exercise", "Vehicle", "found"),
        _step("misuse", "Misuse", "found"),
        Column("last", "Last step", lambda r: Cell.moment(r["last"], zone)),
        Column("state", "State", lambda r: Cell.plain(r["state"], r["kind"])),
        Column("until", "Valid until", _until, "nowrap"),
    ]


def _row(each: Trainee, now: datetime) -> dict[str, Any]:
    state, kind = _state(each)
    until = each.trained_until
    return {
        "username": each.username, "modules": each.modules_done, "of": each.modules_total,
        "policy": each.acknowledged_version, "acknowledged": each.acknowledged,
        "quiz": each.quiz_passed, "quiz_tried": each.quiz_tried,
        "exercise": each.exercise_done, "exercise_tried": each.exercise_tried,
        "misuse": each.misuse_done, "misuse_tried": each.misuse_tried,
        "last": each.last_step, "state": state, "kind": kind, "until": until,
        "ends": f" in {max((until - now).days, 0)} days" if until and ending(each, now) else "",
    }  # fmt: skip


def _state(each: Trainee) -> tuple[str, str]:
    if each.ready:
        return ("ready to be renewed" if each.renewing else "ready"), "good"
    if each.lapsed:
        return "lapsed", "bad"
    if each.signed_off_by:
        return f"signed off by {each.signed_off_by}", "good"
    return "in training", ""


def _modules(row: dict[str, Any]) -> Cell:
    return Cell.plain(f"{row['modules']} of {row['of']}", "good" if row["modules"] == row["of"] else "quiet")


def _policy(row: dict[str, Any]) -> Cell:
    if row["acknowledged"]:
        return Cell.plain(f"version {row['policy']}" if row["policy"] else "yes", "good")
    return Cell.plain(f"old: {row['policy']}" if row["policy"] else "not yet", "bad" if row["policy"] else "quiet")


def _step(key: str, label: str, done: str) -> Column:
    def cell(row: dict[str, Any]) -> Cell:
        return Cell.plain(done, "good") if row[key] else Cell.plain(row[f"{key}_tried"] or "not yet", "quiet")

    return Column(key, label, cell)


def _until(row: dict[str, Any]) -> Cell:
    until: datetime | None = row["until"]
    if until is None:
        return Cell.plain("-")
    return Cell([(f"{until:%Y-%m-%d}", "bad" if row["kind"] == "bad" else ""), (row["ends"], "bad")])
